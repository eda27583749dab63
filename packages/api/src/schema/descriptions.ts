import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from "graphql";

/** What the plugins make has fields of its own names; each means the same wherever it stands. */
const generatedFields: Readonly<Record<string, string>> = {
  id: "Opaque and unique in the installation: pass it back as it is, to `node` or wherever this type's id is asked for.",
  "Connection.edges": "The items of this page, each with its cursor.",
  "Connection.pageInfo": "Whether there is more before and after this page.",
  "Connection.totalCount": "How many there are in all that you may read, whatever the page.",
  "Edge.cursor": "The item's place in the connection: pass it as `after` or `before` to go on from it.",
  "Edge.node": "The item itself.",
  "PageInfo.endCursor":
    "The cursor of the last item of the page: pass it as `after` to get the next one; null on an empty page.",
  "PageInfo.hasNextPage": "Whether there are items after this page.",
  "PageInfo.hasPreviousPage": "Whether there are items before this page.",
  "PageInfo.startCursor":
    "The cursor of the first item of the page: pass it as `before` to get the one before; null on an empty page.",
};

const generatedArguments: Readonly<Record<string, string>> = {
  "Query.node(id)": "The `id` of anything, as this API gave it.",
  "Query.nodes(ids)": "The `id`s, of one type or of several.",
};

/** Gives the types that Pothos' plugins make (connections, edges, result unions) their descriptions. Returns the schema. */
export function describeGenerated(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    type.description ??= describeType(type);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.description ??= generatedFields[field.name] ?? generatedFields[`${kindOf(type.name)}.${field.name}`];
      describeArguments(type.name, field);
    }
  }
  return schema;
}

function describeArguments(typename: string, { name, args }: GraphQLField<unknown, unknown>): void {
  for (const arg of args) arg.description ??= generatedArguments[`${typename}.${name}(${arg.name})`];
}

function describeType(type: GraphQLNamedType): string | undefined {
  const kind = kindOf(type.name);
  if (kind === "Connection") return "One page of a list, and how to get the next (Relay cursor connections).";
  if (kind === "Edge") return "An item of a page, with its place in the list.";
  if (!isUnionType(type)) return undefined;
  const mutation = `${type.name.charAt(0).toLowerCase()}${type.name.slice(1).replace(/Result$/, "")}`;
  return `What \`${mutation}\` answers: what it made, or a refusal that says why not. Match on \`__typename\`; \`... on Refusal\` takes every refusal.`;
}

function kindOf(typename: string): string {
  return /(Connection|Edge|PageInfo)$/.exec(typename)?.[0] ?? typename;
}
