// Keeps the schema as it is released, without its texts: what later changes are held against, until the next release.
import { readFileSync, writeFileSync } from "node:fs";
import { parse, print, visit } from "graphql";

const at = (path) => new URL(`../${path}`, import.meta.url);
const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
const bare = visit(parse(readFileSync(at("schema.graphql"), "utf8")), {
  enter: (node) => ("description" in node ? { ...node, description: undefined } : undefined),
});

writeFileSync(at("released.graphql"), `# ${version}\n${print(bare)}\n`);
