import { describe, expect, test } from "vitest";
import { cookieJar } from "./cookie-jar.ts";
import { createPlatform, newKeyRing } from "./index.ts";
import { inlineTool } from "./inline-tool.test.support.ts";

const keys = await newKeyRing();
const tool = new URL("https://tool.example/login");
const framed = {
  topLevelSite: "https://lms.example",
  framed: true,
  initiatorSite: "https://lms.example",
  method: "POST",
};
const tab = {
  topLevelSite: "https://tool.example",
  framed: false,
  initiatorSite: "https://lms.example",
  method: "POST",
};

describe("cookies of a tool in a frame", () => {
  test.each([
    ["KEEP", "a=1; Secure; SameSite=None", true],
    ["KEEP", "a=1; Secure; SameSite=None; Partitioned", true],
    ["KEEP", "a=1; Secure; SameSite=Lax", false],
    ["KEEP", "a=1", false],
    ["KEEP", "a=1; SameSite=None", false],
    ["KEEP", "__Host-a=1; Secure; SameSite=None; Path=/x", false],
    ["KEEP", "__Host-a=1; Secure; SameSite=None; Path=/", true],
    ["KEEP", "a=1; Secure; SameSite=None; Max-Age=0", false],
    ["KEEP", "a=1; Secure; SameSite=None; Domain=lms.example", false],
    ["PARTITIONED_ONLY", "a=1; Secure; SameSite=None", false],
    ["PARTITIONED_ONLY", "a=1; Secure; SameSite=None; Partitioned", true],
    ["NONE", "a=1; Secure; SameSite=None; Partitioned", false],
  ] as const)("%s: %s is sent again: %s", (thirdParty, line, sent) => {
    const jar = cookieJar(thirdParty, Date.now);
    jar.store(tool, framed, [line]);
    expect(jar.header(tool, framed) !== null).toBe(sent);
    expect(jar.refused.map((refused) => refused.cookie)).toEqual(sent || line.includes("Max-Age=0") ? [] : [line]);
    expect(jar.of(tool)).toEqual(sent ? { [line.split("=")[0] ?? ""]: "1" } : {});
  });

  test("a partitioned cookie stays with its top-level site", () => {
    const jar = cookieJar("KEEP", Date.now);
    jar.store(tool, framed, ["a=1; Secure; SameSite=None; Partitioned"]);
    expect(jar.header(tool, { ...framed, topLevelSite: "https://another.example" })).toBeNull();
  });
});

test("in a tab of its own, a Lax cookie is not sent with another site's POST, but with its link", () => {
  const jar = cookieJar("NONE", Date.now);
  jar.store(tool, tab, ["a=1; SameSite=Lax", "b=1; Secure; SameSite=None", "c=1; SameSite=Strict"]);
  expect(jar.header(tool, tab)).toBe("b=1");
  expect(jar.header(tool, { ...tab, method: "GET" })).toBe("a=1; b=1");
  expect(jar.header(tool, { ...tab, initiatorSite: "https://tool.example" })).toBe("a=1; b=1; c=1");
});

test.each([
  ["FRAME", "PARTITIONED_ONLY", 200],
  ["FRAME", "NONE", 400],
  ["TAB", "NONE", 200],
] as const)("a launch in a %s with %s ends with %i", async (placement, thirdPartyCookies, status) => {
  const platform = await createPlatform({ keys });
  inlineTool(platform).register();
  const browser = platform.browser({ placement, thirdPartyCookies });
  const launch = await platform.launch({ browser });
  expect(launch.response.status).toBe(status);
  expect(browser.cookies.refused.length > 0).toBe(status === 400);
});
