import { expect, it } from "vitest";
import { byteRange, namesTag } from "./byte-range.ts";

it.each<[string | undefined, number, ReturnType<typeof byteRange>]>([
  [undefined, 10, null],
  ["bytes=0-4", 10, { start: 0, end: 4 }],
  ["BYTES= 0-0 ", 10, { start: 0, end: 0 }],
  ["bytes=3-", 10, { start: 3, end: 9 }],
  ["bytes=-3", 10, { start: 7, end: 9 }],
  ["bytes=-30", 10, { start: 0, end: 9 }],
  ["bytes=9-99999999999999999999", 10, { start: 9, end: 9 }],
  ["bytes=10-", 10, "UNSATISFIABLE"],
  ["bytes=-0", 10, "UNSATISFIABLE"],
  ["bytes=99999999999999999999-", 10, "UNSATISFIABLE"],
  ["bytes=4-3", 10, null],
  ["bytes=-", 10, null],
  ["bytes=a-b", 10, null],
  ["bytes=0-1,3-4", 10, null],
  ["lines=0-1", 10, null],
  ["bytes=0-1\n", 10, null],
])("reads Range %j of %d bytes as %j", (header, size, expected) => {
  expect(byteRange(header, size)).toEqual(expected);
});

it.each([
  [undefined, false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ["*", true],
  ['"b"', false],
  ["a", false],
])('reads If-None-Match %j for "a" as %j', (header, expected) => {
  expect(namesTag(header, '"a"')).toBe(expected);
});
