import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const packaged = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Why a connector was not begun: nothing was written. */
export class NotCreated extends Error {
  readonly code: "NAME_INVALID" | "FOLDER_NOT_EMPTY";
  constructor(code: NotCreated["code"], message: string) {
    super(message);
    this.name = "NotCreated";
    this.code = code;
  }
}

/**
 * Writes a connector's project into a folder, which is made and whose name becomes the connector's key. It passes the
 * contract's checks as it is, on a sample LMS.
 * @throws NotCreated
 */
export function createConnector(folder: string): void {
  const key = basename(folder);
  // As @kunna/lms-kit asks of a key.
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(key) || key.length > 40) {
    throw new NotCreated(
      "NAME_INVALID",
      `${JSON.stringify(key)} can be no connector's name: begin with a lower-case letter, go on with lower-case letters, digits and single hyphens, at most 40.`,
    );
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new NotCreated("FOLDER_NOT_EMPTY", `${folder} has something in it. Name a folder that is not there yet.`);
  }
  cpSync(packaged("template"), folder, { recursive: true });
  cpSync(packaged("generated/src"), join(folder, "src"), { recursive: true });
  // npm publishes no file called .gitignore.
  renameSync(join(folder, "gitignore"), join(folder, ".gitignore"));
  const title = titleOf(key);
  for (const name of ["README.md", "package.json", "src/connector.ts"]) {
    change(join(folder, name), (text) =>
      text
        .replaceAll("kunna-connector-sample", `kunna-connector-${key}`)
        .replaceAll('key: "sample"', `key: "${key}"`)
        .replace("# Kunna connector: Sample LMS", `# Kunna connector: ${title}`)
        .replaceAll("to Sample LMS", `to ${title}`)
        .replaceAll('title: "Sample LMS"', `title: "${title}"`),
    );
  }
  change(join(folder, "package.json"), withVersions);
}

/** `my-lms` is called My LMS until its author says better. */
function titleOf(key: string): string {
  const words = key.split("-").map((word) => (word === "lms" ? "LMS" : word));
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}

function withVersions(text: string): string {
  const versions = JSON.parse(readFileSync(packaged("generated/versions.json"), "utf8"));
  const pick = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]));
  const project = {
    ...JSON.parse(text),
    dependencies: pick("@kunna/lms-kit", "zod"),
    devDependencies: pick("@types/node", "typescript"),
  };
  return `${JSON.stringify(project, null, 2)}\n`;
}

function change(file: string, how: (text: string) => string): void {
  writeFileSync(file, how(readFileSync(file, "utf8")));
}
