import { getNamedType, getNullableType, isAbstractType, isListType, isObjectType } from "graphql";

const paging = ["first", "after", "last", "before"];

/** What a normalising cache wants to know of a schema, and no answer tells it. */
export function schemaFacts(schema) {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  const objects = types.filter(isObjectType);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return {
    /** Of each union and interface, the types that it can be. */
    possibleTypes: byName(types.filter(isAbstractType), (type) => schema.getPossibleTypes(type).map(nameOf)),
    /** The types that are a part of what they are asked of: they have no id, and need none. */
    parts: objects.filter((type) => !roots.includes(type) && !type.getFields().id).map(nameOf),
    /** Of each type, its connections, with the arguments that choose what is in them. */
    connections: fieldsOf(objects, isConnection, ({ args }) => args.map(nameOf).filter((arg) => !paging.includes(arg))),
    /** Of each type, its other lists of things: one is given whole, and replaces the one before it. */
    lists: fieldsOf(objects, isWholeList, () => true),
  };
}

const nameOf = ({ name }) => name;
const isConnection = ({ type }) => getNamedType(type).name.endsWith("Connection");
const isWholeList = ({ type }) => isListType(getNullableType(type)) && isObjectType(getNamedType(type));

function byName(things, tell) {
  return Object.fromEntries(things.map((thing) => [thing.name, tell(thing)]));
}

function fieldsOf(objects, isMeant, tell) {
  const found = byName(objects, (type) => byName(Object.values(type.getFields()).filter(isMeant), tell));
  return Object.fromEntries(Object.entries(found).filter(([, fields]) => Object.keys(fields).length > 0));
}
