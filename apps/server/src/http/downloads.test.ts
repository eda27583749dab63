import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../cli/serve.ts";
import { demoIn } from "../demo-seed.test.support.ts";
import { readEnvironment } from "../environment.ts";

type Who = "learner" | "reviewer" | "otherAdmin" | "manager";

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const text = "0123456789".repeat(20_000);
const tag = `"${createHash("sha256").update(text).digest("hex")}"`;
const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");

/** A server in a folder of its own, and what one asks of it. */
async function start(variables: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), "kunna-downloads-"));
  const demo = await demoIn(folder);
  const environment = readEnvironment({ PORT: "0", KUNNA_FOLDER: folder, ...demo, ...variables }, folder);
  const server: RunningServer = await startServer(environment, pino({ level: "silent" }));
  const bearer = (who: Who) => ({ authorization: `Bearer ${server.demo?.tokens[who]}` });

  /** Asks this server, whatever the name in the address is: it is sent as the Host. */
  const get = (url: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> =>
    new Promise((resolve, reject) => {
      const { host, pathname, search } = new URL(url);
      const options = { method, path: pathname + search, headers: { ...headers, host } };
      const asking = request(server.url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const body = Buffer.concat(chunks).toString("latin1");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
      });
      asking.on("error", reject).end();
    });
  const upload = async (body: BodyInit, type: string): Promise<string> => {
    const response = await fetch(`${server.url}/files?name=r%C3%A9port%20(1).x`, {
      method: "POST",
      headers: { ...bearer("learner"), "content-type": type },
      body,
    });
    return (await response.json()).id;
  };
  const graphql = async (who: Who, query: string, given: Record<string, unknown>) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { ...bearer(who), "content-type": "application/json" },
      body: JSON.stringify({ query, variables: given }),
    });
    return (await response.json()).data;
  };
  const urlOf = async (id: string, who: Who = "learner"): Promise<string | null> =>
    (await graphql(who, "query ($id: ID!) { node(id: $id) { ... on EvidenceFile { url } } }", { id })).node?.url ??
    null;
  const close = async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { server, bearer, get, upload, urlOf, graphql, close };
}

type Started = Awaited<ReturnType<typeof start>>;

describe.each([
  ["the API's own origin", {}],
  ["an origin of their own, kept in a bucket", { KUNNA_FILES_ORIGIN: "http://files.example.test" }],
])("R3 files from %s", (_name, variables) => {
  let there: Started;
  let id: string;
  let url: string;
  const isOwn = "KUNNA_FILES_ORIGIN" in variables;
  let bucket: S3rver | null = null;
  let bucketFolder = "";
  const startBucket = async () => {
    bucketFolder = await mkdtemp(join(tmpdir(), "kunna-bucket-"));
    const configureBuckets = [{ name: "files", configs: [] }];
    bucket = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory: bucketFolder, configureBuckets });
    const { port } = await bucket.run();
    return {
      KUNNA_FILES: `s3://files/kunna?region=us-east-1&endpoint=http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "S3RVER",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
    };
  };
  const ask = (headers: Record<string, string> = {}, method = "GET") =>
    there.get(url, isOwn ? headers : { ...there.bearer("learner"), ...headers }, method);

  beforeAll(async () => {
    there = await start(isOwn ? { ...variables, ...(await startBucket()) } : variables);
    id = await there.upload(text, "text/plain");
    url = (await there.urlOf(id)) ?? "";
  }, 120_000);
  afterAll(async () => {
    await there?.close();
    await bucket?.close();
    if (bucketFolder) await rm(bucketFolder, { recursive: true, force: true });
  });

  it("gives the whole, with what keeps a browser from running it", async () => {
    const { status, headers, body } = await ask();
    expect(new URL(url).origin).toBe(isOwn ? "http://files.example.test" : there.server.url);
    expect([status, body]).toEqual([200, text]);
    expect(headers).toMatchObject({
      etag: tag,
      "accept-ranges": "bytes",
      "content-type": "text/plain",
      "content-length": String(text.length),
      "content-disposition": "attachment; filename*=UTF-8''r%C3%A9port%20%281%29.x",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": isOwn ? "cross-origin" : "same-origin",
      "access-control-allow-origin": "*",
    });
  });

  it.each<[string, Record<string, string>, number, string, string | undefined]>([
    ["from here on", { range: "bytes=199990-" }, 206, "0123456789", "bytes 199990-199999/200000"],
    ["between", { range: "bytes=5-7" }, 206, "567", "bytes 5-7/200000"],
    ["the end", { range: "bytes=-2" }, 206, "89", "bytes 199998-199999/200000"],
    ["of the same file", { range: "bytes=0-1", "if-range": tag }, 206, "01", "bytes 0-1/200000"],
    ["of another file", { range: "bytes=0-0", "if-range": '"other"' }, 200, text, undefined],
    ["of a weak tag", { range: "bytes=0-0", "if-range": `W/${tag}` }, 200, text, undefined],
    ["several", { range: "bytes=0-0,2-3" }, 200, text, undefined],
  ])("gives a part: %s", async (_what, asked, expected, part, contentRange) => {
    const { status, headers, body } = await ask(asked);
    expect([status, headers["content-range"], headers["content-length"]]).toEqual([
      expected,
      contentRange,
      String(part.length),
    ]);
    expect(body === part).toBe(true);
  });

  it("says when there is no such part, and when there is nothing new", async () => {
    const beyond = await ask({ range: "bytes=200000-" });
    expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, "bytes */200000"]);
    expect(JSON.parse(beyond.body).error.code).toBe("RANGE_NOT_SATISFIABLE");
    const unchanged = await ask({ "if-none-match": `"x", ${tag}`, range: "bytes=0-1" });
    expect([unchanged.status, unchanged.body, unchanged.headers.etag]).toEqual([304, "", tag]);
  });

  it("answers HEAD with the same headers and no bytes, and nothing else but GET", async () => {
    const head = await ask({ range: "bytes=0-1" }, "HEAD");
    expect([head.status, head.body, head.headers["content-length"]]).toEqual([200, "", String(text.length)]);
    expect((await ask({}, "PUT")).status).toBe(405);
    const asked = { origin: "https://portal.example.org", "access-control-request-method": "GET" };
    const preflight = await there.get(url, asked, "OPTIONS");
    expect([preflight.status, preflight.headers["access-control-allow-headers"]]).toEqual([
      204,
      "authorization, content-type, if-none-match, if-range, range",
    ]);
  });

  it("shows a picture in its place only where nothing else is", async () => {
    const picture = (await there.urlOf(await there.upload(png, "image/png"))) ?? "";
    const { headers } = await there.get(picture, isOwn ? {} : there.bearer("learner"));
    expect(headers["content-disposition"]).toMatch(isOwn ? /^inline;/ : /^attachment;/);
    expect(headers["content-security-policy"]).toContain("sandbox");
  });

  it("is told apart by nobody who may not read it, until an evidence that they may read names it", async () => {
    const given = { id: await there.upload("mine", "text/plain") };
    const noneAtAll = Buffer.from(`EvidenceFile:${crypto.randomUUID()}`).toString("base64url");
    for (const who of ["otherAdmin", "reviewer"] as const) {
      expect(await there.urlOf(given.id, who)).toBeNull();
      const theirs = await there.get(`${there.server.url}/files/${given.id}`, there.bearer(who));
      const nobodys = await there.get(`${there.server.url}/files/${noneAtAll}`, there.bearer(who));
      expect([theirs.status, theirs.body]).toEqual([404, nobodys.body]);
    }
    const { programs } = await there.graphql("learner", "{ programs(first: 1) { nodes { id } } }", {});
    const enrolled = await there.graphql(
      "learner",
      "mutation ($programId: ID!) { enrol(input: { programId: $programId }) { __typename ... on Enrolment { id version { modules { requirements { key kind } } } } } }",
      { programId: programs.nodes[0].id },
    );
    const requirements: { key: string; kind: string }[] = enrolled.enrol.version.modules.flatMap(
      (module: { requirements: unknown[] }) => module.requirements,
    );
    const submitted = await there.graphql(
      "learner",
      "mutation ($input: EvidenceInput!) { submitEvidence(input: $input) { __typename } }",
      {
        input: {
          enrolmentId: enrolled.enrol.id,
          requirementKeys: [requirements.find(({ kind }) => kind === "APPLIED_TASK")?.key],
          text: "What I did.",
          fileIds: [given.id],
          performedOn: new Date().toISOString().slice(0, 10),
        },
      },
    );
    expect(submitted.submitEvidence.__typename).toBe("Evidence");
    expect(await there.urlOf(given.id, "otherAdmin")).toBeNull();
    const now = (await there.urlOf(given.id, "reviewer")) ?? "";
    expect((await there.get(now, isOwn ? {} : there.bearer("reviewer"))).body).toBe("mine");
  });

  if (!isOwn) return;

  it("sends whoever comes with a token to the API's origin on to the other", async () => {
    const { status, headers } = await there.get(`${there.server.url}/files/${id}`, there.bearer("learner"));
    expect([status, headers.location?.split("?")[0]]).toEqual([302, url.split("?")[0]]);
    expect((await there.get(headers.location ?? "")).body).toBe(text);
    expect((await there.get(`${there.server.url}/files/${id}`)).status).toBe(401);
  });

  it("has nothing else on the other origin, and there nothing without a link of ours", async () => {
    const nothing = await there.get("http://files.example.test/graphql", there.bearer("learner"));
    expect(nothing.status).toBe(404);
    const changed = (name: string, value: string) => {
      const other = new URL(url);
      other.searchParams.set(name, value);
      return there.get(other.href, there.bearer("learner"));
    };
    const answers = await Promise.all([
      there.get(url.split("?")[0] ?? "", there.bearer("learner")),
      there.get(`http://files.example.test/files/${await there.upload("b", "text/plain")}${new URL(url).search}`),
      changed("until", String(Math.floor(Date.now() / 1_000) + 86_400)),
      changed("of", crypto.randomUUID()),
      changed("of", "nothing"),
      changed("signature", ""),
      changed("signature", "A".repeat(43)),
    ]);
    for (const { status, body } of answers)
      expect([status, body]).toEqual([404, nothing.body.replace("address", "file")]);
  });
});
