import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the docs. */
export const docs = fileURLToPath(new URL("../", import.meta.url));
export const root = join(docs, "../..");

/** A fenced block of a page. */
export interface Snippet {
  /** As `apps/docs/guide/events.md:12`: the line at which its code begins. */
  readonly at: string;
  readonly language: string;
  /** What follows the language on the first line, such as the input type that a JSON is. */
  readonly about: string;
  readonly code: string;
}

/** The pages that people write: those of the site, and the READMEs that it shows or that lead to it. */
export function pages(): string[] {
  const written = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".md") && !/^(reference|dist|node_modules)\//.test(name),
  );
  const readmes = ["apps", "packages"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name, "README.md")),
  );
  return [...written.map((name) => join(docs, name)), join(root, "README.md"), ...readmes.filter(isThere)].sort();
}

function isThere(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

/** The fenced blocks of pages, in order. */
export function snippetsOf(paths: readonly string[]): Snippet[] {
  return paths.flatMap((path) => {
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(/^```(\w*) *(.*)\n([\s\S]*?)^```$/gm)].map(
      ({ index, 1: language = "", 2: about = "", 3: code = "" }) => ({
        at: `${relative(root, path)}:${text.slice(0, index).split("\n").length + 1}`,
        language,
        about,
        code,
      }),
    );
  });
}
