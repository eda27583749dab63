import ts from "typescript";
import { page, table, text } from "./markdown.ts";
import { find } from "./sources.ts";

/** Every setting that the server reads, out of the schema that parses them. @throws Error where one has no comment */
export function settingsPage(files: readonly ts.SourceFile[]): string {
  const settings = find(files, ts.isPropertyAssignment).filter(
    ({ name, initializer }) => /^[A-Z][A-Z_]+$/.test(name.getText()) && /^z\s*\./.test(initializer.getText()),
  );
  return page(
    "Settings",
    "Read once, from the environment, when a process starts; a setting that can't be used ends it with a sentence that says why. [Operating](../guide/operating.md) says which must be the same for several processes.",
    table(["setting", "what it is", "left out"], settings.map(row)),
  );
}

function row(setting: ts.PropertyAssignment): string[] {
  const name = setting.name.getText();
  const [doc] = ts.getJSDocCommentsAndTags(setting).filter(ts.isJSDoc);
  const comment = ts.getTextOfJSDocComment(doc?.comment);
  if (!comment) throw new Error(`The setting ${name} has no comment: nobody could say what it is.`);
  const parsed = setting.initializer.getText();
  const kinds = /z\.enum\(\[([^\]]*)\]\)/.exec(parsed)?.[1]?.replaceAll('"', "");
  const fallback = /\.default\((.*?)\)/.exec(parsed)?.[1]?.replaceAll(/["_]/g, "");
  return [`\`${name}\``, text(kinds ? `${comment} One of ${kinds}.` : comment), fallback ? `\`${fallback}\`` : ""];
}
