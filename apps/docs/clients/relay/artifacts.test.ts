import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { buildSchema, parse, print, validate } from "graphql";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const schema = buildSchema(read("../../../../packages/api/schema.graphql"));
const tags = [...read("certificates.ts").matchAll(/\bgraphql`(\s*\w+ (\w+)[^`]*)`/g)];

/** The compiler is 43 MB to download, so what it makes is kept: `pnpm run relay` makes it anew. */
describe("what Relay's compiler made", () => {
  it.each(tags.map(([, text = "", name = ""]) => [name, text]))("is of the text as it is: %s", async (name, text) => {
    const { default: made } = await import(`./__generated__/${name}.graphql.ts`);
    expect(made.hash).toBe(
      createHash("md5")
        .update(print(parse(text)))
        .digest("hex"),
    );
    expect(validate(schema, parse(made.params.text))).toEqual([]);
  });
});
