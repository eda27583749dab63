import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../../../../", import.meta.url));

const parsed = new Map<string, ts.SourceFile[]>();

/** The TypeScript of a folder, parsed once: not its tests, nor what is generated. */
export function sourcesOf(folder: string): ts.SourceFile[] {
  const known = parsed.get(folder) ?? parse(folder);
  parsed.set(folder, known);
  return known;
}

function parse(folder: string): ts.SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ts$/.test(name) && !/\.test\.|(^|\/)(generated|node_modules|dist)\//.test(name))
    .sort()
    .map((name) => sourceOf(join(folder, name)));
}

/** One file, parsed. */
export function sourceOf(file: string): ts.SourceFile {
  const path = join(root, file);
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023, true);
}

/** All nodes of some files that a test takes. */
export function find<T extends ts.Node>(files: readonly ts.SourceFile[], is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return found;
}

/** The texts that an expression may give, with "…" for what is filled in; none where the expression does not say. */
export function textsOf(node: ts.Node | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("")];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return textsOf(node.expression);
  return [];
}

/** The value of a property of an object literal. */
export function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const member of node.properties)
    if (ts.isPropertyAssignment(member) && member.name.getText() === name) return member.initializer;
  return undefined;
}
