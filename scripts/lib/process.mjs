// Child processes, and what happens to them when this one is told to stop.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Nothing that we start may report home or look for updates; and all of it runs on the Node that runs this. */
export const environment = {
  ...process.env,
  PATH: [join(root, "node_modules/.bin"), dirname(process.execPath), process.env.PATH].join(":"),
  CHECKPOINT_DISABLE: "1",
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  TURBO_TELEMETRY_DISABLED: "1",
  npm_config_update_notifier: "false",
};

/** An error whose message is all that a person needs to see. */
export class Shown extends Error {
  shown = true;
}

let onSignal;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => (onSignal ? onSignal(signal) : process.exit(128 + constants.signals[signal])));
}

// npm passes SIGINT and SIGTERM on, but can't when it is killed outright: then our parent changes.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onSignal ? onSignal("SIGTERM") : process.exit(143);
  }, 1000).unref();
}

/**
 * Runs a program as if it were this one: same terminal, same process group, and its exit code is ours.
 *
 * One Ctrl-C reaches us twice (from the terminal, and from npm) and the program once, by the terminal. So what comes
 * within 2 s counts as one signal, and a SIGINT at a terminal isn't passed on. Whoever asks again after that is in earnest.
 */
export function foreground(command, args, env = environment) {
  const child = spawn(command, args, { cwd: root, env, stdio: "inherit" });
  let told = false;
  let last;
  onSignal = (signal) => {
    const again = last !== undefined;
    if (again && Date.now() - last < 2000) return;
    last = Date.now();
    if (told) {
      child.kill("SIGKILL");
    } else if (again || signal !== "SIGINT" || !process.stdin.isTTY) {
      child.kill(signal);
      told = true;
    }
  };
  return ended(child);
}

/**
 * Runs a build step in a process group of its own, so that stopping it stops all that it started. Its output is kept
 * back unless `show` is set.
 */
export async function step(command, args, { env = environment, show = false } = {}) {
  const output = [];
  const child = spawn(command, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
  });
  child.stdout?.on("data", (chunk) => output.push(chunk));
  child.stderr?.on("data", (chunk) => output.push(chunk));
  let stopped;
  onSignal = (signal) => {
    if (stopped) return;
    stopped = signal;
    signalGroup(child.pid, "SIGTERM");
    setTimeout(() => signalGroup(child.pid, "SIGKILL"), 5000).unref();
  };
  const code = await ended(child);
  onSignal = undefined;
  if (stopped) process.exit(128 + constants.signals[stopped]);
  return { code, output: Buffer.concat(output).toString() };
}

/** Like `step`, with a line of progress; the output appears only when it fails. */
export async function quietly(label, command, args, options) {
  const begun = Date.now();
  process.stderr.write(`${label} ... `);
  const { code, output } = await step(command, args, options);
  const seconds = `${Math.max(1, Math.round((Date.now() - begun) / 1000))} s`;
  if (code === 0) {
    process.stderr.write(`${seconds}\n`);
    return output;
  }
  process.stderr.write(`failed after ${seconds}\n\n${output}\n`);
  throw new Shown(`${label} failed: ${command} ended with exit code ${code}; its output is above.`);
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
