import { expect, test } from "vitest";
import { codes, signed } from "./fixture.test.support.ts";
import type { JsonValue } from "./json.ts";

type Path = readonly (string | number)[];

const credential = JSON.parse(JSON.stringify(await signed({ waiver: "A pilot year." }))) as JsonValue;
const paths = leaves(credential);

test("the table has every field, nested ones and the proof's among them", () => {
  const names = paths.map((path) => path.join("."));
  expect(names).toEqual(
    expect.arrayContaining([
      "name",
      "validUntil",
      "credentialSubject.identifier.0.identityHash",
      "credentialSubject.achievement.criteria.narrative",
      "credentialSubject.achievement.alignment.0.targetCode",
      "evidence.0.genre",
      "proof.0.created",
      "proof.0.verificationMethod",
    ]),
  );
  expect(names.length).toBe(43);
});

test.each(paths.map((path) => [path.join("."), path] as const))("a change of %s is noticed", async (_name, path) => {
  expect(await codes(edit(credential, path, changed))).not.toEqual([]);
});

test.each(paths.map((path) => [path.join("."), path] as const))("the loss of %s is noticed", async (_name, path) => {
  expect(await codes(edit(credential, path, () => undefined))).not.toEqual([]);
});

// Members that the contexts have terms for, which nobody signed.
test.each([
  ["description", "A better one."],
  ["image", { id: "https://evil.example/badge.png", type: "Image" }],
  ["credentialSchema", { id: "https://evil.example/schema", type: "JsonSchema" }],
])("an added %s is noticed", async (key, value) => {
  expect(await codes({ ...Object(credential), [key]: value })).toEqual(["PROOF_INVALID"]);
});

test("a proof moved to another credential of the same issuer is noticed", async () => {
  const other = await signed({ number: "ACME-2026-0002" });
  expect(await codes({ ...Object(credential), proof: other.proof })).toEqual(["PROOF_INVALID"]);
});

function leaves(value: JsonValue, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A value of the same kind and form, so that it is the signature that notices and not the parser. */
function changed(value: JsonValue): JsonValue {
  if (typeof value !== "string") return !value;
  const date = /^(\d{3})(\d)(-\d\d-\d\dT.*)$/.exec(value);
  if (date !== null) return `${date[1]}${date[2] === "6" ? "5" : "8"}${date[3]}`;
  const last = value.at(-1) === "1" ? "2" : "1";
  return value.startsWith("z") ? `${value.slice(0, -1)}${last}` : `${value}${last}`;
}

function edit(value: JsonValue, path: Path, change: (leaf: JsonValue) => JsonValue | undefined): JsonValue | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return change(value);
  const copy = structuredClone(value) as Record<string | number, JsonValue>;
  const edited = edit(copy[head] ?? null, rest, change);
  if (edited === undefined && Array.isArray(copy)) copy.splice(Number(head), 1);
  else if (edited === undefined) delete copy[head];
  else copy[head] = edited;
  return copy as JsonValue;
}
