import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type OutputChunk, rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

/** In bytes, minified and gzipped: what README.md says too. */
const budgets = [
  // With all its operations and jobs: a method that is not called is there all the same.
  ["createKunnaClient", "./index.ts", 9_000],
  ["createTypedClient", "./index.ts", 4_300],
  ["paginate", "./index.ts", 500],
  ["receiveWebhook", "./webhooks/index.ts", 1_500],
] as const;

/** What `createKunnaClient` loads later, by a module that is in it. */
const laterBudgets = [
  ["graphql-ws", 3_300],
  ["upload-progress", 1_100],
] as const;

/** What a bundler for browsers makes of an app that imports this alone. */
async function bundle(name: string, from: string): Promise<OutputChunk[]> {
  const source = fileURLToPath(new URL(from, import.meta.url));
  const app = "\0app";
  const build = await rolldown({
    input: app,
    platform: "browser",
    plugins: [
      {
        name: "app",
        resolveId: (id) => (id === app ? id : null),
        load: (id) => (id === app ? `export { ${name} } from ${JSON.stringify(source)};` : null),
      },
    ],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await build.generate({ format: "esm", minify: true });
  await build.close();
  return output.filter((file) => file.type === "chunk");
}

function expectWithin(budget: number, chunk: OutputChunk | undefined): void {
  const size = gzipSync(chunk?.code ?? "").length;
  expect(size).toBeLessThanOrEqual(budget);
  // A budget that is far above the size guards nothing.
  expect(size).toBeGreaterThan(budget * 0.75);
  expect(readFileSync(new URL("../README.md", import.meta.url), "utf8")).toContain(
    `| ${budget.toLocaleString("en")} |`,
  );
}

describe("the bundle", () => {
  it.each(budgets)("of %s is small", async (name, from, budget) => {
    const [entry] = await bundle(name, from);
    expectWithin(budget, entry);
  });

  it.each(laterBudgets)("of %s, which is loaded later, is small", async (name, budget) => {
    const [, ...later] = await bundle("createKunnaClient", "./index.ts");
    expectWithin(
      budget,
      later.find(({ moduleIds }) => moduleIds.some((id) => id.includes(name))),
    );
  });

  it("loads what few need only when they need it", async () => {
    const [entry, ...later] = await bundle("createKunnaClient", "./index.ts");
    expect(entry?.imports).toEqual([]);
    const loadedLater = later.map(({ moduleIds }) => moduleIds.find((id) => /graphql-ws|upload-progress/.test(id)));
    expect(loadedLater.toSorted()).toEqual([
      expect.stringContaining("graphql-ws"),
      expect.stringContaining("upload-progress"),
    ]);
  });

  it("has neither the graphql package nor anything of Node's", async () => {
    const chunks = await bundle("createKunnaClient", "./index.ts");
    const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
    expect(modules.filter((id) => id.includes("/node_modules/graphql/"))).toEqual([]);
    const files = chunks.map(({ fileName }) => fileName);
    const imported = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
    expect(imported.filter((name) => !files.includes(name))).toEqual([]);
  });

  it("of the webhooks has nothing of the client, nor of anything else", async () => {
    const [entry, ...more] = await bundle("receiveWebhook", "./webhooks/index.ts");
    expect(more).toEqual([]);
    expect(entry?.imports).toEqual([]);
    expect(entry?.moduleIds.filter((id) => !/app$|\/src\/webhooks\//.test(id))).toEqual([]);
  });

  it("of the mock has nothing of Node's: it runs in a page", async () => {
    const [entry, ...more] = await bundle("createMockKunna", "./testing/index.ts");
    expect(more).toEqual([]);
    expect(entry?.imports).toEqual([]);
  });
});
