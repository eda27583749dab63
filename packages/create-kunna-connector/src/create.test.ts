import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConnector, NotCreated } from "./create.ts";

const temp = realpathSync(mkdtempSync(join(tmpdir(), "kunna-create-")));
const project = join(temp, "my-lms");
afterAll(() => rmSync(temp, { recursive: true, force: true }));

/** Installs what package.json asks for from this workspace, in place of the registry. */
function install(folder: string): void {
  const modules = fileURLToPath(new URL("../node_modules/", import.meta.url));
  const kit = realpathSync(join(modules, "@kunna/lms-kit"));
  const zod = dirname(createRequire(join(kit, "package.json")).resolve("zod/package.json"));
  const linked = {
    "@kunna/lms-kit": kit,
    zod,
    typescript: join(modules, "typescript"),
    "@types/node": join(modules, "@types/node"),
    ".bin/tsc": join(modules, "typescript/bin/tsc"),
  };
  for (const [name, target] of Object.entries(linked)) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const asked = Object.keys({ ...dependencies, ...devDependencies });
  expect(asked.filter((name) => !(name in linked))).toEqual([]);
}

/** `npm test` in a folder: whether it went well, and all that it said. */
async function npmTest(cwd: string): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    execFile("npm", ["test"], { cwd }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: stdout + stderr }),
    );
  });
}

describe("a new connector", () => {
  beforeAll(() => {
    createConnector(project);
    install(project);
  });

  test("has the files that its README names, under its own name", () => {
    expect(readdirSync(join(project, "src")).sort()).toEqual([
      "connector.test.ts",
      "connector.ts",
      "fixture.ts",
      "sample-lms.ts",
    ]);
    expect(readdirSync(project)).toContain(".gitignore");
    const { name, dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    expect(name).toBe("kunna-connector-my-lms");
    expect(dependencies).toEqual({
      "@kunna/lms-kit": expect.stringMatching(/^\^\d/),
      zod: expect.stringMatching(/^\^\d/),
    });
    expect(readFileSync(join(project, "src/connector.ts"), "utf8")).toContain('key: "my-lms",\n  title: "My LMS",');
    expect(readFileSync(join(project, "README.md"), "utf8")).toContain("# Kunna connector: My LMS\n");
  });

  test("compiles, and passes the contract's checks", async () => {
    const { ok, output } = await npmTest(project);
    expect(output).toMatch(/the contract, for My LMS/);
    expect(Number(/^[#ℹ] pass (\d+)/m.exec(output)?.[1])).toBeGreaterThan(35);
    expect(output).toMatch(/^[#ℹ] fail 0/m);
    expect(ok).toBe(true);
  });

  test("that is then changed for the worse is told what it does wrong", async () => {
    const file = join(project, "src/connector.ts");
    const right = readFileSync(file, "utf8");
    writeFileSync(file, right.replace("completed: record.completed", "completed: true"));
    const { ok, output } = await npmTest(project);
    writeFileSync(file, right);
    expect(ok).toBe(false);
    expect(output).toContain("facts() tells that a completion was undone, with the same provenance");
    expect(output).toContain("Since then it told");
  });
});

describe("nothing is written", () => {
  test.each(["My LMS", "1lms", "lms-", "a--b", "x".repeat(41)])("for the name %j", (name) => {
    const before = readdirSync(temp);
    expect(() => createConnector(join(temp, name))).toThrow(expect.objectContaining({ code: "NAME_INVALID" }));
    expect(readdirSync(temp)).toEqual(before);
  });

  test("into a folder that has something in it", () => {
    const folder = join(temp, "taken");
    mkdirSync(folder);
    writeFileSync(join(folder, "mine.txt"), "mine");
    expect(() => createConnector(folder)).toThrow(NotCreated);
    expect(readdirSync(folder)).toEqual(["mine.txt"]);
  });
});
