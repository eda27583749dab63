import { readdirSync, readFileSync } from "node:fs";
import { parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "./schema.ts";

const folder = new URL("../../../apps/docs/guide/", import.meta.url);

/** The GraphQL that a guide shows, each block a document of its own. */
function examplesOf(name: string): string[] {
  const text = readFileSync(new URL(name, folder), "utf8");
  return [...text.matchAll(/^```graphql\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
}

const guides = readdirSync(folder).filter((name) => name.endsWith(".md"));

describe.each(guides.filter((name) => name !== "README.md"))("the guide %s", (name) => {
  it.each(examplesOf(name))("shows an operation that the schema has: %s", (example) => {
    expect(validate(schema, parse(example)).map(({ message }) => message)).toEqual([]);
  });

  it("is in the list of guides", () => {
    expect(examplesOf(name).length).toBeGreaterThan(0);
    expect(readFileSync(new URL("README.md", folder), "utf8")).toContain(`(${name})`);
  });
});
