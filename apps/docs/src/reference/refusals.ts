import ts from "typescript";
import { find, property, textsOf } from "./sources.ts";

/** A refusal as the code has it: a class with a literal code that says what to do. */
export interface RefusalSource {
  readonly name: string;
  readonly code: string;
  /** What it may say to do; "…" stands for a fact. */
  readonly helps: readonly string[];
}

/** Every refusal of the code, in the order of their codes. */
export function refusalsOf(files: readonly ts.SourceFile[]): RefusalSource[] {
  return find(files, ts.isClassDeclaration)
    .filter((node) => node.heritageClauses?.some(({ types }) => types.some((type) => type.getText() === "Refusal")))
    .map((node) => ({
      name: node.name?.text ?? "",
      code: codeOf(node),
      helps: [...new Set(helpsOf(node, files))],
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function codeOf(node: ts.ClassDeclaration): string {
  const member = node.members.find((member) => ts.isPropertyDeclaration(member) && member.name.getText() === "code");
  return textsOf(member && ts.isPropertyDeclaration(member) ? member.initializer : undefined)[0] ?? "";
}

/** The second argument of `super`: said there, looked up in a table of [message, help], or passed by whoever refuses. */
function helpsOf(node: ts.ClassDeclaration, files: readonly ts.SourceFile[]): string[] {
  const maker = node.members.find(ts.isConstructorDeclaration);
  const call = maker && superCall(maker);
  const help = call?.arguments[1];
  if (!maker || !help) return [];
  if (!ts.isIdentifier(help)) return textsOf(help);
  const index = maker.parameters.findIndex(({ name }) => name.getText() === help.text);
  if (index >= 0) return passed(node.name?.text ?? "", index, files);
  return looked(maker, help.text, files);
}

function superCall(within: ts.Node): ts.CallExpression | undefined {
  const isSuper = (node: ts.Node): boolean =>
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
  let call: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (isSuper(node)) call = node as ts.CallExpression;
    else ts.forEachChild(node, visit);
  };
  visit(within);
  return call;
}

function passed(name: string, index: number, files: readonly ts.SourceFile[]): string[] {
  return find(files, ts.isNewExpression)
    .filter(({ expression }) => expression.getText() === name)
    .flatMap((made) => textsOf(made.arguments?.[index]));
}

/** `const [message, help] = table[key]`: what stands in that place of each row. */
function looked(within: ts.ConstructorDeclaration, name: string, files: readonly ts.SourceFile[]): string[] {
  for (const { name: pattern, initializer } of find([within.getSourceFile()], ts.isVariableDeclaration)) {
    if (!ts.isArrayBindingPattern(pattern) || !initializer || !ts.isElementAccessExpression(initializer)) continue;
    const place = pattern.elements.findIndex((element) => element.getText() === name);
    if (place < 0 || initializer.pos < within.pos || initializer.end > within.end) continue;
    const table = find(files, ts.isVariableDeclaration).find(
      ({ name: of, initializer: rows }) => of.getText() === initializer.expression.getText() && rows !== undefined,
    );
    return rowsOf(table?.initializer).flatMap((row) => textsOf(row.elements[place]));
  }
  return [];
}

function rowsOf(node: ts.Expression | undefined): ts.ArrayLiteralExpression[] {
  if (!node) return [];
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return rowsOf(node.expression);
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties
    .map((row) => property(node, row.name?.getText() ?? ""))
    .filter((row): row is ts.ArrayLiteralExpression => row !== undefined && ts.isArrayLiteralExpression(row));
}
