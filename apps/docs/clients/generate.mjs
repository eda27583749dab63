// Types the operations of each example from the printed schema, writes down what the caches want to know of it, and
// shows the files in the guide.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { minifyIntrospectionQuery } from "@urql/introspection";
import { buildSchema, introspectionFromSchema, parse } from "graphql";
import { schemaFacts } from "./schema-facts.mjs";

const at = (path) => new URL(path, import.meta.url);
const sdl = readFileSync(at("../../../packages/api/schema.graphql"), "utf8");
const schema = buildSchema(sdl);

mkdirSync(at("generated/"), { recursive: true });
const { possibleTypes, parts, connections, lists } = schemaFacts(schema);
writeFileSync(
  at("generated/schema-facts.ts"),
  `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes)};
export const parts: string[] = ${JSON.stringify(parts)};
export const connections: Record<string, Record<string, string[]>> = ${JSON.stringify(connections)};
export const lists: Record<string, Record<string, true>> = ${JSON.stringify(lists)};
`,
);
const introspection = JSON.stringify(minifyIntrospectionQuery(introspectionFromSchema(schema)));
writeFileSync(
  at("generated/introspection.ts"),
  `import type { CacheExchangeOpts } from "@urql/exchange-graphcache";

export const introspection = JSON.parse(${JSON.stringify(introspection)}) as NonNullable<CacheExchangeOpts["schema"]>;
`,
);

// Relay's own compiler types what is in relay/.
for (const example of ["apollo", "urql", "fetch"]) {
  const sources = readdirSync(at(`${example}/`)).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const code = await codegen({
    filename: `${example}.ts`,
    schema: parse(sdl),
    schemaAst: schema,
    documents: sources.flatMap((name) => documentsIn(`${example}/${name}`)),
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
    config: {
      enumType: "string-literal",
      immutableTypes: true,
      avoidOptionals: { field: true },
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
  writeFileSync(at(`generated/${example}.ts`), code);
}

const guide = at("../guide/your-own-client.md");
const shown = /^```(\w+) clients\/(\S+)\n[\s\S]*?^```$/gm;
const show = (_old, language, path) => `\`\`\`${language} clients/${path}\n${readFileSync(at(path), "utf8")}\`\`\``;
writeFileSync(guide, readFileSync(guide, "utf8").replace(shown, show));

/** The GraphQL in a file's templates: gql`...`. */
function documentsIn(path) {
  const text = readFileSync(at(path), "utf8");
  return [...text.matchAll(/\bgql`([^`]*)`/g)].map(([, source]) => ({ location: path, document: parse(source) }));
}
