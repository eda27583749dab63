import { readdirSync, readFileSync } from "node:fs";
import {
  buildSchema,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  print,
  typeFromAST,
} from "graphql";
import { expect, it } from "vitest";
import { createMockKunna } from "./index.ts";

const schema = buildSchema(readFileSync(new URL("../../../api/schema.graphql", import.meta.url), "utf8"));
const folder = new URL("../operations/", import.meta.url);
const document = parse(
  readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n"),
);
const fragments = document.definitions.flatMap((definition) =>
  definition.kind === Kind.FRAGMENT_DEFINITION ? [definition] : [],
);
const operations = document.definitions.flatMap((definition) =>
  definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== "subscription" ? [definition] : [],
);

/** Some value of an input type: what must be given, and nothing more. */
function inputOf(type: GraphQLInputType, name: string, id: (type: string) => string): unknown {
  if (isNonNullType(type)) return inputOf(type.ofType, name, id);
  if (isListType(type)) return [inputOf(type.ofType, name, id)];
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields());
    if (named.isOneOf)
      return Object.fromEntries(fields.slice(-1).map((field) => [field.name, inputOf(field.type, field.name, id)]));
    const asked = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    return Object.fromEntries(asked.map((field) => [field.name, inputOf(field.type, field.name, id)]));
  }
  const known: Readonly<Record<string, unknown>> = {
    Int: 1,
    Float: 1.5,
    Boolean: true,
    Date: "2026-11-20",
    DateTime: "2026-11-20T09:00:00Z",
    Duration: "P1Y",
    ID: id(name.replace(/Id$/, "").replace(/^./, (letter) => letter.toUpperCase())),
  };
  return known[named.name] ?? "text";
}

/** A document with the operation and what it needs: unused fragments are not valid. */
function documentOf(operation: (typeof operations)[number]): string {
  let text = print(operation);
  for (let size = 0; size < text.length; ) {
    size = text.length;
    for (const fragment of fragments) {
      const { value } = fragment.name;
      if (text.includes(`...${value}`) && !text.includes(`fragment ${value} on`)) text += `\n${print(fragment)}`;
    }
  }
  return text;
}

const mock = createMockKunna();

it.each(operations.map((operation) => [operation.name?.value ?? "", operation] as const))(
  "answers %s validly",
  async (_name, operation) => {
    const variables = (operation.variableDefinitions ?? []).flatMap(({ variable, type: node }) => {
      const type = typeFromAST(schema, node as never) as GraphQLInputType;
      const { value: name } = variable.name;
      return isNonNullType(type) ? [[name, inputOf(type, name, (of) => mock.id(of, 12))]] : [];
    });
    const body = JSON.stringify({ query: documentOf(operation), variables: Object.fromEntries(variables) });
    const headers = { "content-type": "application/json" };
    const { data, errors } = await (await mock.fetch("http://kunna.mock/", { method: "POST", headers, body })).json();
    expect(errors).toBeUndefined();
    expect(Object.keys(data)).not.toEqual([]);
  },
);
