import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type OutputChunk, rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

/** In bytes, minified and gzipped: the whole client with all its operations, without graphql-ws. */
const budget = 8_500;
const webhooksBudget = 1_600;

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

describe("the bundle", () => {
  it("is small, and loads what few need only when they need it", async () => {
    const [entry, ...later] = await bundle("createKunnaClient", "./index.ts");
    if (!entry) throw new Error("Nothing was bundled.");
    const size = gzipSync(entry.code).length;
    expect(size).toBeLessThanOrEqual(budget);
    expect(entry.imports).toEqual([]);
    const loadedLater = later.map(({ moduleIds }) => moduleIds.find((id) => /graphql-ws|upload-progress/.test(id)));
    expect(loadedLater.toSorted()).toEqual([
      expect.stringContaining("graphql-ws"),
      expect.stringContaining("upload-progress"),
    ]);
    // A budget that is far above the size guards nothing.
    expect(size).toBeGreaterThan(budget * 0.75);
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
    const size = gzipSync(entry?.code ?? "").length;
    expect(size).toBeLessThanOrEqual(webhooksBudget);
    expect(size).toBeGreaterThan(webhooksBudget * 0.75);
  });

  it("of the mock has nothing of Node's: it runs in a page", async () => {
    const [entry, ...more] = await bundle("createMockKunna", "./testing/index.ts");
    expect(more).toEqual([]);
    expect(entry?.imports).toEqual([]);
  });
});
