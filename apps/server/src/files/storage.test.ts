import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { FileStorage } from "@kunna/api";
import S3rver from "s3rver";
import { describe, expect, it, onTestFinished } from "vitest";
import { clearUnfinished, folderStorage } from "./folder-storage.ts";
import { openS3Storage } from "./s3-storage.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kunna-storage-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Each driver, new and empty. */
const drivers: Readonly<Record<string, () => Promise<FileStorage>>> = {
  "a folder": async () => folderStorage(await temporaryFolder()),
  // A server of others that speaks S3. It knows key ids; it does not check signatures of version 4.
  "a bucket": async () => {
    const buckets = [{ name: "evidence", configs: [] }];
    const directory = await temporaryFolder();
    const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets: buckets });
    const { port } = await server.run();
    onTestFinished(() => server.close());
    return openS3Storage({
      bucket: "evidence",
      prefix: "kunna/files/",
      region: "us-east-1",
      endpoint: `http://127.0.0.1:${port}`,
      accessKeyId: "S3RVER",
      secretAccessKey: "S3RVER",
      sessionToken: null,
    });
  },
};

const newKey = () => `${randomUUID()}/${randomUUID()}`;

async function* chunks(content: Buffer, size = 65_536): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < content.byteLength; at += size) yield content.subarray(at, at + size);
}

async function all(content: AsyncIterable<Uint8Array> | null): Promise<Buffer | null> {
  if (content === null) return null;
  const read: Uint8Array[] = [];
  for await (const chunk of content) read.push(chunk);
  return Buffer.concat(read);
}

const MiB = 1024 * 1024;

describe.each(Object.entries(drivers))("R3 files in %s", (_name, open) => {
  it.each([
    ["one byte", 1],
    ["less than a part of S3", 300_000],
    ["a part to the byte", 8 * MiB],
    ["two parts to the byte", 16 * MiB],
    ["parts and some", 17 * MiB + 5],
  ])("keeps %s, and gives it back, whole and in ranges", async (_what, size) => {
    const files = await open();
    const [key, content] = [newKey(), randomBytes(size)];
    await files.write(key, chunks(content));
    expect((await all(await files.read(key)))?.equals(content)).toBe(true);
    const [start, end] = [Math.floor(size / 3), Math.floor((size * 2) / 3)];
    expect((await all(await files.read(key, { start, end })))?.equals(content.subarray(start, end + 1))).toBe(true);
    const last = { start: size - 1, end: size - 1 };
    expect((await all(await files.read(key, last)))?.equals(content.subarray(size - 1))).toBe(true);
  });

  it("takes chunks larger than its parts", async () => {
    const files = await open();
    const [key, content] = [newKey(), randomBytes(20 * MiB)];
    await files.write(key, chunks(content, 19 * MiB));
    expect((await all(await files.read(key)))?.equals(content)).toBe(true);
  });

  it("shows nothing before the stream has ended", async () => {
    const files = await open();
    const key = newKey();
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let reached = () => {};
    const atEnd = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const writing = files.write(
      key,
      (async function* () {
        yield randomBytes(10 * MiB);
        reached();
        await held;
        yield randomBytes(1);
      })(),
    );
    await atEnd;
    expect(await files.read(key)).toBeNull();
    finish();
    await writing;
    expect((await all(await files.read(key)))?.byteLength).toBe(10 * MiB + 1);
  });

  it.each([
    ["at once", 0],
    ["in the first part", 100_000],
    ["after parts have gone out", 20 * MiB],
  ])("keeps nothing of a stream that fails %s, and throws what failed", async (_when, size) => {
    const files = await open();
    const key = newKey();
    const refused = new Error("refused");
    const failing = async function* () {
      yield* chunks(randomBytes(size));
      throw refused;
    };
    await expect(files.write(key, failing())).rejects.toBe(refused);
    expect(await files.read(key)).toBeNull();
    // And the key is as free as before.
    await files.write(key, chunks(Buffer.from("again")));
    expect((await all(await files.read(key)))?.toString()).toBe("again");
  });

  it("has none for a key that was never written, or that was removed, however often", async () => {
    const files = await open();
    const [key, other] = [newKey(), newKey()];
    expect(await files.read(key)).toBeNull();
    expect(await files.read(key, { start: 0, end: 1 })).toBeNull();
    for (const written of [key, other]) await files.write(written, chunks(Buffer.from("a")));
    await files.remove(key);
    await files.remove(key);
    expect(await files.read(key)).toBeNull();
    expect((await all(await files.read(other)))?.toString()).toBe("a");
  });

  it("takes no key but two UUIDs", async () => {
    const files = await open();
    for (const key of ["", "a", "../../etc/passwd", `${randomUUID()}/../${randomUUID()}`, `${newKey()}?acl`]) {
      await expect(files.write(key, chunks(Buffer.from("a")))).rejects.toThrow("two UUIDs");
      await expect(files.read(key)).rejects.toThrow("two UUIDs");
      await expect(files.remove(key)).rejects.toThrow("two UUIDs");
    }
  });

  it("takes many at once", async () => {
    const files = await open();
    const written = Array.from({ length: 20 }, (_, index) => ({ key: newKey(), content: randomBytes(50_000 + index) }));
    await Promise.all(written.map(({ key, content }) => files.write(key, chunks(content))));
    const read = await Promise.all(written.map(async ({ key }) => all(await files.read(key))));
    expect(read.every((content, index) => written[index]?.content.equals(content ?? Buffer.alloc(0)))).toBe(true);
  });
});

it("leaves no unfinished file in the folder, even of a stream that fails before it is opened", async () => {
  const folder = await temporaryFolder();
  const files = folderStorage(folder);
  const failing = async function* () {
    if (folder) throw new Error("refused");
    yield Buffer.from("never");
  };
  await Promise.all(Array.from({ length: 50 }, () => expect(files.write(newKey(), failing())).rejects.toThrow()));
  const left = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toEqual([]);
});

it("clears away what was left half written a day ago, and nothing else", async () => {
  const folder = await temporaryFolder();
  const [whole, fresh, old] = [newKey(), newKey(), newKey()];
  await folderStorage(folder).write(whole, chunks(Buffer.from("a")));
  for (const key of [fresh, old]) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, `${key}.part`), "half");
  }
  const [now, twoDaysAgo] = [new Date(), new Date(Date.now() - 2 * 24 * 60 * 60 * 1_000)];
  await utimes(join(folder, whole), twoDaysAgo, twoDaysAgo);
  await utimes(join(folder, `${old}.part`), twoDaysAgo, twoDaysAgo);
  await clearUnfinished(folder, now);
  const left = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = left.filter((entry) => entry.isFile()).map(({ name }) => name);
  expect(names.toSorted()).toEqual([basename(whole), `${basename(fresh)}.part`].toSorted());
});
