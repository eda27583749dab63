// What every package's vitest.config.ts is. Tests run from source: our packages resolve by the "source" condition of
// their exports, so that nothing has to be built first and a stack trace points at what one wrote.
import { mkdirSync, writeFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import type { Reporter, TestModule } from "vitest/node";

/** The report that scripts/test.mjs counts. Vitest's own JSON report leaves out why a test was skipped. */
class Report implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const report = {
      passed: 0,
      failed: [] as string[],
      skipped: [] as { name: string; reason: string }[],
      // Files that could not be loaded, hooks that threw, errors outside any test.
      errors: unhandledErrors.length,
    };
    for (const module of modules) {
      report.errors += module.errors().length;
      for (const suite of module.children.allSuites()) report.errors += suite.errors().length;
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const result = test.result();
        if (result.state === "passed") report.passed += 1;
        else if (result.state === "failed") report.failed.push(name);
        else report.skipped.push({ name, reason: reasonOf(test.fullName, result, test.options.mode) });
      }
    }
    mkdirSync(".turbo", { recursive: true });
    writeFileSync(".turbo/vitest-report.json", JSON.stringify(report, null, 2));
  }
}

/** A skip says why by `ctx.skip(reason)`, or in the name of the test or its suite after "skipped:". */
function reasonOf(name: string, result: { note?: string | undefined }, mode: string | undefined): string {
  return result.note ?? name.match(/skipped: *([^>]+)/)?.[1]?.trim() ?? (mode === "todo" ? "to do" : "no reason given");
}

const conditions = ["source", "module", "node", "development|production"];

export const shared = defineConfig({
  // graphql 16 has two builds and tells its types apart by class: take the one that Node itself takes.
  resolve: { conditions, alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  ssr: { resolve: { conditions } },
  test: {
    include: ["src/**/*.test.ts"],
    reporters: ["default", new Report()],
    pool: "forks",
    maxWorkers: 2,
    // A first embedded database takes some 7 s on an idle machine, and several times that on a busy one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
