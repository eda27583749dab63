import { expect, test } from "vitest";
import { createPlatform, newKeyRing, type Platform, serviceScopes } from "./index.ts";

const keys = await newKeyRing();
const lti = "https://purl.imsglobal.org/spec/lti-tool-configuration";
const right = {
  application_type: "web",
  grant_types: ["client_credentials", "implicit"],
  response_types: ["id_token"],
  redirect_uris: ["https://tool.example/launch"],
  initiate_login_uri: "https://tool.example/login",
  client_name: "Tool",
  jwks_uri: "https://tool.example/jwks",
  token_endpoint_auth_method: "private_key_jwt",
  scope: `${serviceScopes.score} ${serviceScopes.roster}`,
  [lti]: {
    domain: "tool.example",
    target_link_uri: "https://tool.example/launch",
    messages: [{ type: "LtiDeepLinkingRequest", target_link_uri: "https://tool.example/pick" }],
    claims: ["iss", "sub", "name"],
  },
};

/** A tool's side of a registration; `answers` holds what the platform answered. */
function registering(platform: Platform, configuration: unknown, token?: string) {
  const answers: Response[] = [];
  const handle = async (request: Request) => {
    const { searchParams } = new URL(request.url);
    const asked = await platform.fetch(new Request(searchParams.get("openid_configuration") ?? ""));
    const { registration_endpoint } = (await asked.json()) as { registration_endpoint: string };
    const answer = await platform.fetch(
      new Request(registration_endpoint, {
        method: "POST",
        headers: {
          authorization: `Bearer ${token ?? searchParams.get("registration_token")}`,
          "content-type": "application/json",
        },
        body: JSON.stringify(configuration),
      }),
    );
    answers.push(answer);
    return new Response("Done");
  };
  return { answers, options: { url: "https://tool.example/register?organisation=1", handle } };
}

test("a tool registers itself", async () => {
  const platform = await createPlatform({ keys });
  const { answers, options } = registering(platform, right);
  const visit = await platform.register(options);
  expect(platform.problems).toEqual([]);
  expect(visit.steps[0]?.url).toContain("organisation=1&openid_configuration=");
  expect(await visit.response.text()).toBe("Done");
  expect(visit.tool).toMatchObject({
    name: "Tool",
    loginUrl: "https://tool.example/login",
    redirectUris: ["https://tool.example/launch"],
    jwksUrl: "https://tool.example/jwks",
    scopes: [serviceScopes.score, serviceScopes.roster],
  });
  expect(answers[0]?.status).toBe(201);
  expect(await answers[0]?.json()).toMatchObject({
    ...right,
    client_id: visit.tool?.clientId,
    [lti]: { deployment_id: visit.tool?.deploymentIds[0] },
  });
});

test("the platform says what it is", async () => {
  const platform = await createPlatform({ keys });
  const { openidConfigurationUrl } = platform.invite("https://tool.example/register");
  const told = (await (await platform.fetch(new Request(openidConfigurationUrl))).json()) as Record<string, unknown>;
  expect(told).toMatchObject({
    issuer: "https://lms.example",
    jwks_uri: "https://lms.example/lti/jwks",
    token_endpoint: "https://lms.example/lti/token",
    authorization_endpoint: "https://lms.example/lti/authorize",
    registration_endpoint: "https://lms.example/lti/register",
    "https://purl.imsglobal.org/spec/lti-platform-configuration": {
      product_family_code: expect.any(String),
      messages_supported: expect.arrayContaining([{ type: "LtiDeepLinkingRequest", placements: ["ContentArea"] }]),
    },
  });
});

test("a registration token is good once", async () => {
  const platform = await createPlatform({ keys });
  const first = await platform.register(registering(platform, right).options);
  const again = registering(platform, right, first.invitation.registrationToken);
  expect((await platform.register(again.options)).tool).toBeNull();
  expect(again.answers[0]?.status).toBe(401);
  const strange = registering(platform, right, "nonsense");
  await platform.register(strange.options);
  expect(strange.answers[0]?.status).toBe(401);
  expect(platform.problems.map((problem) => problem.code)).toEqual(["REGISTRATION_TOKEN_REUSED", "REGISTRATION_TOKEN"]);
});

test.each([
  ["TOOL_CONFIGURATION", { application_type: "native" }],
  ["TOOL_CONFIGURATION", { grant_types: ["implicit"] }],
  ["TOOL_CONFIGURATION", { response_types: ["code"] }],
  ["TOOL_CONFIGURATION", { redirect_uris: [] }],
  ["TOOL_CONFIGURATION", { initiate_login_uri: "http://tool.example/login" }],
  ["TOOL_CONFIGURATION", { jwks_uri: undefined }],
  ["TOOL_CONFIGURATION", { token_endpoint_auth_method: "client_secret_basic" }],
  ["TOOL_CONFIGURATION", { [lti]: undefined }],
  ["TOOL_CONFIGURATION", { [lti]: { ...right[lti], domain: "https://tool.example" } }],
  ["TOOL_CONFIGURATION", { [lti]: { ...right[lti], claims: undefined } }],
  ["TOOL_CONFIGURATION", { [lti]: { ...right[lti], messages: [{ type: "Hello" }] } }],
  ["TOOL_DOMAIN", { redirect_uris: ["https://another.example/launch"] }],
  ["REGISTRATION_SCOPE", { scope: "everything" }],
])("%s is told and refused (%j), and the token stays good", async (code, wrong) => {
  const platform = await createPlatform({ keys });
  const { answers, options } = registering(platform, { ...right, ...wrong });
  const visit = await platform.register(options);
  expect(platform.problems.map((problem) => problem.code)).toEqual([code]);
  expect(answers[0]?.status).toBe(400);
  expect(visit.tool).toBeNull();
});

test("misbehaves when told to", async () => {
  const platform = await createPlatform({ keys });
  const ask = async () =>
    (await platform.fetch(new Request(platform.invite("https://tool.example").openidConfigurationUrl))).json();
  platform.misbehave({ registration: "ISSUER_MISMATCH" });
  expect(await ask()).toMatchObject({ issuer: "https://elsewhere.example" });
  platform.misbehave({ registration: "ENDPOINT_ON_OTHER_HOST" });
  expect(await ask()).toMatchObject({ registration_endpoint: "https://elsewhere.example/lti/register" });
  platform.misbehave({ registration: "NO_CLIENT_ID" });
  const { answers, options } = registering(platform, right);
  await platform.register(options);
  expect(await answers[0]?.json()).not.toHaveProperty("client_id");
});
