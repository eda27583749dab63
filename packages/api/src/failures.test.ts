import { expect, it } from "vitest";
import { Failures } from "./failures.ts";

it("throws one failure as it is, and several together", () => {
  const failures = new Failures();
  expect(() => failures.end()).not.toThrow();
  failures.add(new TypeError("one"));
  expect(() => failures.end()).toThrow(TypeError);
  failures.add(new Error("two"));
  expect(() => failures.end()).toThrow(AggregateError);
});

it("tells at once who listens, and throws nothing of that", () => {
  const told: unknown[] = [];
  const failures = new Failures((error) => told.push(error));
  failures.add("one");
  expect(told).toEqual(["one"]);
  expect(() => failures.end()).not.toThrow();
});
