import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What is wrong with a TypeScript block of the README, as if it were a file beside this one. */
function problemsOf(blocks: ReadonlyMap<string, string>): string[] {
  const config = ts.readConfigFile(path("../tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, path(".."));
  // @kunna/client is this package, by its own exports, from source.
  const settings = { ...options, noEmit: true, customConditions: ["source"] };
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => blocks.get(name) ?? readFile(name);
  host.fileExists = (name) => blocks.has(name) || fileExists(name);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = blocks.get(name);
    return text === undefined
      ? getSourceFile(name, languageVersion, ...rest)
      : ts.createSourceFile(name, text, languageVersion);
  };
  const program = ts.createProgram([...blocks.keys()], settings, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe("README.md", () => {
  const text = readFileSync(path("../README.md"), "utf8");

  it("has examples that compile", () => {
    const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(
      ([, code = ""], index) => [path(`./readme-${index + 1}.ts`), code] as const,
    );
    expect(blocks.length).toBeGreaterThan(3);
    expect(problemsOf(new Map(blocks))).toEqual([]);
  });

  it("does not take an example that does not compile", () => {
    const code = 'import { createKunnaClient } from "@kunna/client";\ncreateKunnaClient({ url: 1 });\n';
    expect(problemsOf(new Map([[path("./readme-wrong.ts"), code]])).join()).toContain("readme-wrong.ts:2");
  });

  it("has links that lead somewhere", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(path(`../${link}`)))).toEqual([]);
  });
});
