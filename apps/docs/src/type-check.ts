import { join, relative } from "node:path";
import ts from "typescript";
import { docs, root } from "./snippets.ts";

/**
 * What TypeScript says of some files that are nowhere, by the paths at which they would be, from the root of the repository:
 * what they import is looked for from there, our own packages in their sources.
 */
export function problemsOfTypes(files: ReadonlyMap<string, string>): string[] {
  const at = new Map([...files].map(([path, code]) => [join(root, path), `${code}\nexport {};\n`]));
  const config = ts.readConfigFile(join(docs, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, docs);
  const settings: ts.CompilerOptions = {
    ...options,
    customConditions: ["source"],
    jsx: ts.JsxEmit.ReactJSX,
    noUnusedLocals: false,
  };
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => at.get(name) ?? readFile(name);
  host.fileExists = (name) => at.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const code = at.get(name);
    return code === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, code, version, true);
  };
  const program = ts.createProgram([...at.keys()], settings, host);
  return [...at.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText, start = 0 }) => {
        const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
        return `${relative(root, name)}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      },
    );
  });
}
