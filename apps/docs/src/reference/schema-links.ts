import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from "graphql";

export function isRefusal(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === "Refusal");
}

/** Whether a type is a page of a list, or an edge of one: a connection to an LMS is neither, for all its name. */
export function isPaging(type: GraphQLNamedType): boolean {
  if (!isObjectType(type)) return false;
  return /Edge$/.test(type.name) || (/Connection$/.test(type.name) && "nodes" in type.getFields());
}

/** The page on which a type is described. */
export function pageOf(type: GraphQLNamedType): "errors" | "inputs" | "enums" | "objects" {
  if (isRefusal(type)) return "errors";
  if (isInputObjectType(type)) return "inputs";
  return isEnumType(type) || isScalarType(type) ? "enums" : "objects";
}

/** A type by its name, as a link to where it is described, from a page of the same folder. */
export function linkTo(type: GraphQLNamedType): string {
  return `[\`${type.name}\`](${pageOf(type)}.md#${type.name})`;
}

/** A type in words: `[Certificate!]!` is "a list of `Certificate`"; what may be null says so. */
export function inWords(type: GraphQLType): string {
  return isNonNullType(type) ? known(type.ofType) : `${known(type)}, or null`;
}

/** The same for what is sent: it says whether it must be. */
export function asked(type: GraphQLInputType, defaultValue?: unknown): string {
  if (defaultValue !== undefined) {
    const bare = isNonNullType(type) ? type.ofType : type;
    return `${known(bare)}; left out: \`${JSON.stringify(defaultValue)}\``;
  }
  return isNonNullType(type) ? `${known(type.ofType)}, required` : known(type);
}

function known(type: GraphQLType): string {
  if (isNonNullType(type)) return known(type.ofType);
  if (isListType(type)) return `a list of ${itemOf(type.ofType)}`;
  if (!isPaging(type)) return linkTo(type);
  return `[a page of](objects.md#Connection) ${nodeOf(type)}`;
}

function itemOf(type: GraphQLType): string {
  return isNonNullType(type) ? known(type.ofType) : `${known(type)} or null`;
}

function nodeOf(type: GraphQLNamedType): string {
  if (!isObjectType(type)) return "";
  const nodes = type.getFields().nodes;
  return nodes ? linkTo(getNamedType(nodes.type)) : "";
}
