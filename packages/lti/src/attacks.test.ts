import { createPlatform, newKeyRing, type TokenMisbehaviour, tokenMisbehaviours } from "@kunna/lms-kit/testing";
import { describe, expect, test } from "vitest";
import { codeOf, type Fixture, fixture, registrationOf, toolUrls } from "./fixture.test.support.ts";
import type { ProblemCode } from "./index.ts";

/** What each forged or damaged token is refused with; null: it is taken, as the specification lets a tool do. */
const tokens: Readonly<Record<TokenMisbehaviour, ProblemCode | null>> = {
  ALG_NONE: "ALGORITHM_REFUSED",
  HS256_WITH_PUBLIC_KEY: "ALGORITHM_REFUSED",
  FOREIGN_KEY: "SIGNATURE_INVALID",
  FOREIGN_KID: "KEY_UNKNOWN",
  NO_KID: "KEY_UNKNOWN",
  EMBEDDED_KEY: "SIGNATURE_INVALID",
  TAMPERED: "SIGNATURE_INVALID",
  NOT_A_JWT: "TOKEN_MALFORMED",
  EXPIRED: "TOKEN_EXPIRED",
  NO_EXPIRY: "TOKEN_MALFORMED",
  // Taken for five minutes from its iat, whatever it says.
  FAR_EXPIRY: null,
  NO_ISSUED_AT: "TOKEN_MALFORMED",
  ISSUED_LONG_AGO: "TOKEN_TOO_OLD",
  ISSUED_LATER: "TOKEN_NOT_YET_VALID",
  WRONG_ISSUER: "ISSUER_MISMATCH",
  NO_ISSUER: "ISSUER_MISMATCH",
  WRONG_AUDIENCE: "AUDIENCE_MISMATCH",
  NO_AUDIENCE: "AUDIENCE_MISMATCH",
  WRONG_AZP: "AUTHORIZED_PARTY_MISMATCH",
  TWO_AUDIENCES_WITHOUT_AZP: "AUTHORIZED_PARTY_MISMATCH",
  WRONG_NONCE: "NONCE_MISMATCH",
  NO_NONCE: "NONCE_MISMATCH",
  WRONG_DEPLOYMENT: "DEPLOYMENT_UNKNOWN",
  NO_DEPLOYMENT: "MESSAGE_MALFORMED",
  WRONG_VERSION: "VERSION_UNSUPPORTED",
  NO_VERSION: "VERSION_UNSUPPORTED",
  WRONG_MESSAGE_TYPE: "MESSAGE_TYPE_UNSUPPORTED",
  NO_MESSAGE_TYPE: "MESSAGE_TYPE_UNSUPPORTED",
  NO_RESOURCE_LINK: "MESSAGE_MALFORMED",
  EMPTY_RESOURCE_LINK: "MESSAGE_MALFORMED",
  NO_ROLES: "MESSAGE_MALFORMED",
  NO_TARGET_LINK: "MESSAGE_MALFORMED",
  FOREIGN_TARGET_LINK: "TARGET_REFUSED",
};

describe("A token that must be refused", () => {
  test.each(Object.entries(tokens) as [TokenMisbehaviour, ProblemCode | null][])("%s: %s", async (token, code) => {
    const { platform, storage, registered, launches, log } = await fixture();
    storage.setRegistration({ ...registrationOf(platform, registered, "registration-1"), deployments: "LISTED" });
    if (token !== "WRONG_DEPLOYMENT") {
      storage.setRegistration(registrationOf(platform, registered, "registration-1"));
    }
    const { response } = await platform.launch({ misbehave: { token } });
    expect(await codeOf(response)).toBe(code);
    expect(launches).toHaveLength(code === null ? 1 : 0);
    if (code === null) return;
    expect(log).toEqual([
      expect.objectContaining({
        code,
        registrationId: "registration-1",
        issuer: platform.issuer,
        detail: expect.any(String),
      }),
    ]);
    expect(JSON.stringify(log)).not.toMatch(/eyJ/);
  });

  test("there is a row for each that the simulator can make", () => {
    expect(Object.keys(tokens).sort()).toEqual(Object.keys(tokenMisbehaviours).sort());
  });
});

describe("A launch that must be refused", () => {
  test("STATE_UNKNOWN: the same token posted again", async () => {
    const { platform, launches } = await fixture();
    const launch = await platform.launch();
    expect(await codeOf((await launch.deliver()).response)).toBe("STATE_UNKNOWN");
    expect(launches).toHaveLength(1);
  });

  test("NONCE_MISMATCH: a token of an earlier login, with the state of a new one", async () => {
    const { platform, launches } = await fixture();
    await platform.launch();
    const replayed = await platform.launch({ misbehave: { response: "REPLAYED" } });
    expect(await codeOf(replayed.response)).toBe("NONCE_MISMATCH");
    expect(launches).toHaveLength(1);
  });

  test("TOKEN_REPLAYED: a jti that was used before", async () => {
    const { platform, launches } = await fixture();
    await platform.launch({ misbehave: { claims: { jti: "the-same" } } });
    const again = await platform.launch({ misbehave: { claims: { jti: "the-same" } } });
    expect(await codeOf(again.response)).toBe("TOKEN_REPLAYED");
    expect(launches).toHaveLength(1);
  });

  test("TOKEN_REPLAYED: the same token posted again to a storage that gives a login twice", async () => {
    const { platform, storage, launches } = await fixture();
    Object.assign(storage, { takeLogin: storage.getLogin });
    const begun = await platform.launch({ deliver: false });
    // Two posts of one form at once: both have the cookie.
    const both = await Promise.all([begun.deliver(), begun.deliver()]);
    expect((await Promise.all(both.map(({ response }) => codeOf(response)))).sort()).toEqual(["TOKEN_REPLAYED", null]);
    expect(launches).toHaveLength(1);
  });

  test("STATE_OTHER_BROWSER: a state that another browser began, which stays that one's", async () => {
    const { platform, launches } = await fixture();
    const begun = await platform.launch({ deliver: false });
    expect(await codeOf((await begun.deliver(platform.browser())).response)).toBe("STATE_OTHER_BROWSER");
    expect(launches).toHaveLength(0);
    expect((await begun.deliver()).response.status).toBe(200);
  });

  test.each(["another", "the hash"])("STATE_OTHER_BROWSER: %s in place of the secret", async (which) => {
    const { platform, storage, tool, launches } = await fixture();
    const begun = await platform.launch({ deliver: false });
    const login = await storage.getLogin(begun.form?.fields.state ?? "");
    if (begun.form === null || login === null) throw new Error("No token was given.");
    await storage.putLogin({ ...login, storageTarget: "_parent" });
    const secret = which === "another" ? "guessed" : login.bindingHash;
    const body = new URLSearchParams({ ...begun.form.fields, lti_storage_secret: secret });
    const headers = { "sec-fetch-site": "same-origin" };
    const response = await tool.launch(new Request(toolUrls.launch, { method: "POST", headers, body }));
    expect(await codeOf(response)).toBe("STATE_OTHER_BROWSER");
    expect(launches).toHaveLength(0);
  });

  /** A login of an attacker's own, whose secret they know, as a browser without its cookie posts it with these headers. */
  async function bringOver(storageTarget: string | undefined, headers: Readonly<Record<string, string>>) {
    const made = await fixture();
    const begun = await made.platform.launch({ deliver: false, ...(storageTarget !== undefined && { storageTarget }) });
    // With the platform's storage, a page with a script is between the login and the platform.
    const [, next] = /data-next="([^"]*)"/.exec(await begun.response.clone().text()) ?? [];
    const stopBefore = () => true;
    const form = next ? (await begun.browser.open(next.replaceAll("&amp;", "&"), { stopBefore })).form : begun.form;
    if (form === null) throw new Error("No token was given.");
    const kept = begun.browser.cookies.of(new URL(toolUrls.launch));
    const secret = kept[`__Host-lti-${form.fields.state?.slice(0, 16)}`] ?? "";
    expect(secret).toMatch(/^[\w-]{43}$/);
    const body = new URLSearchParams({ ...form.fields, lti_storage_secret: secret });
    const response = await made.tool.launch(new Request(toolUrls.launch, { method: "POST", headers, body }));
    return { ...made, response, deliver: () => begun.browser.submit(form) };
  }

  test.each([
    ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["another site that claims an origin", { "sec-fetch-site": "cross-site", origin: "https://tool.example" }],
    ["another origin of the site", { "sec-fetch-site": "same-site", origin: "https://evil.tool.example" }],
    ["no page", { "sec-fetch-site": "none" }],
    ["another origin, in an older browser", { origin: "https://evil.example" }],
    ["a page that hides its origin, in an older browser", { origin: "null" }],
    ["who knows where", {}],
  ])("STATE_OTHER_BROWSER: a secret that %s posts", async (_from, headers) => {
    for (const storageTarget of ["_parent", undefined]) {
      const { response, launches, deliver } = await bringOver(storageTarget, headers);
      expect(await codeOf(response)).toBe("STATE_OTHER_BROWSER");
      expect(launches).toHaveLength(0);
      expect((await deliver()).response.status).toBe(200);
    }
  });

  test("STATE_OTHER_BROWSER: a secret that the tool's own page posts, of a login without the platform's storage", async () => {
    const { response, launches } = await bringOver(undefined, { "sec-fetch-site": "same-origin" });
    expect(await codeOf(response)).toBe("STATE_OTHER_BROWSER");
    expect(launches).toHaveLength(0);
  });

  test.each([
    [{ "sec-fetch-site": "same-origin", origin: "https://tool.example" }],
    [{ origin: "https://tool.example" }],
  ])("the tool's own page posts the secret that it had from the platform's storage: %j", async (headers) => {
    const { response, launches } = await bringOver("_parent", headers);
    expect(response.status).toBe(200);
    expect(launches).toHaveLength(1);
  });

  test("STATE_EXPIRED: a login that took eleven minutes", async () => {
    const { platform, clock } = await fixture();
    const begun = await platform.launch({ deliver: false });
    clock.now = new Date(clock.now.getTime() + 11 * 60_000);
    expect(await codeOf((await begun.deliver()).response)).toBe("STATE_EXPIRED");
  });

  test.each([
    ["WRONG_STATE", "STATE_UNKNOWN"],
    ["NO_STATE", "LAUNCH_MALFORMED"],
    ["NO_TOKEN", "LAUNCH_MALFORMED"],
    ["ERROR", "PLATFORM_ERROR"],
  ] as const)("%s: %s", async (response, code) => {
    const { platform } = await fixture();
    expect(await codeOf((await platform.launch({ misbehave: { response } })).response)).toBe(code);
  });

  test("PLATFORM_ERROR: the page has the platform's code, and the line says which platform", async () => {
    const { platform, tool, log, launches } = await fixture();
    const begun = await platform.launch({ deliver: false });
    const post = async (error: string) => {
      const body = new URLSearchParams({ state: begun.form?.fields.state ?? "", error, error_description: "of Elin" });
      return (await tool.launch(new Request(toolUrls.launch, { method: "POST", body }))).text();
    };
    expect(await post("login_required")).toContain("<code>login_required</code>");
    expect(log.at(-1)).toMatchObject({
      code: "PLATFORM_ERROR",
      issuer: platform.issuer,
      registrationId: "registration-1",
    });
    expect(await post("call 555")).not.toContain("555");
    await begun.deliver();
    expect(launches).toHaveLength(1);
  });

  test("LAUNCH_TOO_LARGE: a body over 256 KiB is not read to its end", async () => {
    const { tool } = await fixture();
    let chunks = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(97));
      },
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const init = { method: "POST", headers, body, duplex: "half" } as const;
    expect(await codeOf(await tool.launch(new Request(toolUrls.launch, init)))).toBe("LAUNCH_TOO_LARGE");
    expect(chunks).toBeLessThan(10);
  });

  test("ANONYMOUS_LAUNCH: a token without a sub", async () => {
    const { platform } = await fixture();
    expect(await codeOf((await platform.launch({ misbehave: { without: ["sub"] } })).response)).toBe(
      "ANONYMOUS_LAUNCH",
    );
  });

  test.each(["PENDING", "BLOCKED"] as const)("REGISTRATION_%s: at the login, and of one under way", async (status) => {
    const { platform, registered, storage, launches } = await fixture();
    const begun = await platform.launch({ deliver: false });
    storage.setRegistration({ ...registrationOf(platform, registered, "registration-1"), status });
    expect(await codeOf((await begun.deliver()).response)).toBe(`REGISTRATION_${status}`);
    const atLogin = await platform.launch();
    expect(await codeOf(atLogin.response)).toBe(`REGISTRATION_${status}`);
    expect(atLogin.steps).toHaveLength(1);
    expect(launches).toHaveLength(0);
  });
});

describe("A login that must be refused", () => {
  test.each([
    ["REGISTRATION_UNKNOWN", { iss: "https://elsewhere.example" }],
    ["REGISTRATION_UNKNOWN", { client_id: "another-client" }],
    ["LOGIN_MALFORMED", { login_hint: null }],
    ["LOGIN_MALFORMED", { target_link_uri: null }],
    ["TARGET_REFUSED", { target_link_uri: "https://phishing.example/lti/launch" }],
    ["TARGET_REFUSED", { target_link_uri: "https://tool.example/admin" }],
    ["TARGET_REFUSED", { target_link_uri: "https://tool.example@phishing.example/lti/launch" }],
    ["TARGET_REFUSED", { target_link_uri: "//phishing.example/lti/launch" }],
    ["TARGET_REFUSED", { target_link_uri: "javascript:alert(1)" }],
  ] as const)("%s: %j", async (code, login) => {
    const { platform, launches } = await fixture();
    expect(await codeOf((await platform.launch({ misbehave: { login } })).response)).toBe(code);
    expect(launches).toHaveLength(0);
  });
});

describe("Two organisations' platforms with the same subject", () => {
  test("are two registrations, and the token of one does not end the login of the other", async () => {
    const clock = { now: new Date() };
    const keys = await newKeyRing();
    const other = await createPlatform({ url: "https://other-lms.example", keys, now: () => clock.now });
    const isOther = (request: Request) => request.url.startsWith(other.url);
    const one: Fixture = await fixture({
      tool: { fetch: (request) => (isOther(request) ? other.fetch(request) : one.platform.fetch(request)) },
    });
    const registered = other.tool({
      loginUrl: toolUrls.login,
      redirectUris: [toolUrls.launch],
      handle: async (request) => (await one.tool.handle(request)) ?? new Response(null, { status: 404 }),
    });
    one.storage.setRegistration(registrationOf(other, registered, "registration-2"));
    await one.platform.launch({ user: one.platform.user({ id: "7" }) });
    await other.launch({ user: other.user({ id: "7" }) });
    expect(one.launches.map(({ registrationId, issuer, user }) => [registrationId, issuer, user.subject])).toEqual([
      ["registration-1", "https://lms.example", "7"],
      ["registration-2", "https://other-lms.example", "7"],
    ]);

    const begun = await one.platform.launch({ deliver: false });
    const foreign = await other.launch({ deliver: false });
    if (begun.form === null) throw new Error("No token was given.");
    const fields = { ...begun.form.fields, id_token: foreign.idToken ?? "" };
    const { response } = await begun.browser.submit({ ...begun.form, fields });
    expect(await codeOf(response)).toBe("ISSUER_MISMATCH");
    expect(one.launches).toHaveLength(2);
  });

  test("REGISTRATION_AMBIGUOUS: one platform of two organisations, unless the login URL's hint says whose", async () => {
    const { platform, registered, storage, launches } = await fixture();
    storage.setRegistration(registrationOf(platform, registered, "registration-2"));
    expect(await codeOf((await platform.launch()).response)).toBe("REGISTRATION_AMBIGUOUS");
    const tool = { ...registered, loginUrl: `${toolUrls.login}?hint=only-registration-2` };
    for (const loginMethod of ["GET", "POST"] as const) await platform.launch({ tool, loginMethod });
    expect(launches.map(({ registrationId }) => registrationId)).toEqual(["registration-2", "registration-2"]);
    storage.setRegistration({ ...registrationOf(platform, registered, "registration-1"), status: "BLOCKED" });
    await platform.launch();
    expect(launches).toHaveLength(3);
    expect(launches.at(-1)?.registrationId).toBe("registration-2");
    const wrong = { ...registered, loginUrl: `${toolUrls.login}?hint=nobody` };
    expect(await codeOf((await platform.launch({ tool: wrong })).response)).toBe("REGISTRATION_UNKNOWN");
  });
});
