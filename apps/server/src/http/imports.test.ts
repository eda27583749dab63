import { request } from "node:http";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { type ServerSuite, type SignIn, serverSuite } from "../suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`imports over HTTP on ${kind}`, ({ skip }) => skip(reason));

interface Line {
  readonly row?: number;
  readonly result?: string;
  readonly problems?: readonly { readonly code: string }[];
  readonly summary?: Record<string, unknown>;
  readonly error?: { readonly code: string; readonly message: string };
}

describe.each(kinds)("imports over HTTP on %s", (kind) => {
  const suite = serverSuite(kind);
  const fresh = () => `@${crypto.randomUUID()}.example.org`;

  async function send(
    body: string | Uint8Array<ArrayBuffer>,
    { who = "admin", type = "text/csv", path = "/import/people" }: { who?: SignIn; type?: string; path?: string } = {},
  ): Promise<{ status: number; lines: Line[] }> {
    const response = await fetch(suite.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${suite.token(who)}`, "content-type": type },
      body,
    });
    const text = await response.text();
    return {
      status: response.status,
      lines: text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    };
  }

  const emails = async (at: string) =>
    (
      await suite.ask<{ people: { nodes: { name: string }[] } }>(
        "admin",
        "query ($at: String!) { people(search: $at, first: 100) { nodes { name } } }",
        { at },
      )
    ).people.nodes.map(({ name }) => name);

  it("takes CSV as a Swedish spreadsheet writes it, and answers a line a row and the summary", async () => {
    const at = fresh();
    const csv = `\uFEFFEmail;Roles;Name\r\nasa${at};LEARNER,REVIEWER;"Åsa ""Ö"" Berg"\r\nbo${at};;Bo; x\r\n;;\r\ncia${at};KING;Cia\r\n`;
    const dry = await send(csv, { path: "/import/people?dryRun=true" });
    expect(await emails(at)).toEqual([]);
    const { status, lines } = await send(csv);
    expect(status).toBe(200);
    expect(lines.map(({ result, problems }) => [result, ...(problems ?? []).map(({ code }) => code)])).toEqual([
      ["CREATED"],
      ["REFUSED", "CELLS_WRONG"],
      ["REFUSED", "ROLE_UNKNOWN"],
      [undefined],
    ]);
    expect(lines.at(-1)?.summary).toEqual({ dryRun: false, rows: 3, created: 1, changed: 0, unchanged: 0, refused: 2 });
    expect(dry.lines.map(({ result }) => result)).toEqual(lines.map(({ result }) => result));
    expect(await emails(at)).toEqual(['Åsa "Ö" Berg']);
    const again = await send(csv.replaceAll(";", "\t").replaceAll("\r\n", "\n"));
    expect(again.lines[0]?.result).toBe("UNCHANGED");
  });

  it("takes a framework in each format, with its facts beside the file, and changes nothing when it is sent again", async () => {
    const key = `crafts-${crypto.randomUUID()}`;
    const path = `/import/framework?format=csv&key=${key}&title=Crafts&version=1&levels=basic,skilled`;
    const csv =
      "code;parentCode;type;label;level\nA;;area;Wood;\nA.1;A;skill;Planing;skilled\nA.2;A;skill;Sawing;master\n";
    const count = async () => {
      const query = "query ($key: String!) { framework(key: $key) { title competencies { totalCount } } }";
      return (await suite.ask<{ framework: { title: string } | null }>("admin", query, { key })).framework;
    };
    const told = ({ lines }: { lines: Line[] }) =>
      lines.flatMap(({ result, problems }) => (result ? [[result, ...(problems ?? []).map(({ code }) => code)]] : []));
    const dry = await send(csv, { path: `${path}&dryRun=true` });
    expect(await count()).toBeNull();
    const real = await send(csv, { path });
    expect(told(real)).toEqual([["CREATED"], ["CREATED"], ["REFUSED", "LEVEL_UNKNOWN"]]);
    expect(told(dry)).toEqual(told(real));
    expect(await count()).toEqual({ title: "Crafts", competencies: { totalCount: 2 } });
    expect(told(await send(csv, { path })).map(([result]) => result)).toEqual(["UNCHANGED", "UNCHANGED", "REFUSED"]);

    const document = {
      identifier: "6d6b8ffa-4bd5-4d3f-a6a0-5f3c1f6e0001",
      uri: "https://case.example.org/documents/1",
      title: "Crafts by CASE",
      creator: "The guild",
      lastChangeDateTime: "2026-01-01T00:00:00Z",
    };
    const item = {
      identifier: "6d6b8ffa-4bd5-4d3f-a6a0-5f3c1f6e0002",
      uri: "https://case.example.org/items/2",
      fullStatement: "Planes a board",
      humanCodingScheme: "P",
      lastChangeDateTime: "2026-01-01T00:00:00Z",
    };
    const casePackage = JSON.stringify({ CFDocument: document, CFItems: [item], CFAssociations: [] });
    const byCase = { path: `/import/framework?format=case&key=${key}-case`, type: "application/json" };
    expect(told(await send(casePackage, byCase))).toEqual([["CREATED"]]);
    expect(told(await send(casePackage, byCase))).toEqual([["UNCHANGED"]]);
    expect((await send(csv, { path, who: "learner" })).status).toBe(403);
  });

  it("takes a JSON object a line; a line that is none is refused by itself", async () => {
    const at = fresh();
    const body = `{"email":"a${at}","name":"Ada","roles":["REVIEWER"]}\n\nnot json\n[1]\n{"email":"b${at}","nmae":"Bo"}\n{"email":"c${at}","name":{"first":"C"}}\n{"email":"d${at}","name":"Dan"}`;
    const { lines } = await send(body, { type: "application/x-ndjson" });
    expect(
      lines.slice(0, -1).map(({ result, problems }) => [result, ...(problems ?? []).map(({ code }) => code)]),
    ).toEqual([
      ["CREATED"],
      ["REFUSED", "ROW_NOT_JSON"],
      ["REFUSED", "ROW_NOT_JSON"],
      ["REFUSED", "COLUMN_UNKNOWN"],
      ["REFUSED", "VALUE_NOT_TEXT"],
      ["CREATED"],
    ]);
    expect(await emails(at)).toEqual(["Ada", "Dan"]);
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, Parameters<typeof send>[1], number, string]>([
    ["a learner", "email\n", { who: "learner" }, 403, "NOT_PERMITTED"],
    ["another type", "email\n", { type: "text/plain" }, 415, "MEDIA_TYPE_NOT_TAKEN"],
    ["another kind", "email\n", { path: "/import/constructor" }, 404, "NOT_FOUND"],
    ["another dryRun", "email\n", { path: "/import/people?dryRun=yes" }, 400, "BAD_REQUEST"],
    ["nothing", "", {}, 400, "IMPORT_FILE_REFUSED"],
    ["a header that lacks the key", "name\nAda\n", {}, 400, "IMPORT_FILE_REFUSED"],
    ["a misspelt column", "email,rolls\na@b.se,ADMIN\n", {}, 400, "IMPORT_FILE_REFUSED"],
    ["a column twice", "email,name,Name\na@b.se,A,B\n", {}, 400, "IMPORT_FILE_REFUSED"],
    ["Windows-1252", Buffer.from("email,name\na@b.se,\xc5sa\n", "latin1"), {}, 400, "IMPORT_FILE_REFUSED"],
    ["UTF-16", Buffer.from("\uFEFFemail,name\n", "utf16le"), {}, 400, "IMPORT_FILE_REFUSED"],
    ["a header without end", "x".repeat(200_000), {}, 400, "IMPORT_FILE_REFUSED"],
    ["a JSON line without end", "x".repeat(200_000), { type: "application/x-ndjson" }, 400, "IMPORT_FILE_REFUSED"],
  ])("turns %s away before anything is written", async (_what, body, how, status, code) => {
    const answer = await send(body, how);
    expect([answer.status, answer.lines[0]?.error?.code]).toEqual([status, code]);
  });

  it("wants a token, and POST", async () => {
    const url = `${suite.url}/import/people`;
    const none = await fetch(url, { method: "POST", headers: { "content-type": "text/csv" }, body: "email\n" });
    expect([none.status, (await none.json()).error.code]).toEqual([401, "UNAUTHENTICATED"]);
    const get = await fetch(url, { headers: { authorization: `Bearer ${suite.token("admin")}` } });
    expect([get.status, (await get.json()).error.code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
  });

  it("shows of imported history that it was recorded from elsewhere, and gives out no credential of it", async () => {
    const csv = "personEmail;programKey;validFrom;expiresAt;source\n";
    const { viewer } = await suite.ask<{ viewer: { id: string; email: string } }>("learner", "{ viewer { id email } }");
    const { programs } = await suite.ask<{ programs: { nodes: { key: string }[] } }>(
      "learner",
      "{ programs(first: 1) { nodes { key } } }",
    );
    const row = `${viewer.email};${programs.nodes[0]?.key};2019-01-01;2020-12-31;Länets register\n`;
    const { lines } = await send(csv + row, { path: "/import/history" });
    expect(lines).toMatchObject([{ result: "CREATED" }, { summary: { created: 1 } }]);
    const { node } = await suite.ask<{ node: { url: string } }>(
      "learner",
      "query ($id: ID!) { node(id: $id) { ... on Certificate { url } } }",
      { id: (lines[0] as { id?: string }).id },
    );
    const address = suite.url + new URL(node.url).pathname;
    const page = await fetch(address, { headers: { accept: "text/html", "accept-language": "sv" } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("Registrerat från annat håll");
    expect(html).toContain("Länets register");
    const credential = await fetch(address, { headers: { accept: "application/vc" } });
    expect([credential.status, (await credential.json()).error.code]).toEqual([404, "NOT_FOUND"]);
  });

  it("tells in the last line what ended an import on the way; what stands before is done", async () => {
    const at = fresh();
    const { status, lines } = await send(`email,name\na${at},Ada\nb${at},Bo\nc${at},"never closed\nd${at},Dan\n`);
    expect(status).toBe(200);
    expect(lines.map(({ result }) => result)).toEqual(["CREATED", "CREATED", undefined]);
    expect(lines.at(-1)?.error).toMatchObject({
      code: "IMPORT_FILE_REFUSED",
      message: expect.stringMatching(/^Row 3/),
    });
    expect(await emails(at)).toEqual(["Ada", "Bo"]);
  });

  it("answers while it is sent to, stops where the client goes away, and goes on when it is sent again", async () => {
    const at = fresh();
    const rows = Array.from({ length: 3_000 }, (_, n) => `${n}${at},Person ${n}`);
    const firstTold = await sendInPart(suite, ["email,name", ...rows.slice(0, 1_200)].join("\n"));
    expect(firstTold).toMatchObject({ row: 1, result: "CREATED" });
    const { lines } = await send(["email,name", ...rows].join("\n"));
    const summary = lines.at(-1)?.summary;
    expect(summary).toMatchObject({ rows: 3_000, changed: 0, refused: 0 });
    // Batches that were full when it broke off, or all that had come: but for the last row, whose end had not.
    expect([500, 1_000, 1_199]).toContain(summary?.unchanged);
  });
});

/** Sends the beginning of a file, without an end, and gives the first line of the answer; then breaks the connection off. */
function sendInPart({ url, token }: ServerSuite, text: string): Promise<Line> {
  return new Promise((resolve, reject) => {
    const sending = request(`${url}/import/people`, {
      method: "POST",
      headers: { authorization: `Bearer ${token("admin")}`, "content-type": "text/csv" },
    });
    sending.once("error", reject);
    sending.once("response", (response) => {
      response.once("data", (chunk: Buffer) => {
        sending.destroy();
        resolve(JSON.parse(chunk.toString().split("\n")[0] ?? ""));
      });
      response.on("error", () => {});
    });
    sending.write(text);
  });
}
