import { expect, test } from "vitest";
import { claimNames as c, createPlatform, type DeepLinkingSettings, newKeyRing } from "./index.ts";
import { inlineTool } from "./inline-tool.test.support.ts";
import { type AssertionFlaws, signedByTool, toolKey } from "./tool-client.test.support.ts";

const keys = await newKeyRing();
const path = {
  type: "ltiResourceLink",
  title: "My path",
  url: "https://tool.example/launch",
  custom: { program: "a" },
};

/** A deep linking request that was answered with these items. */
async function answered(items: unknown, flaws: AssertionFlaws = {}, settings: Partial<DeepLinkingSettings> = {}) {
  const platform = await createPlatform({ keys });
  const registration = inlineTool(platform).register({ jwks: { keys: [toolKey.jwk] } });
  const launch = await platform.deepLink({ settings: { data: "opaque", ...settings } });
  const asked = launch.claims?.[c.deepLinkingSettings] as { deep_link_return_url: string; data: string };
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: registration.clientId,
    aud: platform.issuer,
    iat: now,
    exp: now + 60,
    nonce: crypto.randomUUID(),
    [c.messageType]: "LtiDeepLinkingResponse",
    [c.version]: "1.3.0",
    [c.deploymentId]: "1",
    [c.deepLinkingData]: asked.data,
    [c.contentItems]: items,
    ...flaws.claims,
  };
  const jwt = await signedByTool(claims, flaws);
  const send = (fields: Record<string, string> = { JWT: jwt }) =>
    launch.browser.submit({ action: asked.deep_link_return_url, method: "POST", fields });
  const { response } = await send();
  return { platform, response, send, codes: () => platform.problems.map((problem) => problem.code) };
}

test("what a tool answers is put into the course, with its line item", async () => {
  const items = [
    { ...path, lineItem: { scoreMaximum: 100, tag: "grade" } },
    { type: "link", url: "https://tool.example/wall" },
  ];
  const { platform, response, codes } = await answered(items, { claims: { [c.deepLinkingMessage]: "Added 2." } });
  expect(codes()).toEqual([]);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("Added 2.");
  const [taken] = platform.deepLinkingResponses;
  expect(taken).toMatchObject({ items, message: "Added 2.", errorMessage: null });
  expect(taken?.resourceLinks).toMatchObject([{ title: "My path", custom: { program: "a" } }]);
  expect(taken?.lineItems).toMatchObject([
    { label: "My path", scoreMaximum: 100, tag: "grade", resourceLinkId: taken?.resourceLinks[0]?.id },
  ]);
  expect(taken?.course?.lineItems).toEqual(taken?.lineItems);
});

test("nothing chosen is an answer, too", async () => {
  const { platform, response } = await answered([]);
  expect(response.status).toBe(200);
  expect(platform.deepLinkingResponses[0]?.items).toEqual([]);
});

const now = Math.floor(Date.now() / 1000);
test.each<[string, unknown, AssertionFlaws, Partial<DeepLinkingSettings>?]>([
  ["JWT_ISSUER", [], { claims: { iss: "another" } }],
  ["JWT_AUDIENCE", [], { claims: { aud: "https://another.example" } }],
  ["JWT_AZP", [], { claims: { azp: "client-1" } }],
  ["JWT_EXPIRY", [], { claims: { exp: now - 600 } }],
  ["JWT_ISSUED_AT", [], { claims: { iat: undefined } }],
  ["JWT_NONCE", [], { claims: { nonce: undefined } }],
  ["JWT_KID", [], { header: { kid: "another" } }],
  ["MESSAGE_TYPE", [], { claims: { [c.messageType]: "LtiDeepLinkingRequest" } }],
  ["VERSION", [], { claims: { [c.version]: "1.1" } }],
  ["DEPLOYMENT", [], { claims: { [c.deploymentId]: "2" } }],
  ["DATA", [], { claims: { [c.deepLinkingData]: "changed" } }],
  ["DATA", [], { claims: { [c.deepLinkingData]: undefined } }],
  ["MESSAGE_TEXT", [], { claims: { [c.deepLinkingLog]: 5 } }],
  ["CONTENT_ITEM", "all", {}],
  ["CONTENT_ITEM", [{ title: "No type" }], {}],
  ["CONTENT_ITEM", [{ ...path, custom: { number: 1 } }], {}],
  ["CONTENT_ITEM", [{ ...path, lineItem: { label: "a" } }], {}],
  ["CONTENT_ITEM", [{ ...path, lineItem: { scoreMaximum: 0 } }], {}],
  ["CONTENT_ITEM", [{ ...path, available: { startDateTime: "2026-03-01" } }], {}],
  ["CONTENT_ITEM", [{ type: "link" }], {}],
  ["CONTENT_ITEM_TYPE", [{ type: "html", html: "<p>a</p>" }], {}],
  ["SEVERAL_ITEMS", [path, path], {}, { acceptMultiple: false }],
  ["LINE_ITEM_NOT_ACCEPTED", [{ ...path, lineItem: { scoreMaximum: 1 } }], {}, { acceptLineItem: false }],
])("%s is told and refused (%j)", async (code, items, flaws, settings) => {
  const { platform, response, codes } = await answered(items, flaws, settings);
  expect(codes()).toEqual([code]);
  expect(response.status).toBe(400);
  expect(platform.deepLinkingResponses).toEqual([]);
});

test("an answer is good once, and comes as a form with JWT", async () => {
  const { send, codes } = await answered([path]);
  expect((await send()).response.status).toBe(400);
  expect((await send({ jwt: "a.b.c" })).response.status).toBe(400);
  expect((await send({ JWT: "nonsense" })).response.status).toBe(400);
  expect(codes()).toEqual(["JWT_NONCE_REUSED", "DEEP_LINKING_FORM", "DEEP_LINKING_JWT"]);
});
