// `npm test`: everything that must hold, in one turbo run, and one count at the end.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { install } from "./lib/prepare.mjs";
import { root, step } from "./lib/process.mjs";

/** The checks that count one each; `build` is the type check too. */
const checks = {
  generate: "generated files come out of their sources",
  build: "every package builds and its types hold",
  lint: "lint and format",
  imports: "who may import whom",
  unused: "nothing unused",
};

const ci = Boolean(process.env.CI) && process.env.CI !== "false";

export async function test(args) {
  const env = await install();
  const before = changedFiles();
  for (const folder of packages()) rmSync(join(root, folder, ".turbo/vitest-report.json"), { force: true });
  rmSync(join(root, ".turbo/runs"), { recursive: true, force: true });

  const services = await reachable();
  console.log(`PostgreSQL ${services.postgres}, Redis ${services.redis}\n`);
  await step(
    "turbo",
    [
      ...["run", ...Object.keys(checks), "test", "--summarize", "--continue=dependencies-successful"],
      ...["--output-logs=new-only", "--log-order=grouped", "--concurrency=2"],
      // A cached answer is for people who wait; CI always runs everything.
      ...(ci ? ["--force"] : []),
      ...args,
    ],
    { env: { ...env, KUNNA_TEST_SERVICES: JSON.stringify(services) }, show: true },
  );
  const count = { passed: 0, failed: [], skipped: [] };
  const tasks = runTasks();
  if (tasks.length === 0) count.failed.push("turbo ran nothing");
  countChecks(tasks, count);
  countTests(tasks, count);
  if (args.length === 0) countMissing(tasks, count);
  countStale(before, count);
  return conclude(count);
}

function countChecks(tasks, count) {
  for (const [name, meaning] of Object.entries(checks)) {
    const ran = tasks.filter((task) => task.task === name);
    const bad = ran.filter((task) => task.exitCode !== 0);
    if (bad.length > 0) {
      const where = bad.map((task) => task.package).filter((name) => name !== "//");
      count.failed.push([`${name} (${meaning})`, ...(where.length > 0 ? [where.join(", ")] : [])].join(": "));
    } else if (ran.length > 0) {
      count.passed += 1;
    }
  }
}

function countTests(tasks, count) {
  for (const task of tasks.filter((task) => task.task === "test")) {
    const path = join(root, task.directory, ".turbo/vitest-report.json");
    if (!existsSync(path)) {
      count.failed.push(`${task.package}: its tests gave no report (exit code ${task.exitCode})`);
      continue;
    }
    const report = JSON.parse(readFileSync(path, "utf8"));
    count.passed += report.passed;
    for (const name of report.failed) count.failed.push(`${task.package}: ${name}`);
    for (const { name, reason } of report.skipped) {
      const text = `${task.package}: ${name}: ${reason}`;
      // In CI the services and a browser are there, so a test that misses one hides something.
      if (ci && /postgres|redis|chromium/i.test(`${name} ${reason}`)) count.failed.push(`skipped in CI: ${text}`);
      else count.skipped.push(text);
    }
    if (report.errors > 0) count.failed.push(`${task.package}: ${report.errors} errors outside its tests`);
    else if (task.exitCode !== 0 && report.failed.length === 0) {
      const why = report.passed > 0 ? "though no test failed" : "and ran no test";
      count.failed.push(`${task.package}: vitest ended with exit code ${task.exitCode} ${why}`);
    }
  }
}

/** Turbo leaves out what it could not start because something before it failed. */
function countMissing(tasks, count) {
  for (const name of Object.keys(checks)) {
    if (!tasks.some((task) => task.task === name)) count.failed.push(`${name} (${checks[name]}): did not run`);
  }
  for (const folder of packages()) {
    const manifest = join(root, folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name, scripts } = JSON.parse(readFileSync(manifest, "utf8"));
    if (scripts?.test && !tasks.some((task) => task.package === name && task.task === "test")) {
      count.failed.push(`${name}: its tests did not run`);
    }
  }
}

/** A generated file that is committed must be what its generator makes. */
function countStale(before, count) {
  const after = changedFiles();
  if (!before || !after) {
    count.skipped.push("committed generated files are up to date: this is not a git work tree");
    return;
  }
  const stale = [...after].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name);
  if (stale.length === 0) count.passed += 1;
  else if (ci) count.failed.push(`out of date, run npm test and commit: ${stale.join(", ")}`);
  else {
    count.passed += 1;
    console.log(`\nWritten anew, commit them: ${stale.join(", ")}`);
  }
}

function conclude({ passed, failed, skipped }) {
  console.log("");
  for (const line of skipped) console.log(`skipped  ${line}`);
  for (const line of failed) console.log(`FAILED   ${line}`);
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  return failed.length > 0 ? 1 : 0;
}

/** The tasks of the run just ended, from turbo's own summary. */
function runTasks() {
  const folder = join(root, ".turbo/runs");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).tasks)
    .filter((task) => task.command !== "<NONEXISTENT>")
    .map(({ task, package: name, directory, execution, cache }) => ({
      task,
      package: name,
      directory,
      exitCode: execution?.exitCode ?? (cache?.status === "HIT" ? 0 : undefined),
    }));
}

function packages() {
  return ["apps", "packages"].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)));
}

/** Every file that differs from the last commit, with a hash of what it holds. */
function changedFiles() {
  const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  let names;
  try {
    names = execFileSync("git", ["diff", "--name-only", "-z", "HEAD"], options);
    names += execFileSync("git", ["ls-files", "-z", "--others", "--exclude-standard"], options);
  } catch {
    return undefined;
  }
  const files = names.split("\0").filter((name) => name && existsSync(join(root, name)));
  return new Map(files.map((name) => [name, hash(readFileSync(join(root, name)))]));
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Which services answer is part of a test's cache key: results with a database don't stand for results without one. */
async function reachable() {
  const postgres = process.env.KUNNA_TEST_POSTGRES_URL ?? "postgresql://127.0.0.1:5432";
  const redis = process.env.KUNNA_TEST_REDIS_URL ?? "redis://127.0.0.1:6379";
  return { postgres: await answers(postgres, 5432), redis: await answers(redis, 6379) };
}

function answers(url, port) {
  return new Promise((resolve) => {
    const { hostname, port: given } = new URL(url);
    const socket = connect({ host: hostname || "127.0.0.1", port: Number(given || port), timeout: 1000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => end("answers"));
    socket.on("error", () => end("does not answer"));
    socket.on("timeout", () => end("does not answer"));
  });
}
