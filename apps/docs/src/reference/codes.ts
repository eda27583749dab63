import ts from "typescript";
import { find, property, textsOf } from "./sources.ts";

/** A code that is no refusal of its own, with what is said beside it. "…" stands for a fact. */
export interface CodeSource {
  readonly code: string;
  readonly messages: readonly string[];
  readonly fixes: readonly string[];
}

const isCode = (text: string | undefined): text is string => text !== undefined && /^[A-Z][A-Z0-9_]+$/.test(text);

/** What an InvalidInput or a version's check may find: objects with a code and a fix, or made of both. */
export function problemsOf(files: readonly ts.SourceFile[]): CodeSource[] {
  const literal = find(files, ts.isObjectLiteralExpression).map((node) => ({
    codes: textsOf(property(node, "code")),
    messages: textsOf(property(node, "message")),
    fixes: textsOf(property(node, "fix")),
  }));
  const made = find(files, ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === "problem")
    .map(({ arguments: [code, , message, fix] }) => ({
      codes: textsOf(code),
      messages: textsOf(message),
      fixes: textsOf(fix),
    }));
  return merged([...literal, ...made].filter(({ fixes }) => fixes.length > 0));
}

/** What GraphQL's `errors` may carry in `extensions.code`: the message that stands before it in the same call. */
export function graphqlCodesOf(files: readonly ts.SourceFile[]): CodeSource[] {
  const coded = find(files, ts.isObjectLiteralExpression).flatMap((node) => {
    const codes = textsOf(property(node, "code"));
    const call = codes.length > 0 && !property(node, "fix") ? callAround(node) : undefined;
    const [message] = call?.arguments ?? [];
    return call ? [{ codes, messages: said(message, node.getSourceFile()), fixes: [] }] : [];
  });
  return merged(coded);
}

/** What HTTP answers without GraphQL: `refusal(status, code, message)`. */
export function httpCodesOf(files: readonly ts.SourceFile[]): (CodeSource & { status: string })[] {
  const calls = find(files, ts.isCallExpression).filter(({ expression }) =>
    /^(refusal|refuse)$/.test(expression.getText()),
  );
  const status = new Map(calls.map((call) => [textsOf(call.arguments[1])[0], call.arguments[0]?.getText() ?? ""]));
  const coded = calls.map(({ arguments: [, code, message] }) => ({
    codes: textsOf(code),
    messages: textsOf(message),
    fixes: [],
  }));
  return merged(coded).map((source) => ({ ...source, status: status.get(source.code) ?? "" }));
}

/** What the SDK throws by itself: `new KunnaError(code, message, ...)`, and what its receiver of webhooks does. */
export function clientCodesOf(files: readonly ts.SourceFile[]): CodeSource[] {
  return merged(
    find(files, ts.isNewExpression)
      .filter(({ expression }) => /^(KunnaError|WebhookError)$/.test(expression.getText()))
      .map(({ arguments: [code, message] = [] as unknown as ts.NodeArray<ts.Expression> }) => ({
        codes: textsOf(code),
        messages: textsOf(message),
        fixes: [],
      })),
  );
}

/** The innermost call in whose arguments a node stands, when that makes an error. */
function callAround(node: ts.Node): ts.CallExpression | ts.NewExpression | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isBlock(at) || ts.isSourceFile(at)) return undefined;
    if ((ts.isCallExpression(at) || ts.isNewExpression(at)) && isError(at)) return at;
  }
  return undefined;
}

function isError({ expression }: ts.CallExpression | ts.NewExpression): boolean {
  return /^(super|show|GraphQLError)$/.test(expression.getText());
}

/** A message, said in place or by a constant of the same file. */
function said(node: ts.Expression | undefined, file: ts.SourceFile): string[] {
  if (!node || !ts.isIdentifier(node)) return textsOf(node);
  const constant = find([file], ts.isVariableDeclaration).find(({ name }) => name.getText() === node.text);
  return textsOf(constant?.initializer);
}

function merged(
  found: readonly { codes: readonly string[]; messages: readonly string[]; fixes: readonly string[] }[],
): CodeSource[] {
  const byCode = new Map<string, { messages: Set<string>; fixes: Set<string> }>();
  for (const { codes, messages, fixes } of found)
    for (const code of codes.filter(isCode)) {
      const known = byCode.get(code) ?? { messages: new Set(), fixes: new Set() };
      for (const message of messages) known.messages.add(message);
      for (const fix of fixes) known.fixes.add(fix);
      byCode.set(code, known);
    }
  return [...byCode]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { messages, fixes }]) => ({ code, messages: [...messages], fixes: [...fixes] }));
}
