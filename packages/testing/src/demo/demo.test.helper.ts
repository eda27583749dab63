import { readdirSync, readFileSync } from "node:fs";
import { readDigComp } from "@kunna/api";
import type { FrameworkInput } from "./types.ts";

const folder = new URL("../../data/digcomp-3.0/", import.meta.url);

/** DigComp 3.0 as the demo is seeded with it. */
export function digComp(): FrameworkInput {
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  return readDigComp(Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), "utf8")])));
}
