// Prints the built schema, sorted, to schema.graphql: what clients are generated from, and what a review reads.
import { writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../dist/schema.js";

writeFileSync(new URL("../schema.graphql", import.meta.url), `${printSchema(lexicographicSortSchema(schema))}\n`);
