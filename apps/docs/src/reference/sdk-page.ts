import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import ts from "typescript";
import { heading, page, table, text } from "./markdown.ts";
import { root } from "./sources.ts";

/** The entries of our packages that frontends import: the name of each one's page, and where its exports stand. */
export const entries: readonly { page: string; name: string; entry: string; guide: string; about: string }[] = [
  {
    page: "reference",
    name: "@kunna/client",
    entry: "packages/client/src/index.ts",
    guide: "index.md",
    about: ", beside a typed document for each of its operations",
  },
  {
    page: "reference-webhooks",
    name: "@kunna/client/webhooks",
    entry: "packages/client/src/webhooks/index.ts",
    guide: "index.md#webhooks",
    about: "",
  },
  {
    page: "reference-testing",
    name: "@kunna/client/testing",
    entry: "packages/client/src/testing/index.ts",
    guide: "index.md#before-there-is-a-backend",
    about: "",
  },
  { page: "reference-react", name: "@kunna/react", entry: "packages/react/src/index.ts", guide: "react.md", about: "" },
];

/** What our packages for frontends export, out of their types: but the operations' own, of which an editor tells more. */
export function sdkPages(): Map<string, string> {
  const config = ts.readConfigFile(join(root, "apps/docs/tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, "apps/docs"));
  const program = ts.createProgram(
    entries.map(({ entry }) => join(root, entry)),
    { ...options, customConditions: ["source"], jsx: ts.JsxEmit.ReactJSX, noEmit: true },
  );
  const checker = program.getTypeChecker();
  const fields = rootFields();
  return new Map(
    entries.map(({ page: name, name: imported, entry, guide, about }) => {
      const source = program.getSourceFile(join(root, entry));
      const module = source && checker.getSymbolAtLocation(source);
      if (!module) throw new Error(`${entry} exports nothing.`);
      const exported = checker
        .getExportsOfModule(module)
        .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
        .filter((symbol) => symbol.declarations?.some((node) => isOwn(node.getSourceFile())));
      return [
        name,
        page(
          imported,
          `What \`${imported}\` exports${about}. Its [guide](${guide}) shows how it is used.`,
          ...exported.map((symbol) => describe(symbol, checker, fields)),
        ),
      ];
    }),
  );
}

function isOwn(file: ts.SourceFile): boolean {
  return file.fileName.startsWith(join(root, "packages/")) && !file.fileName.includes("/generated/");
}

function describe(symbol: ts.Symbol, checker: ts.TypeChecker, fields: ReadonlyMap<string, string>): string {
  const [node] = symbol.declarations ?? [];
  const doc = text(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  const blocks = [heading(2, symbol.name), doc];
  if (node && ts.isFunctionDeclaration(node)) blocks.push(code(signature(node)));
  else if (node && ts.isTypeAliasDeclaration(node) && ts.isTypeReferenceNode(node.type)) {
    // `ReturnType<typeof createKunnaClient>`: the client, group by group.
    blocks.push(...groups(checker.getTypeAtLocation(node.type), checker, fields, node, symbol.name));
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
  typeName: string,
  path = "",
): string[] {
  const blocks: string[] = [];
  for (const symbol of type.getProperties()) {
    const of = checker.getTypeOfSymbolAtLocation(symbol, at);
    const name = path + symbol.name;
    const doc = text(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
    if (of.getCallSignatures().length === 0) {
      blocks.push(
        heading(3, name, `${typeName}.${name}`),
        doc,
        ...groups(of, checker, fields, at, typeName, `${name}.`),
      );
      continue;
    }
    const [node] = symbol.declarations ?? [];
    const asks = node ? operationsIn(node).flatMap((operation) => fields.get(operation) ?? []) : [];
    const called =
      node && ts.isPropertyAssignment(node) && ts.isArrowFunction(node.initializer) ? node.initializer : null;
    const call = called
      ? signed(
          name,
          called.parameters.map((parameter) => parameterOf(parameter, checker)),
        )
      : `${name}${checker.typeToString(of, at, ts.TypeFormatFlags.NoTruncation)}`;
    blocks.push(
      [
        heading(4, name, `${typeName}.${name}`),
        code(call),
        [doc, asks.length > 0 ? `Asks ${asks.join(", ")}.` : ""].join(" ").trim(),
      ].join("\n\n"),
    );
  }
  return blocks.filter((block) => block !== "");
}

/** A parameter with its type by the name that the type has, where that is shorter than what is written. */
function parameterOf(node: ts.ParameterDeclaration, checker: ts.TypeChecker): string {
  const written = oneLine(node);
  const type = checker.typeToString(checker.getTypeAtLocation(node), node, ts.TypeFormatFlags.NoTruncation);
  const named = `${node.name.getText()}${node.questionToken ? "?" : ""}: ${type.replace(/\boperations\./g, "")}`;
  return !node.initializer && ts.isIdentifier(node.name) && named.length < written.length ? named : written;
}

function signed(name: string, parameters: readonly string[]): string {
  const line = `${name}(${parameters.join(", ")})`;
  return line.length <= 72 ? line : `${name}(\n${parameters.map((parameter) => `  ${parameter},\n`).join("")})`;
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
  const at = join(root, "packages/client/src/operations");
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
  return (node?.getText() ?? "unknown").replace(/\s+/g, " ").replace(/\boperations\./g, "");
}

function code(text: string): string {
  return `\`\`\`ts signature\n${text}\n\`\`\``;
}
