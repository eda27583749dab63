import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import ts from "typescript";
import { heading, page, table, text } from "./markdown.ts";
import { root } from "./sources.ts";

const folder = join(root, "packages/client");

/** What @kunna/client exports, out of its types: but the operations' own types, of which an editor tells more. */
export function sdkPage(): string {
  const entry = join(folder, "src/index.ts");
  const program = ts.createProgram([entry], {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile).config,
      ts.sys,
      folder,
    ).options,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error("packages/client/src/index.ts exports nothing.");
  const fields = rootFields();
  const exported = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => symbol.declarations?.some((node) => isOwn(node.getSourceFile())));
  return page(
    "SDK reference",
    "What `@kunna/client` exports, beside a typed document for each of its operations. Its [guide](index.md) shows how they are used together.",
    ...exported.map((symbol) => describe(symbol, checker, fields)),
  );
}

function isOwn(file: ts.SourceFile): boolean {
  return file.fileName.startsWith(join(folder, "src/")) && !file.fileName.includes("/generated/");
}

function describe(symbol: ts.Symbol, checker: ts.TypeChecker, fields: ReadonlyMap<string, string>): string {
  const [node] = symbol.declarations ?? [];
  const doc = text(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  const blocks = [heading(2, symbol.name), doc];
  if (node && ts.isFunctionDeclaration(node)) blocks.push(code(signature(node)));
  else if (node && ts.isTypeAliasDeclaration(node) && ts.isTypeReferenceNode(node.type)) {
    // `ReturnType<typeof createKunnaClient>`: the client, group by group.
    blocks.push(...groups(checker.getTypeAtLocation(node.type), checker, fields, node));
  } else if (node && (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node))) {
    const base = node.heritageClauses?.map((clause) => clause.getText()).join(" ");
    if (base) blocks.push(code(`${ts.isClassDeclaration(node) ? "class" : "interface"} ${symbol.name} ${base}`));
    blocks.push(members(node, checker));
  } else if (node) blocks.push(code(node.getText()));
  return blocks.filter((block) => block !== "").join("\n\n");
}

function members(node: ts.InterfaceDeclaration | ts.ClassDeclaration, checker: ts.TypeChecker): string {
  const rows = node.members.flatMap((member: ts.TypeElement | ts.ClassElement) => {
    if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) return [];
    const symbol = checker.getSymbolAtLocation(member.name);
    const doc = symbol ? ts.displayPartsToString(symbol.getDocumentationComment(checker)) : "";
    const name = `\`${member.name.getText()}${member.questionToken ? "?" : ""}\``;
    return [[name, `\`${oneLine(member.type).replaceAll("|", "\\|")}\``, text(doc)]];
  });
  return rows.length > 0 ? table(["property", "is", "what"], rows) : "";
}

/** The members of the client; those that are groups of functions by themselves. */
function groups(
  type: ts.Type,
  checker: ts.TypeChecker,
  fields: ReadonlyMap<string, string>,
  at: ts.Node,
  path = "",
): string[] {
  const blocks: string[] = [];
  for (const symbol of type.getProperties()) {
    const of = checker.getTypeOfSymbolAtLocation(symbol, at);
    const name = path + symbol.name;
    const doc = text(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
    if (of.getCallSignatures().length === 0) {
      blocks.push(heading(3, name, `client.${name}`), doc, ...groups(of, checker, fields, at, `${name}.`));
      continue;
    }
    const [node] = symbol.declarations ?? [];
    const asks = node ? operationsIn(node).flatMap((operation) => fields.get(operation) ?? []) : [];
    const called =
      node && ts.isPropertyAssignment(node) && ts.isArrowFunction(node.initializer) ? node.initializer : null;
    const signed = called
      ? `${name}(${called.parameters.map((parameter) => oneLine(parameter)).join(", ")})`
      : `${name}${checker.typeToString(of, at, ts.TypeFormatFlags.NoTruncation)}`;
    blocks.push(
      [
        heading(4, name, `client.${name}`),
        code(signed),
        [doc, asks.length > 0 ? `Asks ${asks.join(", ")}.` : ""].join(" ").trim(),
      ].join("\n\n"),
    );
  }
  return blocks.filter((block) => block !== "");
}

function signature(node: ts.FunctionDeclaration): string {
  const from = node.name?.getStart() ?? node.getStart();
  const to = (node.type ?? node.parameters[node.parameters.length - 1])?.getEnd() ?? node.getEnd();
  const text = node.getSourceFile().text.slice(from, to);
  return node.type ? text : `${text})`;
}

function operationsIn(node: ts.Node): string[] {
  return [...node.getText().matchAll(/\b(\w+)Document\b/g)].map(([, name = ""]) => name);
}

/** For each operation of the client, links to the fields of the API that it asks. */
function rootFields(): Map<string, string> {
  const at = join(folder, "src/operations");
  const documents = readdirSync(at)
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => parse(readFileSync(join(at, name), "utf8")));
  const links = new Map<string, string>();
  for (const definition of documents.flatMap(({ definitions }) => definitions)) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || !definition.name) continue;
    const plural = { query: "queries", mutation: "mutations", subscription: "subscriptions" }[definition.operation];
    const asked = definition.selectionSet.selections.flatMap((field) =>
      field.kind === Kind.FIELD ? [field.name.value] : [],
    );
    links.set(definition.name.value, asked.map((field) => `[\`${field}\`](../api/${plural}.md#${field})`).join(", "));
  }
  return links;
}

function oneLine(node: ts.Node | undefined): string {
  return (node?.getText() ?? "unknown").replace(/\s+/g, " ");
}

function code(text: string): string {
  return `\`\`\`ts signature\n${text}\n\`\`\``;
}
