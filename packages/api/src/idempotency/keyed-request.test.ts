import { expect, it } from "vitest";
import { hashInput, nextStep, underKey } from "./keyed-request.ts";

const hash = (input: unknown) => Buffer.from(hashInput(input)).toString("hex");

it("an input is the same whatever the order of its fields, and what is left out", () => {
  const input = { a: 1, b: { c: [1, { d: 2, e: null }], at: new Date("2026-11-24T09:00:00Z") } };
  const reordered = { b: { at: new Date("2026-11-24T09:00:00Z"), c: [1, { e: null, d: 2 }] }, x: undefined, a: 1 };
  expect(hash(reordered)).toBe(hash(input));
});

it.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { a: "1" }],
  [{ a: null }, {}],
  [{ a: [1, 2] }, { a: [2, 1] }],
  [{ a: 1n }, { a: 2n }],
  [{ at: new Date(0) }, { at: new Date(1) }],
])("%o is another input than %o", (one, other) => {
  expect(hash(one)).not.toBe(hash(other));
});

it("each command of a mutation has its own place under the key, and none has one outside of it", async () => {
  const steps = () => [nextStep(), nextStep()];
  const [first, second] = await Promise.all([
    underKey("k", "enrol", async () => {
      await Promise.resolve();
      return steps();
    }),
    underKey("l", "enrol", async () => steps()),
  ]);
  const place = (key: string, step: number) => ({ key, operation: "enrol", step });
  expect(first).toEqual([place("k", 0), place("k", 1)]);
  expect(second).toEqual([place("l", 0), place("l", 1)]);
  expect(nextStep()).toBeNull();
});
