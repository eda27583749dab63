import { newKeyRing } from "@kunna/lms-kit/testing";
import { describe, expect, test } from "vitest";
import { codeOf, fixture } from "./fixture.test.support.ts";

describe("A keyset that misbehaves", () => {
  test.each([
    ["HANG", "JWKS_UNREACHABLE"],
    ["ENDLESS", "JWKS_INVALID"],
    ["HUGE", "JWKS_INVALID"],
    ["ERROR_500", "JWKS_UNREACHABLE"],
    ["NOT_JSON", "JWKS_INVALID"],
    ["EMPTY", "KEY_UNKNOWN"],
    ["REDIRECT_TO_PRIVATE", "JWKS_UNREACHABLE"],
  ] as const)("%s: %s, and those who come next do not wait for it", async (jwks, code) => {
    const { platform, requests, launches } = await fixture({ tool: { timeout: 200 } });
    platform.misbehave({ jwks });
    expect(await codeOf((await platform.launch()).response)).toBe(code);
    expect(await codeOf((await platform.launch()).response)).toBe(code);
    expect(requests).toEqual(["https://lms.example/lti/jwks"]);
    expect(launches).toEqual([]);
  });

  test("is fetched once for any number of made-up kids within 30 s", async () => {
    const { platform, requests, clock } = await fixture();
    await platform.launch();
    for (let count = 0; count < 5; count += 1) await platform.launch({ misbehave: { token: "FOREIGN_KID" } });
    expect(requests).toHaveLength(1);
    clock.now = new Date(clock.now.getTime() + 31_000);
    for (let count = 0; count < 5; count += 1) await platform.launch({ misbehave: { token: "FOREIGN_KID" } });
    expect(requests).toHaveLength(2);
  });

  test("is used on for an hour when the platform stops to answer, and no longer", async () => {
    const { platform, clock, log } = await fixture();
    await platform.launch();
    platform.misbehave({ jwks: "ERROR_500" });
    clock.now = new Date(clock.now.getTime() + 30 * 60_000);
    expect((await platform.launch()).response.status).toBe(200);
    expect(log.map(({ code }) => code)).toContain("KEYS_STALE");
    clock.now = new Date(clock.now.getTime() + 31 * 60_000);
    expect(await codeOf((await platform.launch()).response)).toBe("JWKS_UNREACHABLE");
  });

  test("may change at any time: the next token is taken", async () => {
    const keys = await newKeyRing();
    const { platform, clock, launches } = await fixture({ keys });
    await platform.launch();
    await keys.rotate();
    clock.now = new Date(clock.now.getTime() + 31_000);
    await platform.launch();
    expect(launches).toHaveLength(2);
  });
});
