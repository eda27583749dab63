import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { problemsOfRelease } from "./breaking.test.helper.ts";

const sdl = `
  type Query { person(id: ID!, at: String): Person, old: Int @deprecated(reason: "Use \`person\`. Removed after 2027-06-01.") }
  type Person { name: String!, email: String }
  enum Role { LEARNER, REVIEWER }
`;
const before = buildSchema(sdl);

/** The same schema without some parts. */
function without(...gone: (string | RegExp)[]) {
  const less = gone.reduce<string>((text, part) => text.replace(part, ""), sdl);
  expect(less).not.toBe(sdl);
  return buildSchema(less);
}

const changeset = (type: "patch" | "minor" | "major", summary: string, name = "@kunna/api") => ({
  releases: [{ name, type }],
  summary,
});
const problems = (to: ReturnType<typeof buildSchema>, version: string, ...changesets: ReturnType<typeof changeset>[]) =>
  problemsOfRelease({ version, schema: before }, to, changesets, "2027-06-01");

describe("a change that breaks clients", () => {
  it("is refused without a changeset, with what to do", async () => {
    const [problem, ...more] = await problems(without(", email: String"), "0.3.1");
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^Field 'email' was removed from object type 'Person'.*size minor for @kunna\/api that names Person.email/,
    );
    expect(await problems(without(", email: String"), "1.3.1")).toEqual([expect.stringContaining("size major")]);
  });

  it("passes with a changeset that is big enough and names it", async () => {
    const to = without(", email: String");
    expect(await problems(to, "0.3.1", changeset("minor", "`Person.email` is gone: ask `person(id:)`."))).toEqual([]);
    expect(await problems(to, "0.3.1", changeset("minor", "Person is another."))).toEqual([]);
    expect(await problems(to, "1.0.0", changeset("major", "Person.email is gone."))).toEqual([]);
    expect(await problems(to, "1.0.0", changeset("minor", "Person.email is gone."))).toHaveLength(1);
    expect(await problems(to, "0.3.1", changeset("patch", "Person.email is gone."))).toHaveLength(1);
    expect(await problems(to, "0.3.1", changeset("minor", "Person.name is gone."))).toHaveLength(1);
    expect(await problems(to, "0.3.1", changeset("minor", "Person.email is gone.", "@kunna/client"))).toHaveLength(1);
  });

  it("is each of several, and a whole root type is too much to name", async () => {
    const to = without(", at: String", ", REVIEWER");
    expect(await problems(to, "0.3.1", changeset("minor", "Role.REVIEWER is gone from Query."))).toEqual([
      expect.stringContaining("names Query.person.at"),
    ]);
    expect(await problems(to, "0.3.1", changeset("minor", "Role and Query.person"))).toEqual([]);
  });

  it("may not take away what was promised to stay, whatever the changeset", async () => {
    const gone = without(/, old: Int @.*\)/);
    const told = changeset("minor", "Query.old is gone.");
    expect(await problems(gone, "0.3.1", told)).toEqual([
      "Query.old was promised to stay until 2027-06-01: bring it back.",
    ]);
    expect(await problemsOfRelease({ version: "0.3.1", schema: before }, gone, [told], "2027-06-02")).toEqual([]);
  });

  it("is none that only adds", async () => {
    const to = buildSchema(`
      type Query { person(id: ID!, at: String, team: ID): Person, old: Int, new: Int }
      type Person { name: String!, email: String!, more: Int }
      enum Role { LEARNER, REVIEWER, ADMIN }
    `);
    expect(await problems(to, "0.3.1")).toEqual([]);
  });
});
