import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { certificatePageCss } from "./css.ts";

const variablesOf = (css: string) =>
  new Map([...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? "", value?.trim()] as const));

it("gives the pages inside an LMS the colours and typefaces of the public ones", () => {
  const [light = ""] = certificatePageCss.split("@media");
  const shared = variablesOf(light);
  const lms = variablesOf(readFileSync(new URL("../lms/src/styles/base.css", import.meta.url), "utf8"));
  expect(shared.size).toBeGreaterThan(15);
  for (const [name, value] of shared) expect([name, lms.get(name)]).toEqual([name, value]);
});
