import { newKeyRing } from "@kunna/lms-kit/testing";
import { describe, expect, test } from "vitest";
import { codeOf, fixture } from "./fixture.test.support.ts";
import { platformKeys } from "./platform-keys.ts";

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
    await expect.poll(() => log.map(({ code }) => code)).toContain("KEYS_STALE");
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

const jwksUri = "https://lms.example/jwks";
const keyset = (...kids: string[]) => Response.json({ keys: kids.map((kid) => ({ kty: "RSA", kid })) });

/** Keys of a platform whose answers are given one by one; each takes `seconds`. */
function asking(answers: readonly (() => Promise<Response>)[], seconds = 0) {
  const clock = { now: new Date("2026-12-01T08:00:00Z") };
  const stale: string[] = [];
  let asked = 0;
  const keys = platformKeys({
    now: () => clock.now,
    loopback: false,
    onStale: (_uri, detail) => stale.push(detail),
    fetch: async () => {
      clock.now = new Date(clock.now.getTime() + seconds * 1_000);
      const answer = answers[asked];
      asked += 1;
      return answer ? answer() : Promise.reject(new Error("It was asked once more."));
    },
  });
  const find = async (kid: string) => (await keys.find(jwksUri, kid)).map((key) => key.kid);
  const wait = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  return { find, wait, stale, asked: () => asked };
}

test("those who come within five seconds of the end of a fetch that failed do not wait for another", async () => {
  const { find, asked } = asking([() => Promise.reject(new Error("It is away."))], 6);
  await expect(find("a")).rejects.toMatchObject({ code: "JWKS_UNREACHABLE" });
  await expect(find("a")).rejects.toMatchObject({ code: "JWKS_UNREACHABLE" });
  expect(asked()).toBe(1);
});

test("a key of less than an hour ago is given while the keyset is fetched again", async () => {
  let answer = (_response: Response) => {};
  const slow = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  const { find, wait, asked } = asking([async () => keyset("a"), () => slow]);
  await find("a");
  wait(11);
  expect(await find("a")).toEqual(["a"]);
  expect(await find("a")).toEqual(["a"]);
  expect(asked()).toBe(2);
  answer(keyset("b"));
  expect(await find("b")).toEqual(["b"]);
  await expect(find("a")).rejects.toMatchObject({ code: "KEY_UNKNOWN" });
});

test("a key of an hour ago is given no more", async () => {
  const away = () => Promise.reject(new Error("It is away."));
  const { find, wait, stale } = asking([async () => keyset("a"), away, away]);
  await find("a");
  wait(59);
  expect(await find("a")).toEqual(["a"]);
  await expect.poll(() => stale).toHaveLength(1);
  wait(1);
  await expect(find("a")).rejects.toMatchObject({ code: "JWKS_UNREACHABLE" });
});
