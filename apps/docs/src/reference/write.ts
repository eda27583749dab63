import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { buildSchema } from "graphql";
import { errorPage } from "./error-page.ts";
import { schemaPages } from "./schema-pages.ts";
import { sdkPages } from "./sdk-page.ts";
import { settingsPage } from "./settings-page.ts";
import { root, sourceOf } from "./sources.ts";

/** The READMEs of packages that are pages, by the names of these. */
const readmes = {
  "index.md": "client",
  "react.md": "react",
  "lms-kit.md": "lms-kit",
  "lti.md": "lti",
  "xapi.md": "xapi",
};

/** What frontends generate their own code from, served as it is. */
const files = ["schema.graphql", "webhook-events.json"];

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
  for (const [name, from] of Object.entries(readmes))
    writeFileSync(join(folder, "sdk", name), moved(`packages/${from}/README.md`, "apps/docs/reference/sdk"));
  for (const file of files) copyFileSync(join(root, "packages/api", file), join(root, "apps/docs/public", file));
  for (const [name, markdown] of sdkPages()) writeFileSync(join(folder, "sdk", `${name}.md`), markdown);
  writeFileSync(join(folder, "settings.md"), settingsPage([sourceOf("apps/server/src/environment.ts")]));
}

/** A page of the repository as it reads in another folder: its links lead where they did. */
function moved(page: string, folder: string): string {
  const from = posix.dirname(page);
  return readFileSync(join(root, page), "utf8").replaceAll(
    /\]\((?![a-z]+:|[/#])([^)]+)\)/g,
    (_, link: string) => `](${posix.relative(folder, posix.join(from, link))})`,
  );
}
