import { expect, test } from "vitest";
import { memoryStorage, rotateSigningKey } from "./index.ts";
import { publicKeys, signWithToolKey } from "./signing-keys.ts";

const day = 24 * 60 * 60_000;
const start = new Date("2026-01-01T00:00:00Z");
const at = (days: number) => new Date(start.getTime() + days * day);
const kidOf = (jwt: string) => JSON.parse(atob(jwt.split(".")[0] ?? "")).kid as string;

test("a new key is published before it signs, and the old one stays after", async () => {
  const storage = memoryStorage();
  const kids = async (days: number) => (await publicKeys(storage, at(days))).keys.map(({ kid }) => kid);
  const signer = async (days: number) => kidOf(await signWithToolKey(storage, {}, at(days)));
  const [first] = await kids(0);
  expect(await signer(0)).toBe(first);
  expect(await rotateSigningKey(storage, { now: at(10) })).toBe(true);
  const [, second] = await kids(10);
  expect(await kids(10)).toEqual([first, second]);
  expect(await signer(10)).toBe(first);
  expect(await signer(11)).toBe(second);
  expect(await kids(11.9)).toEqual([first, second]);
  expect(await kids(12)).toEqual([second]);
});

test("two processes that rotate at once leave one new key, and none is added on one that does not sign yet", async () => {
  const storage = memoryStorage();
  await rotateSigningKey(storage, { now: at(0) });
  const both = await Promise.all([1, 2].map(() => rotateSigningKey(storage, { now: at(5) })));
  expect(both.sort()).toEqual([false, true]);
  expect(await rotateSigningKey(storage, { now: at(5.5) })).toBe(false);
  expect(await storage.signingKeys()).toHaveLength(2);
});

test("nothing private is published", async () => {
  const { keys } = await publicKeys(memoryStorage(), at(0));
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
});

test("a process whose clock is behind signs with the first key all the same", async () => {
  const storage = memoryStorage();
  await rotateSigningKey(storage, { now: at(1) });
  await expect(signWithToolKey(storage, {}, at(0))).resolves.toMatch(/^ey/);
});
