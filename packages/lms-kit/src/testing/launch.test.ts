import { describe, expect, test } from "vitest";
import {
  claimNames as c,
  createPlatform,
  newKeyRing,
  roleUris,
  type TokenMisbehaviour,
  tokenMisbehaviours,
} from "./index.ts";
import { type InlineToolFlaws, inlineTool } from "./inline-tool.test.support.ts";

const keys = await newKeyRing();

async function platformWithTool(flaws?: InlineToolFlaws) {
  const platform = await createPlatform({ keys });
  const tool = inlineTool(platform, flaws);
  return { platform, tool, registration: tool.register() };
}

describe("a launch of a correct tool", () => {
  test("ends at the tool's page, and finds no problem", async () => {
    const { platform, tool, registration } = await platformWithTool();
    const course = platform.course({ title: "Rescue", label: "R1" });
    const user = course.enrol(platform.user({ givenName: "Elin" }), ["Instructor"]);
    const resourceLink = course.resourceLink({
      title: "My path",
      custom: { program: "rescue", who: "$User.id", odd: "$Not.known" },
    });
    course.lineItem({ resourceLink });
    const launch = await platform.launch({ user, course, resourceLink, locale: "sv" });
    expect(await launch.response.text()).toBe("Welcome Elin Example");
    expect(platform.problems).toEqual([]);
    expect(tool.logins).toEqual([
      {
        iss: "https://lms.example",
        login_hint: expect.any(String),
        target_link_uri: "https://tool.example/launch",
        lti_message_hint: expect.any(String),
        client_id: registration.clientId,
        lti_deployment_id: "1",
      },
    ]);
    expect(launch.claims).toMatchObject({
      sub: user.id,
      [c.messageType]: "LtiResourceLinkRequest",
      [c.roles]: [roleUris.Instructor],
      [c.context]: { id: course.id, title: "Rescue", label: "R1" },
      [c.resourceLink]: { id: resourceLink.id, title: "My path" },
      [c.launchPresentation]: { locale: "sv", document_target: "iframe", return_url: expect.any(String) },
      [c.custom]: { program: "rescue", who: user.id, odd: "$Not.known" },
      [c.grades]: { lineitem: expect.stringContaining("?type_id=1"), lineitems: expect.stringContaining("?type_id=1") },
      [c.roster]: { service_versions: ["2.0"] },
    });
  });

  test("works over a real port too, with the login as GET", async () => {
    const platform = await createPlatform();
    const url = await platform.listen();
    try {
      inlineTool(platform).register();
      const { keys } = (await (await fetch(`${url}/lti/jwks`)).json()) as { keys: unknown[] };
      expect(keys).toHaveLength(2);
      const launch = await platform.launch({ loginMethod: "GET" });
      expect(launch.claims).toMatchObject({ iss: url });
      expect(launch.response.status).toBe(200);
    } finally {
      await platform.close();
    }
  });

  test.each(["deepLink", "reviewSubmission"] as const)("works for %s", async (kind) => {
    const { platform } = await platformWithTool();
    const forUser = platform.user({ id: "learner" });
    const launch =
      kind === "deepLink"
        ? await platform.deepLink({ settings: { data: "opaque" } })
        : await platform.reviewSubmission({ forUser });
    expect(launch.response.status).toBe(200);
    expect(launch.claims).toMatchObject(
      kind === "deepLink"
        ? { [c.deepLinkingSettings]: { data: "opaque", accept_types: ["ltiResourceLink", "link"] } }
        : {
            [c.forUser]: { user_id: "learner", roles: [roleUris.Learner] },
            [c.resourceLink]: { id: expect.any(String) },
            [c.grades]: { lineitem: expect.any(String) },
          },
    );
  });

  test("a submission review opens what the line item says, for somebody else", async () => {
    const { platform } = await platformWithTool();
    const course = platform.course();
    const item = course.lineItem({ resourceLink: course.resourceLink() });
    const url = "https://tool.example/review";
    item.submissionReview = { reviewableStatus: ["Completed"], url, custom: { as: "reviewer" } };
    const launch = await platform.reviewSubmission({ course, forUser: platform.user() });
    expect(launch.claims).toMatchObject({ [c.targetLinkUri]: url, [c.custom]: { as: "reviewer" } });
  });

  test("from no course has neither context nor services", async () => {
    const { platform } = await platformWithTool();
    const launch = await platform.launch({ course: null });
    expect(launch.response.status).toBe(200);
    expect(launch.claims?.[c.roles]).toEqual([]);
    for (const name of [c.context, c.grades, c.roster, c.groups]) expect(launch.claims).not.toHaveProperty([name]);
  });

  test("asks which tool, where there are several", async () => {
    const { platform, registration } = await platformWithTool();
    platform.tool({ loginUrl: "https://other.example/login", redirectUris: ["https://other.example/launch"] });
    expect(() => platform.launch()).toThrow("Several tools");
    expect((await platform.launch({ tool: registration })).response.status).toBe(200);
  });

  test("goes on after a rotation of the keys", async () => {
    const platform = await createPlatform();
    inlineTool(platform).register();
    expect((await platform.launch()).response.status).toBe(200);
    await platform.keys.rotate();
    expect((await platform.launch()).response.status).toBe(200);
    expect(platform.keys.published).toHaveLength(3);
    await platform.keys.rotate({ keep: false });
    expect(platform.keys.published).toHaveLength(1);
  });
});

describe("a token that misbehaves", () => {
  test.each(Object.keys(tokenMisbehaviours) as TokenMisbehaviour[])(
    "%s is refused by a correct tool",
    async (token) => {
      const { platform } = await platformWithTool();
      const launch = await platform.launch({ misbehave: { token } });
      expect(await launch.response.text()).toMatch(/^REFUSED/);
      expect(launch.response.status).toBe(401);
    },
  );

  test.each(["WRONG_STATE", "NO_STATE", "NO_TOKEN", "REPLAYED", "ERROR"] as const)(
    "%s is refused",
    async (response) => {
      const { platform } = await platformWithTool();
      await platform.launch();
      const launch = await platform.launch({ misbehave: { response } });
      expect(launch.response.status).toBeGreaterThanOrEqual(400);
    },
  );

  test("claims can be set and left out", async () => {
    const { platform } = await platformWithTool();
    const launch = await platform.launch({ misbehave: { claims: { name: "Zoe" }, without: ["email"] } });
    expect(launch.claims).toMatchObject({ name: "Zoe" });
    expect(launch.claims).not.toHaveProperty("email");
  });

  test("delivered twice, or by another's browser, it is refused", async () => {
    const { platform } = await platformWithTool();
    const launch = await platform.launch();
    expect((await launch.deliver()).response.status).toBe(400);
    const waiting = await platform.launch({ deliver: false });
    expect((await waiting.deliver(platform.browser())).response.status).toBe(400);
    expect((await waiting.deliver()).response.status).toBe(200);
  });
});

describe("an authorization request", () => {
  test.each([
    ["SCOPE", { scope: "profile" }, "invalid_request"],
    ["RESPONSE_TYPE", { response_type: "code" }, "invalid_request"],
    ["RESPONSE_MODE", { response_mode: null }, "invalid_request"],
    ["PROMPT", { prompt: null }, "invalid_request"],
    ["LOGIN_HINT", { login_hint: "another" }, "invalid_request"],
    ["LTI_MESSAGE_HINT", { lti_message_hint: null }, "invalid_request"],
    ["NONCE", { nonce: null }, "invalid_request"],
  ] as const)("is refused, and told to the tool: %s", async (code, authorization, error) => {
    const { platform } = await platformWithTool({ authorization });
    const launch = await platform.launch();
    expect(platform.problems).toEqual([
      expect.objectContaining({ code, spec: expect.any(String), section: expect.any(String) }),
    ]);
    expect(launch.idToken).toBeNull();
    expect(await launch.response.text()).toBe(`ERROR ${error}`);
  });

  test("without a state is refused", async () => {
    const { platform } = await platformWithTool({ authorization: { state: null } });
    const launch = await platform.launch();
    expect(platform.problems.map((problem) => problem.code)).toEqual(["STATE"]);
    expect(launch.form?.fields).toMatchObject({ error: "invalid_request" });
  });

  test("with a nonce that was used before is refused", async () => {
    const { platform } = await platformWithTool({ authorization: { nonce: "the-same" } });
    await platform.launch();
    await platform.launch();
    expect(platform.problems.map((problem) => problem.code)).toEqual(["NONCE_REUSED"]);
  });

  test.each([
    ["CLIENT_ID", { client_id: "another" }],
    ["REDIRECT_URI", { redirect_uri: "https://tool.example/launch/" }],
  ] as const)("is refused, and sent nowhere: %s", async (code, authorization) => {
    const { platform } = await platformWithTool({ authorization });
    const launch = await platform.launch();
    expect(platform.problems.map((problem) => problem.code)).toEqual([code]);
    expect(launch.form).toBeNull();
    expect(launch.response.status).toBe(400);
    expect(launch.url).toContain("https://lms.example/");
  });
});
