import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { expect, it, onTestFinished } from "vitest";
import { EnvironmentRefused, readEnvironment } from "../environment.ts";
import { openS3Storage } from "./s3-storage.ts";

const keys = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER", sessionToken: null };
const location = { bucket: "evidence", prefix: "", region: "us-east-1", ...keys };

/** A server that does as it is told, for what a real one does seldom. */
async function answering(listener: RequestListener): Promise<{ endpoint: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split("?")[1] ?? ""}`);
    request.resume().on("end", () => listener(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** S3's answers to an upload in parts, but for its completion. */
function uploads(completion: string): RequestListener {
  return ({ method, url = "" }, response) => {
    response.setHeader("etag", '"e&<"');
    if (url.includes("uploads=")) response.end("<X><UploadId>a&amp;b</UploadId></X>");
    else if (method === "POST") response.end(completion);
    else response.end();
  };
}

async function* large(fails: boolean) {
  yield randomBytes(20 * 1024 * 1024);
  if (fails) throw new Error("refused");
}

async function* small() {
  yield Buffer.from("a");
}

const key = `${randomUUID()}/${randomUUID()}`;

it("takes back the parts of an upload that fails", async () => {
  const { endpoint, asked } = await answering(uploads(""));
  const files = await openS3Storage({ ...location, endpoint });
  await expect(files.write(key, large(true))).rejects.toThrow("refused");
  expect(asked).toEqual(["HEAD ", "POST uploads=", "PUT partNumber=1&uploadId=a%26b", "DELETE uploadId=a%26b"]);
});

it("does not believe the 200 of a completion that failed", async () => {
  const { endpoint, asked } = await answering(uploads("<Error><Code>InternalError</Code></Error>"));
  const files = await openS3Storage({ ...location, endpoint });
  await expect(files.write(key, large(false))).rejects.toThrow("S3: the completion of an upload failed: InternalError");
  expect(asked.at(-1)).toBe("DELETE uploadId=a%26b");
});

it("tries again what the server could not do just now, and throws what it can't do at all", async () => {
  let failures = 1;
  const { endpoint, asked } = await answering((request, response) => {
    response.statusCode = request.method === "HEAD" || (request.method === "PUT" && failures-- <= 0) ? 200 : 503;
    response.end("<Error><Code>SlowDown</Code></Error>");
  });
  const files = await openS3Storage({ ...location, endpoint });
  await files.write(key, small());
  expect(asked).toEqual(["HEAD ", "PUT ", "PUT "]);
  await expect(files.read(key)).rejects.toThrow("503 SlowDown");
});

it("gives up on a server that does not answer, and never takes anything else for a part", async () => {
  const { endpoint } = await answering((request, response) => {
    if (request.method === "HEAD" || request.headers.range) response.end();
  });
  const files = await openS3Storage({ ...location, endpoint }, { patience: 200 });
  await expect(files.read(key)).rejects.toThrow("no answer within 0.2 s");
  await expect(files.read(key, { start: 0, end: 0 })).rejects.toThrow("something else came instead");
});

it("says at the start why a bucket can't be used", async () => {
  const directory = await mkdtemp(join(tmpdir(), "kunna-s3-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const configureBuckets = [{ name: "evidence", configs: [] }];
  const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets });
  const { port } = await server.run();
  const there = { ...location, endpoint: `http://127.0.0.1:${port}` };
  const silent = await answering(() => {});
  const refused = (other: Partial<typeof there>) =>
    expect(openS3Storage({ ...there, ...other }, { patience: 300 })).rejects;
  await openS3Storage(there);
  await refused({ bucket: "other" }).toThrow("there is no such bucket");
  await refused({ accessKeyId: "other" }).toThrow("these credentials may not use it");
  await refused({ endpoint: silent.endpoint }).toThrow("no answer within 0.3 s");
  await refused({ endpoint: silent.endpoint }).toMatchObject({ code: "STORAGE_UNAVAILABLE" });
  await server.close();
  await refused({}).toThrow("ECONNREFUSED");
});

const credentials = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };

it.each([
  ["s3://bucket?region=eu-north-1", { bucket: "bucket", prefix: "", region: "eu-north-1", endpoint: null }],
  [
    "s3://bucket/a/b/?region=x&endpoint=http%3A%2F%2F127.0.0.1%3A9000/",
    { bucket: "bucket", prefix: "a/b/", region: "x", endpoint: "http://127.0.0.1:9000" },
  ],
])("reads KUNNA_FILES=%s", (KUNNA_FILES, expected) => {
  const { s3 } = readEnvironment({ KUNNA_FILES, ...credentials, AWS_SESSION_TOKEN: "t" }, "/");
  expect(s3).toEqual({ ...expected, accessKeyId: "id", secretAccessKey: "secret", sessionToken: "t" });
});

it.each([
  [{ KUNNA_FILES: "/files" }, "KUNNA_FILES: must be as s3://bucket/prefix?region=eu-north-1."],
  [{ KUNNA_FILES: "s3://b", ...credentials }, "KUNNA_FILES: say the bucket's region"],
  [{ KUNNA_FILES: "s3://b?region=x" }, "KUNNA_FILES: set AWS_ACCESS_KEY_ID"],
  [{ KUNNA_FILES: "s3://b?region=x&acl=public", ...credentials }, "KUNNA_FILES: takes no acl."],
  [{ KUNNA_FILES: "s3://b?region=x&endpoint=127.0.0.1:9000", ...credentials }, "KUNNA_FILES: the endpoint must be"],
  [{ KUNNA_FILES_ORIGIN: "https://a.example.org", PUBLIC_URL: "https://a.example.org/x" }, "another origin"],
  [{ KUNNA_FILES_ORIGIN: "https://a.example.org/files" }, "an origin without a path"],
  [{ KUNNA_FILE_TYPES: "pdf,html" }, "KUNNA_FILE_TYPES"],
])("refuses %j", (variables, why) => {
  expect(() => readEnvironment(variables, "/")).toThrow(EnvironmentRefused);
  expect(() => readEnvironment(variables, "/")).toThrow(why);
});
