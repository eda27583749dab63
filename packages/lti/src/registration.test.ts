import { describe, expect, test } from "vitest";
import { codeOf, type Fixture, fixture, toolUrls } from "./fixture.test.support.ts";
import { createRegistrationToken, problems, scope, scopes } from "./index.ts";

const configurationUrl = "https://moodle.example/moodle/mod/lti/openid-configuration.php";
const configuration: Readonly<Record<string, unknown>> = {
  issuer: "https://moodle.example/moodle",
  authorization_endpoint: "https://moodle.example/moodle/mod/lti/auth.php",
  token_endpoint: "https://moodle.example/moodle/mod/lti/token.php",
  jwks_uri: "https://moodle.example/moodle/mod/lti/certs.php",
  registration_endpoint: "https://moodle.example/moodle/mod/lti/openid-registration.php",
  // With the space that Moodle wrote.
  "https://purl.imsglobal.org/spec/lti-platform-configuration ": { product_family_code: "moodle", version: "4.1" },
};
const answer: Readonly<Record<string, unknown>> = {
  client_id: "client-of-moodle",
  scope: `${scope.score} ${scope.lineItem}`,
  "https://purl.imsglobal.org/spec/lti-tool-configuration": { deployment_id: "7" },
};

interface Platform {
  readonly configuration?: Readonly<Record<string, unknown>> | Response;
  readonly answer?: Readonly<Record<string, unknown>> | Response;
}

/** A platform that says these two things, in place of the simulator: it can say what no platform should. */
async function registering(platform: Platform = {}) {
  const requests: Request[] = [];
  const made: Fixture = await fixture({
    tool: {
      fetch: async (request) => {
        requests.push(request.clone());
        const said = request.method === "GET" ? (platform.configuration ?? configuration) : (platform.answer ?? answer);
        return said instanceof Response ? said.clone() : Response.json(said);
      },
    },
  });
  const expiresAt = new Date(made.clock.now.getTime() + 3_600_000);
  const grant = { grant: "organisation-1", hint: "key-1", expiresAt, registerUrl: toolUrls.register };
  const { token } = await createRegistrationToken(made.storage, grant);
  const fields = { openid_configuration: configurationUrl, registration_token: "of-the-platform", token };
  const open = (more: Record<string, string> = {}) =>
    made.tool.register(new Request(`${toolUrls.register}?${new URLSearchParams({ ...fields, ...more })}`));
  const press = (more: Record<string, string> = {}) =>
    made.tool.register(
      new Request(toolUrls.register, { method: "POST", body: new URLSearchParams({ ...fields, ...more }) }),
    );
  return { ...made, requests, open, press };
}

describe("Dynamic registration", () => {
  test("shows what is asked for, and sends nothing before the button is pressed", async () => {
    const { open, requests } = await registering();
    const page = await (await open()).text();
    expect(page).toContain("Connect Tool");
    for (const one of Object.values(scope)) {
      expect(page).toContain(one);
      expect(page).toContain(scopes[one].en.replaceAll("'", "&#39;"));
    }
    expect(requests).toEqual([]);
  });

  test("registers a platform, which waits for approval, with what it says of itself", async () => {
    const { press, requests, storage, log } = await registering();
    const response = await press();
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("approves it");
    expect(storage.registrations().at(-1)).toEqual({
      id: "registration-2",
      issuer: "https://moodle.example/moodle",
      clientId: "client-of-moodle",
      authorizationEndpoint: "https://moodle.example/moodle/mod/lti/auth.php",
      tokenEndpoint: "https://moodle.example/moodle/mod/lti/token.php",
      jwksUri: "https://moodle.example/moodle/mod/lti/certs.php",
      productFamily: "moodle",
      scopes: [scope.score, scope.lineItem],
      status: "PENDING",
      deployments: "LISTED",
    });
    expect(await storage.useDeployment("registration-2", "7")).toBe("KNOWN");
    expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Bearer of-the-platform",
      "Bearer of-the-platform",
    ]);
    expect(await requests[1]?.json()).toMatchObject({
      redirect_uris: [toolUrls.launch],
      initiate_login_uri: `${toolUrls.login}?hint=key-1`,
      jwks_uri: toolUrls.jwks,
      scope: Object.values(scope).join(" "),
      "https://purl.imsglobal.org/spec/lti-tool-configuration": {
        domain: "tool.example",
        target_link_uri: toolUrls.launch,
        claims: ["iss", "sub", "name", "given_name", "family_name", "email"],
        messages: [
          { type: "LtiResourceLinkRequest" },
          { type: "LtiDeepLinkingRequest" },
          { type: "LtiSubmissionReviewRequest" },
        ],
      },
    });
    expect(log).toEqual([expect.objectContaining({ code: "PLATFORM_REGISTERED", registrationId: "registration-2" })]);
    expect(JSON.stringify(log)).not.toContain("of-the-platform");
  });

  test.each([
    ["moodle", Object.values(scope).join(" ")],
    ["canvas", `${scope.score} ${scope.membershipReadonly}`],
  ])("asks %s for what it supports, and Moodle, which lists less than that, for all", async (family, asked) => {
    const { press, requests } = await registering({
      configuration: {
        ...configuration,
        scopes_supported: ["openid", scope.score, scope.membershipReadonly],
        "https://purl.imsglobal.org/spec/lti-platform-configuration": { product_family_code: family },
      },
    });
    await press();
    expect(await requests[1]?.json()).toMatchObject({ scope: asked });
  });

  test("REGISTRATION_TOKEN_INVALID: a token used twice, also by two at once", async () => {
    const { press, open, storage } = await registering();
    const codes = await Promise.all([press(), press()].map(async (one) => codeOf(await one)));
    expect(codes).toContain("REGISTRATION_TOKEN_INVALID");
    expect(await codeOf(await press())).toBe("REGISTRATION_TOKEN_INVALID");
    expect(await codeOf(await open())).toBe("REGISTRATION_TOKEN_INVALID");
    expect(storage.registrations()).toHaveLength(2);
  });

  test("REGISTRATION_TOKEN_INVALID, REGISTRATION_TOKEN_EXPIRED: a made-up token, and one of yesterday", async () => {
    const { press, open, clock } = await registering();
    expect(await codeOf(await open({ token: "made-up" }))).toBe("REGISTRATION_TOKEN_INVALID");
    expect(await codeOf(await open({ token: "" }))).toBe("REGISTRATION_TOKEN_INVALID");
    clock.now = new Date(clock.now.getTime() + 86_400_000);
    expect(await codeOf(await press())).toBe("REGISTRATION_TOKEN_EXPIRED");
  });

  test.each([
    ["PLATFORM_ISSUER_MISMATCH", { ...configuration, issuer: "https://university.example" }],
    ["PLATFORM_ISSUER_MISMATCH", { ...configuration, issuer: "https://moodle.example.evil.example" }],
    ["PLATFORM_ISSUER_MISMATCH", { ...configuration, issuer: "moodle" }],
    ["PLATFORM_ENDPOINT_REFUSED", { ...configuration, issuer: "http://moodle.example/moodle" }],
    ["PLATFORM_ENDPOINT_REFUSED", { ...configuration, jwks_uri: "http://moodle.example/certs" }],
    ["PLATFORM_ENDPOINT_REFUSED", { ...configuration, registration_endpoint: "https://a:b@moodle.example/register" }],
    ["PLATFORM_ENDPOINT_REFUSED", { ...configuration, token_endpoint: "http://127.0.0.1/token" }],
    ["PLATFORM_CONFIGURATION_INVALID", { ...configuration, authorization_endpoint: undefined }],
    ["PLATFORM_CONFIGURATION_INVALID", new Response("<!doctype html>")],
    ["PLATFORM_CONFIGURATION_UNREACHABLE", new Response("", { status: 404 })],
    [
      "PLATFORM_CONFIGURATION_UNREACHABLE",
      new Response("", { status: 302, headers: { location: "http://10.0.0.1/" } }),
    ],
    ["PLATFORM_CONFIGURATION_UNREACHABLE", new Response("x".repeat(300_000))],
  ] as const)("%s, and the address still works afterwards: %#", async (code, said) => {
    const made = { configuration: said as Platform["configuration"] };
    const { press, open, requests, storage } = await registering(made as Platform);
    expect(await codeOf(await press())).toBe(code);
    expect(requests).toHaveLength(1);
    expect((await open()).status).toBe(200);
    expect(storage.registrations()).toHaveLength(1);
  });

  test.each([
    [new Response("token_already_used", { status: 401 })],
    [new Response("{}")],
    [new Response("", { status: 307, headers: { location: "https://elsewhere.example/" } })],
  ])("PLATFORM_REFUSED_REGISTRATION: %#", async (said) => {
    const { press, storage } = await registering({ answer: said });
    expect(await codeOf(await press())).toBe("PLATFORM_REFUSED_REGISTRATION");
    expect(storage.registrations()).toHaveLength(1);
  });

  test.each([
    ["PENDING", "approves it"],
    ["APPROVED", "add it to a course"],
    ["BLOCKED", "turned off here"],
  ] as const)(
    "again with the client id of before, as by an update, changes nothing of what is %s",
    async (status, said) => {
      const { press, storage, clock, log } = await registering();
      await press();
      const [before] = storage.registrations().slice(-1);
      if (!before) throw new Error("Nothing was registered.");
      storage.setRegistration({ ...before, status });
      const expiresAt = new Date(clock.now.getTime() + 1_000);
      const next = { grant: "organisation-1", expiresAt, registerUrl: toolUrls.register };
      const { token } = await createRegistrationToken(storage, next);
      const response = await press({ token });
      expect(response.status).toBe(200);
      const page = await response.text();
      expect(page).toContain("is connected");
      expect(page).toContain(said);
      expect(page).not.toMatch(/remove/i);
      expect(storage.registrations().at(-1)).toEqual({ ...before, status });
      expect(log.at(-1)).toMatchObject({
        code: "PLATFORM_REGISTERED_AGAIN",
        registrationId: before.id,
        detail: status,
      });
    },
  );

  test("REGISTRATION_MALFORMED: the address opened by hand", async () => {
    const { tool } = await registering();
    const response = await tool.register(
      new Request(toolUrls.register, { headers: { "accept-language": "sv-SE,sv;q=0.9,en;q=0.8" } }),
    );
    expect(await response.text()).toContain(problems.REGISTRATION_MALFORMED.sv.what);
  });
});

describe("The values for an LMS without dynamic registration", () => {
  test("are the JSON that Canvas takes, and a list for people", async () => {
    const { tool } = await fixture();
    expect(await tool.configuration("key-1").json()).toMatchObject({
      title: "Tool",
      oidc_initiation_url: `${toolUrls.login}?hint=key-1`,
      target_link_uri: toolUrls.launch,
      public_jwk_url: toolUrls.jwks,
      extensions: [{ platform: "canvas.instructure.com", privacy_level: "public" }],
    });
    expect(tool.manualValues().map(({ key, value }) => [key, value])).toEqual([
      ["launchUrl", toolUrls.launch],
      ["loginUrl", toolUrls.login],
      ["redirectUri", toolUrls.launch],
      ["jwksUrl", toolUrls.jwks],
      ["scopes", Object.values(scope).join(" ")],
    ]);
  });
});
