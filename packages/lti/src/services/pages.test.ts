import { expect, test } from "vitest";
import { linkOf } from "./pages.ts";

const linkIn = (link: string, relation = "next") =>
  linkOf({ headers: new Headers({ link }) }, relation, "https://lms.example/members");

test.each([
  ['<https://lms.example/members?from=2>; rel="next"', "https://lms.example/members?from=2"],
  ["</members?from=2>;rel=next", "https://lms.example/members?from=2"],
  [
    '<https://lms.example/a>; rel="first", <https://lms.example/b>; title="x; y"; REL="prev next"',
    "https://lms.example/b",
  ],
  ['<https://lms.example/a>; rel="differences"', null],
  ["", null],
])("%s leads to %s", (link, url) => {
  expect(linkIn(link)).toBe(url);
});

// Where the expression is quadratic, this takes longer than a test may.
test.each(["<", "<>;", '<>;a="', "<x> ", ";a=", "<>;a=b"])("a header of many %s leads nowhere", (part) => {
  expect(linkIn(part.repeat(500_000 / part.length))).toBeNull();
});
