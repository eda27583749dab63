import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from "graphql";
import { heading, page, table, text } from "./markdown.ts";
import { asked, inWords, isPaging, isRefusal, linkTo } from "./schema-links.ts";

type Fields = readonly GraphQLField<unknown, unknown>[];

/** The pages on the schema: a name and its Markdown. */
export function schemaPages(schema: GraphQLSchema): Map<string, string> {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const queries = fieldsOf(roots[0]);
  // The union that a mutation answers with is shown with the mutation.
  const shown = new Set(
    fieldsOf(roots[1])
      .map(({ type }) => getNamedType(type))
      .filter(isUnionType),
  );
  const objects = types.filter(
    (type) =>
      (isObjectType(type) || isInterfaceType(type) || isUnionType(type)) &&
      !(
        roots.some((root) => root === type) ||
        (isUnionType(type) && shown.has(type)) ||
        isRefusal(type) ||
        isPaging(type)
      ),
  );
  const enums = types.filter((type) => isEnumType(type) || isScalarType(type));
  return new Map([
    ["queries", page("Queries", "What one may ask, in one request with as many as are needed.", ...queries.map(query))],
    [
      "mutations",
      page(
        "Mutations",
        "Each answers with what it made, or with [a refusal](errors.md) that says why not: match on `__typename`, or take every refusal by `... on Refusal`. Each takes [an idempotency key](../../guide/idempotency.md).",
        ...fieldsOf(roots[1]).map(mutation),
      ),
    ],
    [
      "subscriptions",
      page(
        "Subscriptions",
        "Over WebSocket (graphql-ws) or as server-sent events: [Events](../../guide/events.md) says how they begin, resume and end.",
        ...fieldsOf(roots[2]).map(query),
      ),
    ],
    ["objects", page("Types", "What is answered. A field that may be null says so.", paging, ...objects.map(object))],
    ["inputs", page("Inputs", "What is sent.", ...types.filter(isInputObjectType).map(input))],
    [
      "enums",
      page(
        "Enums and scalars",
        "New values may be added to an enum: expect some that you don't know.",
        ...enums.map(value),
      ),
    ],
  ]);
}

const paging = `${heading(2, "Connection")}

A page of a list, by Relay's cursor connections: \`nodes\` are its items, \`edges\` the same with the cursor of each, \`totalCount\` how many there are in all that you may read, whatever the page. Ask for the next with
\`first\` and \`after: pageInfo.endCursor\` while \`pageInfo.hasNextPage\`; for the one before with \`last\` and \`before: pageInfo.startCursor\`.`;

function fieldsOf(type: GraphQLNamedType | null | undefined): Fields {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function query(field: GraphQLField<unknown, unknown>): string {
  return block(heading(2, field.name), described(field), argumentsOf(field.args), `Answers ${inWords(field.type)}.`);
}

function mutation(field: GraphQLField<unknown, unknown>): string {
  const result = getNamedType(field.type);
  const members = isUnionType(result) ? result.getTypes() : [];
  const links = (refused: boolean) =>
    members
      .filter((type) => isRefusal(type) === refused)
      .map(linkTo)
      .join(", ");
  const args = field.args.filter(({ name }) => name !== "idempotencyKey");
  return block(
    heading(2, field.name),
    described(field),
    argumentsOf(args),
    `Answers ${links(false)}, or refuses with ${links(true)}.`,
  );
}

function object(type: GraphQLNamedType): string {
  if (isUnionType(type))
    return block(heading(2, type.name), described(type), `One of ${type.getTypes().map(linkTo).join(", ")}.`);
  const rows = fieldsOf(type).map((field) => {
    const args = field.args.map((arg) => `<br>\`${arg.name}:\` ${text(arg.description ?? "")}`).join("");
    return [
      `\`${field.name}\``,
      inWords(field.type),
      `${described(field)}${isPaging(getNamedType(field.type)) ? "" : args}`,
    ];
  });
  const kinds = isObjectType(type) ? type.getInterfaces().map(linkTo) : [];
  return block(
    heading(2, type.name),
    described(type),
    kinds.length > 0 ? `Is a ${kinds.join(", ")}.` : "",
    table(["field", "is", "what"], rows),
  );
}

function input(type: GraphQLNamedType): string {
  if (!isInputObjectType(type)) return "";
  const rows = Object.values(type.getFields()).map((field) => [
    `\`${field.name}\``,
    type.isOneOf ? asked(field.type) : asked(field.type, field.defaultValue),
    described(field),
  ]);
  return block(
    heading(2, type.name),
    described(type),
    type.isOneOf ? "Exactly one of:" : "",
    table(["field", "is", "what"], rows),
  );
}

function value(type: GraphQLNamedType): string {
  const rows = isEnumType(type) ? type.getValues().map((of) => [`\`${of.name}\``, described(of)]) : [];
  return block(heading(2, type.name), described(type), rows.length > 0 ? table(["value", "what"], rows) : "");
}

function argumentsOf(args: readonly GraphQLArgument[]): string {
  if (args.length === 0) return "";
  const rows = args.map((arg) => [`\`${arg.name}\``, asked(arg.type, arg.defaultValue), described(arg)]);
  return table(["argument", "is", "what"], rows);
}

function described(of: {
  description?: string | null | undefined;
  deprecationReason?: string | null | undefined;
}): string {
  const deprecated = of.deprecationReason ? ` **Deprecated.** ${text(of.deprecationReason)}` : "";
  return `${text(of.description ?? "")}${deprecated}`;
}

function block(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
