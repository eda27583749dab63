// A newcomer's first minutes: clone, npm start, one query with the demo's token, what the docs say to ask it, a first typed
// query from TypeScript, and stop.
// node .ci/first-start.mjs <repository> <empty folder>
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [repository, clone] = process.argv.slice(2);
const query = "{ viewer { name } }";
let passed = 0;
let failed = 0;

const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: repository, encoding: "utf8" }).trim();
execFileSync("git", ["clone", "--quiet", repository, clone]);
execFileSync("git", ["checkout", "--quiet", commit], { cwd: clone });

const port = await freePort();
const begun = Date.now();
// In a process group of its own, so that we can see whether anything of it is left.
const npm = spawn("npm", ["start"], {
  cwd: clone,
  detached: true,
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...process.env, PORT: String(port) },
});
const exited = new Promise((resolve) => npm.on("exit", (code, signal) => resolve(signal ?? code)));
process.on("exit", () => killGroup("SIGKILL"));

const answer = await Promise.race([firstAnswer(), exited.then((code) => `npm start ended by itself with ${code}`)]);
const seconds = Math.round((Date.now() - begun) / 1000);
check(`npm start answers a query with the demo's token, after ${seconds} s`, answer);
if (answer === true) {
  for (const [where, commands] of asked()) check(`${where} is answered`, run(commands));
  const typed = firstTypedQuery();
  check(`a first typed query is answered, after ${Math.round((Date.now() - begun) / 1000)} s`, typed);
}
npm.kill("SIGTERM");
const code = await Promise.race([exited, sleep(30_000, "nothing within 30 s")]);
check("SIGTERM ends it with exit code 0", code === 0 || `it ended with ${code}`);
check("no process is left", !killGroup(0) || "something of it still runs");

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function firstAnswer() {
  const demo = join(clone, ".kunna/demo.json");
  let last = `${demo} did not appear`;
  while (Date.now() - begun < 300_000) {
    await sleep(250);
    if (!existsSync(demo)) continue;
    try {
      const token = findToken(JSON.parse(readFileSync(demo, "utf8")));
      if (!token) return "the demo file names no token";
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      const text = await response.text();
      const { data, errors } = JSON.parse(text);
      return (response.ok && data?.viewer?.name && !errors && true) || `it answered ${response.status} ${text}`;
    } catch (error) {
      last = String(error.cause ?? error);
    }
  }
  return `no answer in 5 minutes: ${last}`;
}

/** What the docs say to ask a server with curl: each such block, and where it is. */
function asked() {
  const folder = join(clone, "apps/docs");
  const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".md"));
  return [join(clone, "README.md"), ...pages.map((name) => join(folder, name))].flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/^```sh.*\n([\s\S]*?)^```$/gm)]
      .filter(([, commands]) => /^curl /m.test(commands))
      .map(([, commands], index) => [`curl ${index + 1} of ${relative(clone, page)}`, commands]),
  );
}

/** Runs commands as they stand, but for the port: each line that they print is JSON, and none tells of an error. */
function run(commands) {
  const script = commands
    .replaceAll("127.0.0.1:4000", `127.0.0.1:${port}`)
    .replaceAll(/^curl /gm, "curl -sS --fail-with-body ");
  try {
    const options = { cwd: clone, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 };
    const lines = execFileSync("bash", ["-euo", "pipefail", "-c", script], options).trim().split("\n");
    const wrong = lines.filter((line) => JSON.parse(line).errors ?? JSON.parse(line).problems?.length > 0);
    return wrong.length === 0 || wrong.join("\n");
  } catch (error) {
    return `${error.message} ${error.stdout ?? ""} ${error.stderr ?? ""}`;
  }
}

/** What start.md says to do from TypeScript, as it stands but for the port, the token and where the clone is. */
function firstTypedQuery() {
  const [, section = ""] = readFileSync(join(clone, "apps/docs/start.md"), "utf8").split("## 5. ");
  const blocks = [...section.matchAll(/^```(sh|ts)\n([\s\S]*?)^```$/gm)];
  const [install, program, start] = blocks.map(([, , text]) => text);
  const { tokens } = JSON.parse(readFileSync(join(clone, ".kunna/demo.json"), "utf8"));
  const here = (text) =>
    text
      .replaceAll("127.0.0.1:4000", `127.0.0.1:${port}`)
      .replaceAll("the token of the learner", tokens.learner)
      .replaceAll("../my-portal", `${clone}-portal`)
      .replaceAll("../kunna", clone);
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 120_000 };
    execFileSync("bash", ["-euc", here(install)], { ...options, cwd: clone });
    const project = { ...options, cwd: `${clone}-portal` };
    writeFileSync(join(project.cwd, "first.ts"), here(program));
    const types = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--lib", "es2023,dom"];
    execFileSync("npx", ["tsc", ...types, "first.ts"], project);
    const said = execFileSync("bash", ["-euc", start], project);
    return /Enrolled:|already enrolled/.test(said) || `it said ${said}`;
  } catch (error) {
    return `${error.message} ${error.stdout ?? ""} ${error.stderr ?? ""}`;
  }
}

/** The first token in the demo file, wherever it stands. */
function findToken(value, key = "") {
  if (typeof value === "string") return /token/i.test(key) ? value : undefined;
  if (value === null || typeof value !== "object") return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = findToken(inner, /token/i.test(key) || Array.isArray(value) ? key : name);
    if (found) return found;
  }
  return undefined;
}

function check(name, outcome) {
  if (outcome === true) {
    passed += 1;
    console.log(`ok      ${name}`);
  } else {
    failed += 1;
    console.log(`FAILED  ${name}: ${outcome}`);
  }
}

/** Signals the whole group; answers whether there was anyone. */
function killGroup(signal) {
  try {
    return process.kill(-npm.pid, signal);
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
