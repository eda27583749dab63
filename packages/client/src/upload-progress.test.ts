import { expect, it } from "vitest";
import { createKunnaClient } from "./client.ts";
import { unwrap } from "./refusal.ts";
import { startStubServer } from "./server.test.support.ts";
import type { UploadProgress } from "./upload-progress.ts";

async function start() {
  const taken: { name: string; whole: boolean; key: unknown }[] = [];
  const { url, requests } = await startStubServer(
    {},
    {
      uploadFile: async ({ file, idempotencyKey }) => {
        const { name } = file as File;
        taken.push({ name, whole: (await (file as File).text()) === text, key: idempotencyKey });
        return { __typename: "EvidenceFile", id: "f1", name, mediaType: "text/plain", size: 5, sha256: "00" };
      },
    },
  );
  const told: UploadProgress[] = [];
  const onProgress = (progress: UploadProgress) => void told.push(progress);
  return { url, requests, taken, told, onProgress };
}

const text = "x".repeat(1_000_000);
const file = new Blob([text], { type: "text/plain" });

it("tells how much of a file has gone, from nothing to all", async () => {
  const { url, requests, taken, told, onProgress } = await start();
  const { evidence } = createKunnaClient({ url, token: "t" });
  unwrap(await evidence.upload(file, "Över allt.txt", { onProgress }));
  expect(taken).toEqual([{ name: "Över allt.txt", whole: true, key: expect.any(String) }]);
  expect(requests[0]?.["x-kunna-upload"]).toBe("1");
  expect(requests[0]?.authorization).toBe("Bearer t");
  expect(requests[0]?.["content-length"]).toBe(String(told[0]?.total));
  expect(requests[0]?.["transfer-encoding"]).toBeUndefined();
  expect(told.length).toBeGreaterThan(3);
  const sent = told.map((one) => one.sent);
  expect(sent.toSorted((a, b) => a - b)).toEqual(sent);
  const total = told[0]?.total ?? 0;
  expect(total).toBeGreaterThan(1_000_000);
  expect([told[0], told.at(-1)]).toEqual([
    { sent: 0, total },
    { sent: total, total },
  ]);
});

it("begins anew when it is sent again, with the same key", async () => {
  const { url, taken, told, onProgress } = await start();
  let left = 1;
  const lossy: typeof fetch = async (...request) => {
    const answer = await fetch(...request);
    if (left-- > 0) throw new TypeError("terminated");
    return answer;
  };
  const { evidence } = createKunnaClient({ url, token: "t", fetch: lossy });
  unwrap(await evidence.upload(file, "report.txt", { onProgress }));
  expect(taken.map(({ key }) => key)).toEqual([taken[0]?.key, taken[0]?.key]);
  expect(told.filter(({ sent }) => sent === 0)).toHaveLength(2);
});

it("tells its beginning and its end where no body can be streamed", async () => {
  const { url, taken, told, onProgress } = await start();
  const { Request } = globalThis;
  try {
    // As a browser that knows no streamed bodies: it takes one for a text, and doesn't ask for `duplex`.
    globalThis.Request = class extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(input, { ...init, body: "[object ReadableStream]" });
      }
    };
    const { evidence } = createKunnaClient({ url, token: "t", fetch });
    unwrap(await evidence.upload(file, "report.txt", { onProgress }));
  } finally {
    globalThis.Request = Request;
  }
  expect(taken).toHaveLength(1);
  const total = told[0]?.total;
  expect(told).toEqual([
    { sent: 0, total },
    { sent: total, total },
  ]);
});

it("is sent again as a whole where its length does not go along", async () => {
  const { url, taken, told, onProgress } = await start();
  const lengthless: typeof fetch = async (input, init) =>
    init?.body instanceof ReadableStream ? new Response(null, { status: 411 }) : fetch(input, init);
  const { evidence } = createKunnaClient({ url, token: "t", fetch: lengthless });
  unwrap(await evidence.upload(file, "report.txt", { onProgress }));
  expect(taken).toHaveLength(1);
  expect(told.at(-1)?.sent).toBe(told[0]?.total);
});

it("ends by the signal, half-way", async () => {
  const { url } = await start();
  const ended = new AbortController();
  const { evidence } = createKunnaClient({ url, token: "t" });
  const onProgress = ({ sent }: UploadProgress) => void (sent > 100_000 && ended.abort());
  const uploaded = evidence.upload(file, "report.txt", { onProgress, signal: ended.signal });
  await expect(uploaded).rejects.toMatchObject({ name: "AbortError" });
});
