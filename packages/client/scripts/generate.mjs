// Types every operation in src/operations/ from the printed schema, and keeps each as a string: no parser is needed at
// run time. And the facts of webhooks, from the printed list of them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildSchema, Kind, parse } from "graphql";
import { webhookFactsCode } from "./webhook-facts.mjs";

const at = (path) => new URL(`../${path}`, import.meta.url);
const sdl = readFileSync(at("../api/schema.graphql"), "utf8");
const names = readdirSync(at("src/operations/")).filter((name) => name.endsWith(".graphql"));

/** The document with `$idempotencyKey` at each mutation: none can forget it. */
function underKey(document) {
  return { ...document, definitions: document.definitions.map(mutationUnderKey) };
}

function mutationUnderKey(definition) {
  if (definition.operation !== "mutation") return definition;
  const { selectionSet, variableDefinitions } = definition;
  const [field, ...more] = selectionSet.selections;
  if (more.length > 0) throw new Error(`${definition.name.value}: one field a mutation, for it has one key.`);
  const name = { kind: Kind.NAME, value: "idempotencyKey" };
  const variable = { kind: Kind.VARIABLE, name };
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: "String" } };
  const argument = { kind: Kind.ARGUMENT, name, value: variable };
  return {
    ...definition,
    variableDefinitions: [...variableDefinitions, { kind: Kind.VARIABLE_DEFINITION, variable, type }],
    selectionSet: { ...selectionSet, selections: [{ ...field, arguments: [...field.arguments, argument] }] },
  };
}

const code = await codegen({
  filename: "operations.ts",
  schema: parse(sdl),
  schemaAst: buildSchema(sdl),
  documents: names.map((name) => ({
    location: name,
    document: underKey(parse(readFileSync(at(`src/operations/${name}`), "utf8"))),
  })),
  plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
  pluginMap: { typescriptOperations, typedDocumentNode },
  config: {
    documentMode: "string",
    // What an app does not use is left out of its bundle.
    pureMagicComment: true,
    useTypeImports: true,
    enumType: "string-literal",
    immutableTypes: true,
    avoidOptionals: false,
    strictScalars: true,
    defaultScalarType: "unknown",
    scalars: {
      ID: "string",
      Cursor: "string",
      Date: "string",
      DateTime: "string",
      Duration: "string",
      File: "Blob",
      JSON: "unknown",
    },
  },
});

mkdirSync(at("src/generated/"), { recursive: true });
writeFileSync(at("src/generated/operations.ts"), code);

const events = JSON.parse(readFileSync(at("../api/webhook-events.json"), "utf8"));
writeFileSync(at("src/generated/webhook-facts.ts"), webhookFactsCode(events));

writeFileSync(at("src/generated/schema-text.ts"), `export const schemaText = ${JSON.stringify(sdl)};\n`);
