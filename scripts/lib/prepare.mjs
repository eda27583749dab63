// Installing and building, each only when something that it reads or writes has changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { environment, quietly, root } from "./process.mjs";

const PNPM = "10.34.9";
const stamps = join(root, "node_modules/.kunna");

let installed;

/** Installs the dependencies if needed, and answers with the environment in which pnpm and their programs are found. */
export function install() {
  installed ??= installOnce();
  return installed;
}

async function installOnce() {
  const now = dependencies();
  const last = readStamp("install");
  if (last.dependencies !== now || !isPnpm(last.pnpm) || !existsSync(join(root, "node_modules/.modules.yaml"))) {
    const pnpm = isPnpm(last.pnpm) ? last.pnpm : await fetchPnpm();
    await quietly("Installing", "pnpm", ["install"], { env: withPnpm(pnpm) });
    // pnpm may have brought the lockfile up to date (never in CI), so look again.
    writeStamp("install", { dependencies: dependencies(), pnpm });
    return withPnpm(pnpm);
  }
  return withPnpm(last.pnpm);
}

/** Builds a package and all that it needs. Nothing is started when no file that goes in or comes out has changed. */
export async function build(name) {
  const env = await install();
  const before = files();
  const stamp = `build-${name.replace(/\W+/g, "-")}`;
  const last = readStamp(stamp);
  if (last.sources === before.sources && last.outputs === before.outputs) return;
  await quietly("Building", "turbo", ["run", "build", `--filter=${name}...`, "--output-logs=errors-only"], { env });
  const after = files();
  // A file saved while the build ran may or may not be in it.
  if (after.sources === before.sources) writeStamp(stamp, after);
}

async function fetchPnpm() {
  const output = await quietly("Fetching pnpm", "npx", ["--yes", `--package=pnpm@${PNPM}`, "-c", "command -v pnpm"]);
  return output.trim().split("\n").at(-1);
}

function isPnpm(path) {
  if (!path) return false;
  try {
    return JSON.parse(readFileSync(join(dirname(path), "../pnpm/package.json"), "utf8")).version === PNPM;
  } catch {
    return false;
  }
}

function withPnpm(path) {
  return { ...environment, PATH: `${dirname(path)}:${environment.PATH}` };
}

/** All that decides what is installed, and whether each package still has it. */
function dependencies() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  const manifests = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc"];
  for (const folder of ["apps", "packages"]) {
    for (const name of readdirSync(join(root, folder))) manifests.push(join(folder, name, "package.json"));
  }
  for (const manifest of manifests) {
    const path = join(root, manifest);
    if (!existsSync(path)) continue;
    hash.update(`\0${manifest}\0${existsSync(join(dirname(path), "node_modules"))}\0`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** A hash over path, size and time of every file that the build reads, and one over those that it writes. */
function files() {
  const sources = createHash("sha256");
  const outputs = createHash("sha256");
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    const name = relative(root, path);
    if (stat.isDirectory()) {
      if (!/(^|\/)(node_modules|\.turbo|\.kunna|coverage)$|^apps\/docs$/.test(name)) {
        for (const entry of readdirSync(path).sort()) visit(join(path, entry));
      }
    } else if (!name.endsWith(".md")) {
      const written = /(^|\/)(dist|generated)\/|\/schema\.graphql$/.test(name);
      (written ? outputs : sources).update(`${name}\0${stat.size}\0${stat.mtimeMs}\0`);
    }
  };
  const rootFiles = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "tsconfig.base.json", "turbo.json"];
  for (const name of [...rootFiles, "apps", "packages", "prisma"]) visit(join(root, name));
  return { sources: sources.digest("hex"), outputs: outputs.digest("hex") };
}

function readStamp(name) {
  try {
    return JSON.parse(readFileSync(join(stamps, `${name}.json`), "utf8"));
  } catch {
    return {};
  }
}

function writeStamp(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, `${name}.json`), JSON.stringify(value));
}
