import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

it("README.md shows what is compiled as readme.test.support.tsx", () => {
  const shown = /^```tsx\n(.*?)^```$/ms.exec(read("../README.md"))?.[1];
  expect(shown).toBe(read("readme.test.support.tsx"));
});
