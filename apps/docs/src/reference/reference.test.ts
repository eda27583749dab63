import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { graphqlCodesOf, problemsOf } from "./codes.ts";
import { errorPage } from "./error-page.ts";
import { table, text } from "./markdown.ts";
import { refusalsOf } from "./refusals.ts";
import { schemaPages } from "./schema-pages.ts";
import { entries, sdkPages } from "./sdk-page.ts";
import { settingsPage } from "./settings-page.ts";
import { root } from "./sources.ts";

const schema = buildSchema(readFileSync(join(root, "packages/api/schema.graphql"), "utf8"));
const parsed = (code: string) => ts.createSourceFile("a.ts", code, ts.ScriptTarget.ES2023, true);

describe("the pages on the schema", () => {
  const pages = schemaPages(
    buildSchema(`
      interface Node { id: ID! }
      interface Refusal { code: String! }
      "Who."
      type Person implements Node { id: ID!, "Their <name>." name: String, teams(first: Int): PersonTeamsConnection! }
      type PersonTeamsConnection { nodes: [Team!]! }
      type Team { "How many." size: Int! @deprecated(reason: "Use \`count\`. Removed after 2027-06-01.") }
      type Busy implements Refusal { code: String! }
      union MeetResult = Person | Busy
      input MeetInput { id: ID!, at: String = "noon" }
      enum Mood { GOOD }
      type Query { "One." person(id: ID!): Person, all: [Person!]! }
      type Mutation { meet(input: MeetInput!, idempotencyKey: String): MeetResult! }
    `),
  );

  it("say what is answered, what may be null, and what is sent", () => {
    expect(pages.get("queries")).toContain("Answers [`Person`](objects.md#Person), or null.");
    expect(pages.get("queries")).toContain("Answers a list of [`Person`](objects.md#Person).");
    expect(pages.get("queries")).toContain("| `id` | [`ID`](enums.md#ID), required |");
    expect(pages.get("inputs")).toContain('| `at` | [`String`](enums.md#String); left out: `"noon"` |');
    expect(pages.get("objects")).toContain("| `name` | [`String`](enums.md#String), or null | Their &lt;name&gt;. |");
    expect(pages.get("objects")).toContain("[a page of](objects.md#Connection) [`Team`](objects.md#Team)");
    expect(pages.get("objects")).toContain("How many. **Deprecated.** Use `count`. Removed after 2027-06-01.");
  });

  it("show a mutation's result with the mutation, and refusals as such", () => {
    expect(pages.get("mutations")).toContain(
      "Answers [`Person`](objects.md#Person), or refuses with [`Busy`](errors.md#Busy).",
    );
    expect(pages.get("mutations")).not.toContain("| `idempotencyKey`");
    expect(pages.get("objects")).not.toMatch(/MeetResult|## Busy|## PersonTeamsConnection|## Query/);
  });

  it("have each type of the real schema at one place", () => {
    const all = [...schemaPages(schema).values(), errorPage(schema)].join("\n");
    const ids = [...all.matchAll(/\{#(\w+)\}/g)].map(([, id]) => id);
    const types = Object.values(schema.getTypeMap())
      .map(({ name }) => name)
      .filter((name) => !/^__|^(Query|Mutation|Subscription)$|Result$|Connection$|Edge$/.test(name));
    expect(types.filter((name) => ids.filter((id) => id === name).length !== 1)).toEqual([]);
  });
});

describe("what to do about a refusal", () => {
  it("is read where it is said, looked up or passed", () => {
    const files = [
      parsed(`
        const texts = { A: ["Is A.", "Do a."], B: ["Is B.", \`Do \${1} b.\`] } as const;
        class Said extends Refusal { readonly code = "SAID"; constructor(x: boolean) { super("No.", x ? "Do x." : "Do y."); } }
        class Looked extends Refusal { readonly code = "LOOKED"; constructor(key: "A" | "B") { const [message, help] = texts[key]; super(message, help); } }
        class Passed extends Refusal { readonly code = "PASSED"; constructor(help: string) { super("No.", help); } }
      `),
      parsed(`throw new Passed("Do it elsewhere.");`),
    ];
    expect(refusalsOf(files).map(({ code, helps }) => [code, helps])).toEqual([
      ["LOOKED", ["Do a.", "Do … b."]],
      ["PASSED", ["Do it elsewhere."]],
      ["SAID", ["Do x.", "Do y."]],
    ]);
  });

  it("is said of each that the schema has", () => {
    const page = errorPage(schema);
    expect(page.match(/\*\*What to do\.\*\* \S/g)?.length).toBe(page.match(/^### /gm)?.length);
    expect(page.match(/Each of its `problems` has a `fix`\./g)).toHaveLength(1);
  });

  it("is missed when the source of one is gone", () => {
    expect(() =>
      errorPage(
        buildSchema(
          "interface Refusal { code: String } type Gone implements Refusal { code: String } type Query { a: Int }",
        ),
      ),
    ).toThrow("Gone: no class of this name");
  });
});

describe("other codes", () => {
  it("are read with what is said and what to do, those of one code together", () => {
    const files = [
      parsed(`
        const a = { code: "NONE", path: "input", message: "There is none.", fix: "Give one." };
        const b = problem("NONE", "input", \`No \${1}.\`, "Give one.");
        const c = new GraphQLError("Sign in.", { extensions: { code: "UNAUTHENTICATED" } });
        const d = { code: "not a code", fix: "x" };
      `),
    ];
    expect(problemsOf(files)).toEqual([{ code: "NONE", messages: ["There is none.", "No …."], fixes: ["Give one."] }]);
    expect(graphqlCodesOf(files)).toEqual([{ code: "UNAUTHENTICATED", messages: ["Sign in."], fixes: [] }]);
  });
});

describe("the reference of the SDK", () => {
  const pages = sdkPages();

  it("has a page for each entry of the packages for frontends", () => {
    const exported = ["client", "react"].flatMap((name) => {
      const manifest = readFileSync(join(root, "packages", name, "package.json"), "utf8");
      const { exports } = JSON.parse(manifest) as { exports: Record<string, { source?: string }> };
      return Object.values(exports).flatMap(({ source }) => (source ? [join("packages", name, source)] : []));
    });
    expect(entries.map(({ entry }) => entry).toSorted()).toEqual(exported.toSorted());
  });

  it("names each thing at one place", () => {
    for (const page of pages.values()) {
      const ids = [...page.matchAll(/\{#(.+)\}$/gm)].map(([, id]) => id);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    }
  });

  it("shows a function of the client as it is called, and what it asks", () => {
    const page = pages.get("reference");
    expect(page).toContain("enrolments.enrol(input: EnrolInput, requestOptions?: RequestOptions)");
    expect(page).toContain("[`enrol`](../api/mutations.md#enrol)");
  });
});

describe("the settings", () => {
  it("are read with their comment, their values and what holds when they are left out", () => {
    const files = [
      parsed('const schema = z.object({\n/** Who. */\nKUNNA_ROLE: z.enum(["api", "worker"]).default("api"),\n});'),
    ];
    expect(settingsPage(files)).toContain("| `KUNNA_ROLE` | Who. One of api, worker. | `api` |");
  });

  it("have a comment each", () => {
    expect(() => settingsPage([parsed("const schema = z.object({ KUNNA_X: z.string() });")])).toThrow("KUNNA_X");
  });
});

it("escapes what Markdown and Vue would take for their own, but in code", () => {
  expect(text("a < b {{ c }} | `d | <e>`")).toBe("a &lt; b &#123;&#123; c }} \\| `d \\| <e>`");
  expect(table(["a"], [["b"]])).toBe("| a |\n| --- |\n| b |");
});
