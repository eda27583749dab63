import { expect, test } from "vitest";
import { createPlatform, newKeyRing, serviceScopes } from "./index.ts";
import { newSigningKey } from "./key-ring.ts";
import { type AssertionFlaws, toolClient, toolKey } from "./tool-client.test.support.ts";

const keys = await newKeyRing();
const stranger = await newSigningKey("tool-key");

async function client(scopes?: readonly string[]) {
  const platform = await createPlatform({ keys });
  const registration = platform.tool({
    loginUrl: "https://tool.example/login",
    redirectUris: ["https://tool.example/launch"],
    jwksUrl: "https://tool.example/jwks",
    handle: () => Response.json({ keys: [toolKey.jwk] }),
    ...(scopes === undefined ? {} : { scopes }),
  });
  return { platform, ...toolClient(platform, registration) };
}

test("a signed assertion gets a token for the scopes that the tool has", async () => {
  const { platform, askToken } = await client([serviceScopes.score]);
  const response = await askToken([serviceScopes.score, serviceScopes.roster]);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({
    access_token: expect.any(String),
    token_type: "Bearer",
    expires_in: 3600,
    scope: serviceScopes.score,
  });
  expect(platform.problems).toEqual([]);
});

const now = Math.floor(Date.now() / 1000);
test.each<[string, number, string, AssertionFlaws]>([
  ["JWT_ISSUER", 401, "invalid_client", { claims: { iss: "somebody" } }],
  ["JWT_SUBJECT", 401, "invalid_client", { claims: { sub: "somebody" } }],
  ["JWT_AUDIENCE", 401, "invalid_client", { claims: { aud: "https://lms.example" } }],
  ["JWT_EXPIRY", 401, "invalid_client", { claims: { exp: now - 120 } }],
  ["JWT_EXPIRY", 401, "invalid_client", { claims: { exp: undefined } }],
  ["JWT_EXPIRY", 401, "invalid_client", { claims: { exp: now + 86_400 } }],
  ["JWT_ISSUED_AT", 401, "invalid_client", { claims: { iat: undefined } }],
  ["JWT_ISSUED_AT", 401, "invalid_client", { claims: { iat: now + 600, exp: now + 660 } }],
  ["JWT_JTI", 401, "invalid_client", { claims: { jti: undefined } }],
  ["JWT_KID", 401, "invalid_client", { header: { kid: "another" } }],
  ["JWT_KID", 401, "invalid_client", { header: { kid: undefined } }],
  ["JWT_SIGNATURE", 401, "invalid_client", { key: stranger }],
  ["CLIENT_ASSERTION", 401, "invalid_client", { parameters: { client_assertion: "nonsense" } }],
  ["CLIENT_ASSERTION", 400, "invalid_request", { parameters: { client_assertion: null } }],
  ["CLIENT_ASSERTION_TYPE", 400, "invalid_request", { parameters: { client_assertion_type: "jwt" } }],
  ["GRANT_TYPE", 400, "unsupported_grant_type", { parameters: { grant_type: "password" } }],
  ["TOKEN_SCOPE", 400, "invalid_request", { parameters: { scope: null } }],
  ["TOKEN_SCOPE", 400, "invalid_scope", { parameters: { scope: "everything" } }],
])("%s is told and refused with %i %s (%o)", async (code, status, error, flaws) => {
  const { platform, askToken } = await client();
  const response = await askToken([serviceScopes.score], flaws);
  expect(platform.problems.map((problem) => problem.code)).toEqual([code]);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error, error_description: expect.any(String) });
});

test("an assertion is good once", async () => {
  const { platform, askToken } = await client();
  const flaws = { claims: { jti: "the-same" } };
  expect((await askToken([serviceScopes.score], flaws)).status).toBe(200);
  expect((await askToken([serviceScopes.score], flaws)).status).toBe(401);
  expect(platform.problems.map((problem) => problem.code)).toEqual(["JWT_JTI_REUSED"]);
});

test("a private key in the tool's key set is told", async () => {
  const platform = await createPlatform({ keys });
  const registration = platform.tool({
    loginUrl: "https://tool.example/login",
    redirectUris: ["https://tool.example/launch"],
    jwks: { keys: [{ ...toolKey.jwk, d: "secret" }] },
  });
  const response = await toolClient(platform, registration).askToken([serviceScopes.score]);
  expect(response.status).toBe(401);
  expect(platform.problems.map((problem) => problem.code)).toEqual(["PRIVATE_KEY_PUBLISHED"]);
});

test.each([
  ["UNAUTHORISED", 401],
  ["ERROR_500", 500],
  ["RATE_LIMITED", 429],
] as const)("misbehaves when told to: %s is %i, once", async (token, status) => {
  const { platform, askToken } = await client();
  platform.misbehave({ token, times: 1, retryAfter: 7 });
  const response = await askToken([serviceScopes.score]);
  expect(response.status).toBe(status);
  expect(response.headers.get("retry-after")).toBe(status === 429 ? "7" : null);
  expect((await askToken([serviceScopes.score])).status).toBe(200);
});

test("may give fewer scopes than were asked for, or be slow", async () => {
  const { platform, askToken } = await client();
  platform.misbehave({ token: "FEWER_SCOPES" });
  const fewer = await askToken([serviceScopes.score, serviceScopes.roster]);
  expect(await fewer.json()).toMatchObject({ scope: serviceScopes.score });
  platform.misbehave({ token: "SLOW", slowness: 1 });
  expect((await askToken([serviceScopes.score])).status).toBe(200);
});

test("answers on a port as it does in process", async () => {
  const platform = await createPlatform({ keys });
  await platform.listen();
  const registration = platform.tool({
    loginUrl: "https://tool.example/login",
    redirectUris: ["https://tool.example/launch"],
    jwks: { keys: [toolKey.jwk] },
  });
  const overHttp = { ...platform, fetch: (request: Request) => fetch(request) };
  expect((await toolClient(overHttp, registration).askToken([serviceScopes.score])).status).toBe(200);
  platform.misbehave({ token: "UNAUTHORISED" });
  expect((await toolClient(overHttp, registration).askToken([serviceScopes.score])).status).toBe(401);
  await platform.close();
});

test("what hangs ends when the caller leaves", async () => {
  const platform = await createPlatform({ keys });
  platform.misbehave({ jwks: "HANG" });
  const request = new Request(`${platform.url}/lti/jwks`, { signal: AbortSignal.timeout(20) });
  await expect(platform.handle(request)).rejects.toThrow("The caller left.");
});

test("a key set without end goes on until it is left", async () => {
  const platform = await createPlatform({ keys });
  const url = await platform.listen();
  platform.misbehave({ jwks: "ENDLESS" });
  const response = await fetch(`${url}/lti/jwks`);
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += chunk.byteLength;
    if (read > 1_000_000) break;
  }
  expect(read).toBeGreaterThan(1_000_000);
  await platform.close();
});
