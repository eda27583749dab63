// Prints the built schema, sorted, to schema.graphql, and beside it what the facts of each event are in a webhook: what
// clients are generated from, and what a review reads.
import { writeFileSync } from "node:fs";
import { eventTypes, toldFactsOf } from "@kunna/domain";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../dist/schema.js";

const at = (name) => new URL(`../${name}`, import.meta.url);
writeFileSync(at("schema.graphql"), `${printSchema(lexicographicSortSchema(schema))}\n`);

const told = Object.entries(eventTypes).map(([type, description]) => [type, { description, facts: toldFactsOf[type] }]);
writeFileSync(at("webhook-events.json"), `${JSON.stringify(Object.fromEntries(told), null, 2)}\n`);
