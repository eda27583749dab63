import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { demoProgram, extendElsewhere, extensible, extensionOf, feedCursor } from "../contract.test.support.ts";

const { url, tokens } = inject("kunna");

/** Bash with the functions of kunna.sh. */
function bash(call: string, ...args: string[]) {
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const script = `. ./kunna.sh; KUNNA=$1 TOKEN=$2; shift 2; ${call} "$@"`;
  const shell = spawn("bash", ["-c", script, "bash", url, tokens.admin, ...args], { cwd, detached: true });
  let output = "";
  shell.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  return {
    output: () => output,
    ended: once(shell, "exit"),
    end: () => void process.kill(-(shell.pid ?? 0), "SIGTERM"),
  };
}

async function told(call: string, ...args: string[]) {
  const { output, ended } = bash(call, ...args);
  await ended;
  return output();
}

/** The events of a stream, until there are as many. */
async function firstEvents(count: number, ...args: string[]) {
  const { output, end } = bash("follow", ...args);
  onTestFinished(end);
  const messages = () => [...output().matchAll(/^id: ?(\S+)$[\s\S]*?^data: ?(.*)$\n\n/gm)];
  await vi.waitFor(() => expect(messages().length).toBeGreaterThanOrEqual(count), { timeout: 20_000 });
  return messages().map(([, id = "", data = ""]) => ({ id, event: JSON.parse(data).data.events }));
}

describe("curl", () => {
  beforeEach((context) => {
    try {
      execFileSync("jq", ["--version"]);
    } catch {
      context.skip("jq is not installed");
    }
  });

  it("gives all certificates, page by page", async () => {
    const { id, certificates } = await demoProgram();
    const lines = (await told("certificates", id)).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).number)).toEqual(certificates.map(({ number }) => number));
  });

  it("extends one, and tells a refusal", async () => {
    const [first] = await extensible();
    const { certificateId, lastDay, reason } = await extensionOf(first?.id ?? "");
    const extended = JSON.parse(await told("extend", certificateId, lastDay, reason));
    expect(extended).toMatchObject({ __typename: "Certificate", id: certificateId });
    expect(extended.expiresAt).not.toBe(first?.expiresAt);
    const refused = JSON.parse(await told("extend", certificateId, lastDay, reason));
    expect(refused).toMatchObject({ __typename: "ExtensionRefused", reason: "NOT_LATER" });
  });

  it("follows what happens, and goes on after the last event that it had", async () => {
    const { id: programId } = await demoProgram();
    const [first, second] = await extensible();
    const after = await feedCursor();
    for (const { id } of [first, second, first].filter((one) => one !== undefined)) await extendElsewhere(id);
    const [one, ...rest] = await firstEvents(3, programId, after);
    expect(one?.event).toEqual({ type: "CERTIFICATE_EXTENDED", certificate: { id: first?.id } });
    expect(await firstEvents(2, programId, one?.id ?? "")).toEqual(rest);
  });
});
