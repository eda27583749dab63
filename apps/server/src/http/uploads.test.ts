import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import type { RunningServer } from "../cli/serve.ts";
import { startServer } from "../cli/serve.ts";
import { demoIn } from "../demo-seed.test.support.ts";
import { readEnvironment } from "../environment.ts";

let server: RunningServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kunna-uploads-"));
  const variables = {
    PORT: "0",
    KUNNA_FOLDER: folder,
    ...(await demoIn(folder)),
    KUNNA_FILE_MAX_MB: "1",
    KUNNA_FILE_TYPES: "pdf, PNG,jpeg,txt",
  };
  server = await startServer(readEnvironment(variables, folder), pino({ level: "silent" }));
}, 120_000);
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

function token(who: "learner" | "otherAdmin" | "admin"): string {
  const found = server.demo?.tokens[who];
  if (!found) throw new Error("The server has no demo.");
  return found;
}

/** Everything that storage holds, whole or not. */
async function kept(): Promise<string[]> {
  const all = await readdir(join(folder, "files"), { recursive: true }).catch(() => []);
  return all.filter((name) => name.length > 40).toSorted();
}

async function post(body: BodyInit, type: string, { name = "a.txt", who = "learner" as "learner" | "admin" } = {}) {
  const response = await fetch(`${server.url}/files?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token(who)}`, "content-type": type },
    body,
  });
  return { status: response.status, body: await response.json() };
}

const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");

it("streams a file in, keeps its hash, and gives it out as a download that no page can run", async () => {
  const text = "word ".repeat(200_000);
  const { status, body } = await post(text, "text/plain", { name: "../../etc/pass\\wd\u0000\r\nx: y.txt" });
  expect(status).toBe(201);
  const headers = { authorization: `Bearer ${token("learner")}` };
  const query = "query ($id: ID!) { node(id: $id) { ... on EvidenceFile { name size sha256 url } } }";
  const asked = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { id: body.id } }),
  });
  const { node } = (await asked.json()).data;
  const sha256 = createHash("sha256").update(text).digest("hex");
  expect(node).toMatchObject({ name: "wdx: y.txt", size: text.length, sha256 });
  const got = await fetch(node.url, { headers });
  expect(await got.text()).toBe(text);
  expect(got.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''wdx%3A%20y.txt");
  expect(got.headers.get("content-security-policy")).toContain("sandbox");
  expect(got.headers.get("x-content-type-options")).toBe("nosniff");
  const asOther = { authorization: `Bearer ${token("otherAdmin")}` };
  const theirs = await fetch(node.url, { headers: asOther });
  const nobodys = await fetch(
    `${server.url}/files/${Buffer.from(`EvidenceFile:${crypto.randomUUID()}`).toString("base64url")}`,
    { headers: asOther },
  );
  expect([theirs.status, await theirs.text()]).toEqual([404, await nobodys.text()]);
});

it.each<[string, BodyInit, string, number]>([
  ["a picture", png, "image/png", 201],
  ["a picture that says it is a document", png, "application/pdf", 415],
  ["a picture that says it is text", png, "text/plain", 415],
  ["a page that says it is a picture", "<html><script>alert(1)</script>", "image/png", 415],
  ["a page", "<html>", "text/html", 415],
  ["a table, which this installation does not take", "a,b", "text/csv", 415],
  ["a drawing", "<svg/>", "image/svg+xml", 415],
  ["a program that says it is text", Buffer.from("MZ\0\0\0"), "text/plain", 415],
  ["nothing", "", "text/plain", 400],
  ["no type", Buffer.from("x"), "", 415],
])("takes or refuses %s by what it is, and keeps nothing of what it refuses", async (_what, body, type, expected) => {
  const before = await kept();
  expect((await post(body, type)).status).toBe(expected);
  expect((await kept()).length - before.length).toBe(expected === 201 ? 1 : 0);
});

it("says which types are taken", async () => {
  const { error } = (await post("<html>", "text/html")).body;
  expect(error).toMatchObject({ code: "FILE_REFUSED", reason: "TYPE" });
  expect(error.allowedTypes).toEqual(["application/pdf", "image/png", "image/jpeg", "text/plain"]);
});

it("takes nothing from nobody, or from who may not upload", async () => {
  const before = await kept();
  expect((await post("x", "text/plain", { who: "admin" })).body.error.code).toBe("NOT_PERMITTED");
  expect((await fetch(`${server.url}/files`, { method: "POST", body: "x" })).status).toBe(401);
  expect((await fetch(`${server.url}/files`)).status).toBe(405);
  expect(await kept()).toEqual(before);
});

/** Sends a body of unknown length, piece by piece, until told to stop. Gives the status, and how many pieces went out. */
function sendPieces(pieces: number, abortAt: number | null): Promise<{ status: number; sent: number }> {
  return new Promise((resolve, reject) => {
    let [sent, status] = [0, 0];
    const headers = { authorization: `Bearer ${token("learner")}`, "content-type": "text/plain" };
    const sending = request(`${server.url}/files?name=a.txt`, { method: "POST", headers });
    onTestFinished(() => void sending.destroy());
    const finish = () => resolve({ status, sent });
    sending.on("response", (response) => {
      status = response.statusCode ?? 0;
      response.resume().on("close", finish);
    });
    sending.on("error", (error) => (status || abortAt !== null ? finish() : reject(error)));
    const next = () => {
      if (sending.destroyed || status) return;
      if (sent === abortAt) return void sending.destroy();
      if (sent === pieces) return void sending.end();
      sent += 1;
      sending.write(Buffer.alloc(64 * 1024, "x"), () => setTimeout(next, 1));
    };
    next();
  });
}

it("stops reading a file that grows too large, and keeps nothing of it", async () => {
  const before = await kept();
  const { status, sent } = await sendPieces(4_000, null);
  expect(status).toBe(413);
  // Of 250 MiB: what is too much, and what was under way in buffers.
  expect(sent).toBeLessThan(400);
  expect(await kept()).toEqual(before);
});

it("keeps nothing of an upload that breaks off", async () => {
  const before = await kept();
  await sendPieces(100, 8);
  await expect.poll(kept, { timeout: 5_000 }).toEqual(before);
});
