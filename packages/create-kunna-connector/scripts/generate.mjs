// What a new connector begins with is the sample of @kunna/lms-kit, which is tested there, and the versions that it is tested
// with. It is laid beside the template, for the published package has no other one beside it.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const kit = new URL("../../lms-kit/", import.meta.url);
const generated = new URL("../generated/", import.meta.url);

rmSync(generated, { recursive: true, force: true });
mkdirSync(new URL("src/", generated), { recursive: true });
for (const file of ["connector.ts", "fixture.ts", "sample-lms.ts"]) {
  copyFileSync(new URL(`src/sample/${file}`, kit), new URL(`src/${file}`, generated));
}

const versionOf = (name) =>
  name === "@kunna/lms-kit" ? read(new URL("package.json", kit)).version : read(installed(name)).version;
const versions = ["@kunna/lms-kit", "zod", "@types/node", "typescript"].map((name) => [name, `^${versionOf(name)}`]);
writeFileSync(new URL("versions.json", generated), `${JSON.stringify(Object.fromEntries(versions), null, 2)}\n`);

function installed(name) {
  return new URL(`node_modules/${name}/package.json`, kit);
}

function read(url) {
  return JSON.parse(readFileSync(fileURLToPath(url), "utf8"));
}
