import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  coerceInputValue,
  isInputType,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";
import { english, swedish } from "../.vitepress/locales.ts";
import { docs, pages, type Snippet, snippetsOf } from "./snippets.ts";
import { problemsOfTypes } from "./type-check.ts";

const sdl = createRequire(import.meta.url).resolve("@kunna/api/schema.graphql");
const schema = buildSchema(readFileSync(sdl, "utf8"));
const root = new URL("../../../", import.meta.url);
const scripts = Object.keys(JSON.parse(readFileSync(new URL("package.json", root), "utf8")).scripts);
const commands = [
  ...readFileSync(new URL("apps/server/src/main.ts", root), "utf8").matchAll(/\.command\("([\w-]+)"/g),
].map(([, name]) => name);
/** What the packages bring to be run by npx. */
const programs = readdirSync(new URL("packages/", root)).flatMap((name) =>
  Object.keys(JSON.parse(readFileSync(new URL(`packages/${name}/package.json`, root), "utf8")).bin ?? {}),
);

const snippets = snippetsOf(pages());
/** Those that are a file of the examples, which is tried by tests of its own. */
const files = snippets.filter(({ about }) => about.startsWith("clients/"));
const those = (...languages: string[]) =>
  snippets.filter((snippet) => languages.includes(snippet.language) && !files.includes(snippet));

/** What is wrong with a GraphQL document, for this API. */
function problemsOfGraphql(code: string): string[] {
  return validate(schema, parse(code), [...specifiedRules, NoDeprecatedCustomRule]).map(({ message }) => message);
}

/** What is wrong with a JSON, or with the input of the API that it is said to be. */
function problemsOfJson({ code, about }: Pick<Snippet, "code" | "about">): string[] {
  const value: unknown = JSON.parse(code);
  if (about === "") return [];
  const type = schema.getType(about);
  if (!type || !isInputType(type)) return [`The API has no input ${about}.`];
  const problems: string[] = [];
  coerceInputValue(value, type, (path, _value, { message }) => problems.push(`${path.join(".")}: ${message}`));
  return problems;
}

/** The commands of the last step of five minutes: .ci/first-start.mjs runs them, in whatever language they stand. */
const lastStep = readFileSync(join(docs, "start.md"), "utf8").split("## 5. ")[1] ?? "";

/**
 * What is wrong with a block of commands: each is a script of this repository, a command of the program, or a program of a package. A block that asks
 * a server is run as it stands by .ci/first-start.mjs, in a fresh clone that has been started.
 */
function problemsOfShell(code: string): string[] {
  if (/^curl /m.test(code) || lastStep.includes(`\`\`\`sh\n${code}\`\`\``)) return [];
  return code
    .trim()
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => !isKnown(line));
}

function isKnown(line: string): boolean {
  const kunna = /^npm run kunna -- ([\w-]+)/.exec(line)?.[1];
  if (kunna) return kunna === "help" || commands.includes(kunna);
  const begun = /^npm create ([\w-]+)/.exec(line)?.[1];
  if (begun) return programs.includes(`create-${begun}`);
  const program = /^npx ([\w-]+)/.exec(line)?.[1];
  if (program) return programs.includes(program);
  const script = /^npm (?:run )?([\w-]+)/.exec(line)?.[1];
  return script !== undefined && scripts.includes(script);
}

/** Where a snippet would stand as a file: beside the sources of its package. */
function asFile(at: string, language: string): string {
  const folder = /^(apps|packages)\/[^/]+\//.exec(at)?.[0] ?? "apps/docs/";
  return `${folder}src/${at.slice(folder.length).replace(/[/:]/g, "+")}.${language}`;
}

describe("the snippets of the docs", () => {
  it("are found, and each is of a kind that is tried below", () => {
    expect(snippets.length).toBeGreaterThan(70);
    const tried = ["graphql", "ts", "tsx", "json", "sh", ""];
    expect(
      snippets
        .filter((snippet) => !tried.includes(snippet.language) && !files.includes(snippet))
        .map(({ at, language }) => `${at} ${language}`),
    ).toEqual([]);
  });

  it.each(files.map(({ at, about, code }) => [at, about, code]))("%s is the file %s as it is", (_, about, code) => {
    expect(code).toBe(readFileSync(`${docs}${about}`, "utf8"));
  });

  it.each(those("graphql").map(({ at, code }) => [at, code]))("%s is an operation that the schema has", (_, code) => {
    expect(problemsOfGraphql(code)).toEqual([]);
  });

  it("in TypeScript compile", () => {
    const files = those("ts", "tsx").map(({ at, code, language }) => [asFile(at, language), code] as const);
    expect(files.length).toBeGreaterThan(8);
    expect(problemsOfTypes(new Map(files))).toEqual([]);
  });

  it.each(those("json").map((snippet) => [snippet.at, snippet]))("%s is the JSON that it says", (_, snippet) => {
    expect(problemsOfJson(snippet)).toEqual([]);
  });

  it.each(those("sh").map(({ at, code }) => [at, code]))("%s has commands that there are", (_, code) => {
    expect(problemsOfShell(code)).toEqual([]);
  });

  it("without a language are no code", () => {
    expect(
      those("")
        .filter(({ code }) => /[{};]\s*$|^(npm|curl|import|const) /m.test(code))
        .map(({ at }) => at),
    ).toEqual([]);
  });
});

describe("the pages", () => {
  const names = pages()
    .filter((path) => path.startsWith(docs))
    .map((path) => path.slice(docs.length));
  const linked = (list: unknown) =>
    JSON.stringify(list)
      .match(/"link":"[^"]*"/g)
      ?.join() ?? "";

  it.each(names.filter((name) => /^guide\/(?!README)/.test(name)))("%s is in the list of guides", (name) => {
    const list = readFileSync(new URL("apps/docs/guide/README.md", root), "utf8");
    expect(list).toContain(`(${name.slice("guide/".length)})`);
  });

  it("link to files that there are, as GitHub follows links, but for the reference, which the build writes", () => {
    const dead = [...pages(), fileURLToPath(new URL("CONTRIBUTING.md", root))].flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/\]\((?![a-z]+:|[/#])([^)#]+)/g)]
        .map(([, link = ""]) => resolve(dirname(path), link))
        .filter((file) => !file.startsWith(`${docs}reference/`) && !existsSync(file))
        .map((file) => `${path}: ${file}`),
    );
    expect(dead).toEqual([]);
  });

  it("are in the menu, but for the decisions, which have a list", () => {
    const menu = linked([english.themeConfig?.sidebar, swedish.themeConfig?.sidebar]);
    const missing = names
      .filter((name) => !name.startsWith("decisions/") && name !== "index.md")
      .filter((name) => !menu.includes(`"/${name.replace(/(README|index)?\.md$/, "")}"`));
    expect(missing).toEqual([]);
    const list = readFileSync(new URL("apps/docs/decisions/README.md", root), "utf8");
    const decisions = names
      .filter((name) => /^decisions\/\d/.test(name))
      .map((name) => name.slice("decisions/".length));
    expect(decisions.filter((name) => !list.includes(`(${name})`))).toEqual([]);
  });
});

describe("a snippet that is wrong", () => {
  it("in GraphQL is found", () => {
    expect(problemsOfGraphql("{ viewer { nickname } }")).toEqual([expect.stringContaining("nickname")]);
  });

  it("in TypeScript is found, with its line", () => {
    const code = 'import { createKunnaClient } from "@kunna/client";\ncreateKunnaClient({ url: 1 });';
    expect(problemsOfTypes(new Map([["apps/docs/src/wrong.ts", code]])).join()).toContain("wrong.ts:2");
  });

  it("in JSON is found", () => {
    expect(problemsOfJson({ about: "EnrolInput", code: '{ "program": "x" }' }).join()).toContain("program");
    expect(problemsOfJson({ about: "Enrol", code: "{}" })).toEqual(["The API has no input Enrol."]);
    expect(() => problemsOfJson({ about: "", code: "{,}" })).toThrow();
  });

  it("of commands is found", () => {
    expect(
      problemsOfShell(
        "npm start\nnpm run kunna -- token\nnpm create kunna-connector x\nnpm run nothing\nnpm run kunna -- nothing\nnpm create nothing\nrm x",
      ),
    ).toEqual(["npm run nothing", "npm run kunna -- nothing", "npm create nothing", "rm x"]);
  });
});
