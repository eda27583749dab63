// Prints the schema into schema.graphql, from the build. Sorted, so that moving code doesn't change it.
import { writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../dist/index.js";

writeFileSync(
  new URL("../schema.graphql", import.meta.url),
  `# Made by packages/api/scripts/generate.mjs: don't edit.\n${printSchema(lexicographicSortSchema(schema))}\n`,
);
