import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { errorPage } from "./error-page.ts";
import { schemaPages } from "./schema-pages.ts";
import { sdkPage } from "./sdk-page.ts";
import { root } from "./sources.ts";

/**
 * Writes the reference anew, from the printed schema and from the sources, into apps/docs/reference/: nobody edits it,
 * and it is in no commit, so that it can't be stale.
 */
export function writeReference(): void {
  const folder = join(root, "apps/docs/reference");
  const schema = buildSchema(readFileSync(join(root, "packages/api/schema.graphql"), "utf8"));
  const pages = new Map([...schemaPages(schema), ["errors", errorPage(schema)]]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "api"), { recursive: true });
  mkdirSync(join(folder, "sdk"));
  for (const [name, markdown] of pages) writeFileSync(join(folder, "api", `${name}.md`), markdown);
  writeFileSync(join(folder, "sdk/index.md"), "<!--@include: ../../../../packages/client/README.md-->\n");
  writeFileSync(join(folder, "sdk/reference.md"), sdkPage());
}
