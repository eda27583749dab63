import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createPlatform, firstForm } from "@kunna/lms-kit/testing";
import { expect, test, vi } from "vitest";
import { sharedKeys } from "./fixture.test.support.ts";
import { problems, serviceProblems } from "./index.ts";

const folder = new URL("../", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

test("the README's server registers with a platform, and takes a launch", async () => {
  const { port } = await freePort();
  const [, code = ""] = /```ts\n(import \{ createServer[\s\S]*?)```/.exec(readme) ?? [];
  expect(code).toContain("listen(3000)");
  const file = new URL(".turbo/readme/server.ts", folder);
  mkdirSync(new URL(".", file), { recursive: true });
  // The simulator's platform listens on 127.0.0.1, and cookies in a frame need the same host name.
  writeFileSync(file, code.replaceAll("localhost:3000", `127.0.0.1:${port}`).replaceAll("3000", String(port)));
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
  await import(/* @vite-ignore */ file.pathname);
  await expect.poll(() => said.mock.calls.length).toBeGreaterThan(0);
  const url = /http:\S+/.exec(String(said.mock.calls[0]?.join(" ")))?.[0] ?? "";

  const platform = await createPlatform({ keys: await sharedKeys() });
  await platform.listen();
  const visit = await platform.register({ url });
  const form = firstForm(await visit.response.text(), visit.url);
  if (form === null) throw new Error("There is no form.");
  await platform.browser().submit(form);
  const launch = await platform.launch({ user: platform.user({ givenName: "Elin" }) });
  expect(await launch.response.text()).toContain("Elin");
  expect(platform.problems).toEqual([]);
  await platform.close();
});

test("the README has every code, with what it means and who does what", () => {
  const rows = [
    ...Object.entries(problems).map(([code, { en }]) => `| \`${code}\` | ${en.what} | ${en.next} |`),
    ...Object.entries(serviceProblems).map(([code, one]) => `| \`${code}\` | ${one.meaning} | ${one.action} |`),
  ];
  const missing = rows.filter((row) => !readme.includes(`${row}\n`));
  expect(missing.join("\n")).toBe("");
  expect(readme.match(/^\| `[A-Z_]+` \|/gm)).toHaveLength(rows.length);
});

test("the README names no code that there is not", () => {
  const named = [...readme.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = ""]) => code);
  expect(named.filter((code) => !(code in problems) && !(code in serviceProblems))).toEqual([]);
});

async function freePort(): Promise<{ readonly port: number }> {
  const { createServer } = await import("node:net");
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address();
      server.close(() => resolve({ port: typeof address === "object" ? (address?.port ?? 0) : 0 }));
    });
  });
}
