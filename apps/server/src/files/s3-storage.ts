import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import type { ByteRange, FileStorage } from "@kunna/api";
import { type S3Location, S3RequestFailed, type S3Send, s3Requests, textOf } from "./s3-requests.ts";
import { assertStorageKey } from "./storage-key.ts";

/** In bytes. What is smaller goes as one request; each upload holds two parts in memory at most. S3 takes no smaller parts than 5 MiB. */
const partSize = 8 * 1024 * 1024;

/** The storage that is set can't be used: one clear sentence. */
export class StorageUnavailable extends Error {
  readonly code = "STORAGE_UNAVAILABLE";
}

/**
 * Files in a bucket of S3, or of a server that speaks S3. A file appears under its key only when it is whole: S3 itself shows
 * nothing of an upload before it is complete.
 * @throws StorageUnavailable when the bucket does not answer, or not to these credentials
 */
export async function openS3Storage(location: S3Location, { patience = 60_000 } = {}): Promise<FileStorage> {
  const send = s3Requests(location, patience);
  await assertReachable(location, s3Requests(location, Math.min(patience, 10_000)));
  return {
    async write(key, content) {
      assertStorageKey(key);
      const upload = new PartedUpload(send, key);
      try {
        for await (const part of parts(content)) await upload.add(part);
        await upload.complete();
      } catch (error) {
        // What failed is told, also where it can't be cleared away: the bucket's lifecycle rule does that.
        await upload.abort().catch(() => {});
        throw error;
      }
    },
    async read(key, range) {
      assertStorageKey(key);
      const headers = range ? { range: `bytes=${range.start}-${range.end}` } : {};
      const response = await send({ method: "GET", key, headers, also: [404] });
      if (response.status === 404) {
        await response.body?.cancel();
        return null;
      }
      if (range && !isPart(response, range)) {
        await response.body?.cancel();
        throw new S3RequestFailed("a range", response.status, "something else came instead");
      }
      return response.body ? Readable.fromWeb(response.body as WebStream) : Readable.from([]);
    },
    async remove(key) {
      assertStorageKey(key);
      await (await send({ method: "DELETE", key, also: [404] })).body?.cancel();
    },
  };
}

/** Whether it is what was asked for: whoever passes it on has told its length already. */
function isPart({ status, headers }: Response, { start, end }: ByteRange): boolean {
  const isTold = headers.get("content-range")?.startsWith(`bytes ${start}-${end}/`) ?? false;
  return status === 206 && isTold && headers.get("content-length") === String(end - start + 1);
}

/** An upload that becomes one request, or several where it is large. */
class PartedUpload {
  readonly #send: S3Send;
  readonly #key: string;
  readonly #tags: string[] = [];
  /** The part that is not sent yet: when no other follows, it is the whole. */
  #waiting: Uint8Array | null = null;
  #uploadId: string | null = null;

  constructor(send: S3Send, key: string) {
    this.#send = send;
    this.#key = key;
  }

  async add(part: Uint8Array): Promise<void> {
    if (this.#waiting) await this.#sendPart(this.#waiting);
    this.#waiting = part;
  }

  async complete(): Promise<void> {
    const last = this.#waiting ?? new Uint8Array();
    if (this.#uploadId === null) {
      await this.#drained({ method: "PUT", body: last });
      return;
    }
    await this.#sendPart(last);
    const parts = this.#tags.map((tag, index) => {
      const etag = tag.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
      return `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`;
    });
    const body = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`;
    const { text } = await this.#drained({ method: "POST", body, query: { uploadId: this.#uploadId } });
    // S3 says 200 before it knows whether it can.
    if (!text.includes("<CompleteMultipartUploadResult"))
      throw new S3RequestFailed("the completion of an upload", 200, textOf(text, "Code") ?? "no result");
  }

  async abort(): Promise<void> {
    if (this.#uploadId === null) return;
    await this.#drained({ method: "DELETE", query: { uploadId: this.#uploadId } });
  }

  async #sendPart(body: Uint8Array): Promise<void> {
    this.#uploadId ??= await this.#begin();
    const query = { partNumber: String(this.#tags.length + 1), uploadId: this.#uploadId };
    const { response } = await this.#drained({ method: "PUT", body, query });
    this.#tags.push(response.headers.get("etag") ?? "");
  }

  async #begin(): Promise<string> {
    const { text } = await this.#drained({ method: "POST", query: { uploads: "" } });
    const uploadId = textOf(text, "UploadId");
    if (!uploadId) throw new S3RequestFailed("the beginning of an upload", 200, "it was given no id");
    return uploadId;
  }

  async #drained(request: Omit<Parameters<S3Send>[0], "key">): Promise<{ response: Response; text: string }> {
    const response = await this.#send({ ...request, key: this.#key });
    return { response, text: await response.text() };
  }
}

/** A stream in parts of one size; only the last may be smaller. */
async function* parts(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    for (let rest = chunk; rest.byteLength > 0; ) {
      const piece = rest.subarray(0, partSize - size);
      pieces.push(piece);
      size += piece.byteLength;
      rest = rest.subarray(piece.byteLength);
      if (size < partSize) continue;
      yield Buffer.concat(pieces);
      pieces = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(pieces);
}

async function assertReachable({ bucket, endpoint, region }: S3Location, send: S3Send): Promise<void> {
  try {
    await send({ method: "HEAD", key: null });
  } catch (error) {
    if (!(error instanceof S3RequestFailed)) throw error;
    const where = `The bucket ${bucket} at ${endpoint ?? `Amazon S3 in ${region}`}`;
    const help =
      error.status === 404
        ? "there is no such bucket: create it, or correct KUNNA_FILES."
        : error.status === 403
          ? "these credentials may not use it: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may list it."
          : error.status === 301 || error.status === 400
            ? `it answers ${error.status}: check the region in KUNNA_FILES.`
            : `${error.message.split(": ").at(-1)}: check KUNNA_FILES, and that this machine can reach it.`;
    throw new StorageUnavailable(`${where} can't be used: ${help}`);
  }
}
