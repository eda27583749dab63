import type { VersionInput } from "@kunna/api";
import type { DemoProgram } from "./demo/types.ts";

/** A demo program as the content of a draft, its competencies in the framework with this key. */
export function versionOf({ title, summary, path, policy, modules }: DemoProgram, frameworkKey: string): VersionInput {
  return {
    title,
    summary,
    path,
    policy,
    modules: modules.map((module) => ({
      ...module,
      competencies: module.competencies.map(({ code, levelKey }) => ({
        frameworkKey,
        code,
        levelKey: levelKey ?? null,
      })),
    })),
  };
}
