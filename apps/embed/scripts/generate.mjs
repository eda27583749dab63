// Types the own operations of the pages inside an LMS from the server's schema.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildSchema, parse } from "graphql";

const folder = new URL("../lms/src/operations/", import.meta.url);
const sdl = readFileSync(new URL("../../../packages/api/schema.graphql", import.meta.url), "utf8");
const names = readdirSync(folder).filter((name) => name.endsWith(".graphql"));

const code = await codegen({
  filename: "operations.ts",
  schema: parse(sdl),
  schemaAst: buildSchema(sdl),
  documents: names.map((location) => ({ location, document: parse(readFileSync(new URL(location, folder), "utf8")) })),
  plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
  pluginMap: { typescriptOperations, typedDocumentNode },
  config: {
    documentMode: "string",
    useTypeImports: true,
    enumType: "string-literal",
    immutableTypes: true,
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
mkdirSync(new URL("../generated/", folder), { recursive: true });
writeFileSync(new URL("../generated/operations.ts", folder), code);
