import { type GraphQLField, type GraphQLInputType, getNamedType, isInputObjectType } from "graphql";

/** Where a field takes ids: the names of its arguments and of their fields, as `input.personId`. */
export function idArguments({ args }: GraphQLField<unknown, unknown>): string[] {
  return args.flatMap(({ name, type }) => idsIn(type, name, new Set()));
}

function idsIn(type: GraphQLInputType, path: string, within: ReadonlySet<string>): string[] {
  const named = getNamedType(type);
  if (named.name === "ID") return [path];
  // An input may hold itself, as a path's groups do.
  if (!isInputObjectType(named) || within.has(named.name)) return [];
  const inside = new Set([...within, named.name]);
  return Object.values(named.getFields()).flatMap((field) => idsIn(field.type, `${path}.${field.name}`, inside));
}
