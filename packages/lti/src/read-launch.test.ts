import { claimNames as c, roleUri } from "@kunna/lms-kit/testing";
import { describe, expect, test } from "vitest";
import { codeOf, fixture } from "./fixture.test.support.ts";
import { isInstructor, isLearner, parseRoles } from "./index.ts";

describe("A launch", () => {
  test("says who, where and what, as plain JSON", async () => {
    const { platform, registered, launches } = await fixture();
    const course = platform.course({ title: "Rescue", label: "R1" });
    const user = course.enrol(platform.user({ id: "7", givenName: "Elin", familyName: "Ek" }), ["Instructor"]);
    const resourceLink = course.resourceLink({ title: "My path", custom: { program: "rescue" } });
    await platform.launch({ user, course, resourceLink, locale: "sv_SE" });
    const [launch] = launches;
    expect(launch).toMatchObject({
      messageType: "LtiResourceLinkRequest",
      registrationId: "registration-1",
      issuer: platform.issuer,
      clientId: registered.clientId,
      deploymentId: "1",
      user: { subject: "7", name: "Elin Ek", givenName: "Elin", familyName: "Ek", email: "7@school.example" },
      roles: { context: [{ role: "Instructor" }], testUser: false },
      context: { id: course.id, label: "R1", title: "Rescue" },
      resourceLink: { id: resourceLink.id, title: "My path" },
      custom: { program: "rescue" },
      locale: "sv-SE",
      documentTarget: "iframe",
      ags: { scopes: expect.arrayContaining([expect.stringContaining("score")]) },
      membershipsUrl: expect.stringContaining("members"),
    });
    expect(JSON.parse(JSON.stringify(launch))).toEqual(launch);
  });

  test("of a submission review says whose submission it is", async () => {
    const { platform, launches } = await fixture();
    await platform.reviewSubmission({ forUser: platform.user({ id: "learner" }) });
    expect(launches[0]).toMatchObject({
      messageType: "LtiSubmissionReviewRequest",
      forUser: { subject: "learner" },
      resourceLink: { id: expect.any(String) },
    });
  });

  test("is taken with what platforms are known to write otherwise", async () => {
    const { platform, launches } = await fixture();
    const claims = {
      sub: 42,
      email: "",
      family_name: null,
      [c.deploymentId]: 7,
      // PHP's empty object.
      [c.custom]: [],
      [c.context]: [],
      [c.launchPresentation]: { locale: "en", return_url: "" },
      [c.resourceLink]: { id: 12, title: null },
    };
    expect((await platform.launch({ misbehave: { claims } })).response.status).toBe(200);
    expect(launches[0]).toMatchObject({
      user: { subject: "42" },
      deploymentId: "7",
      resourceLink: { id: "12" },
      custom: {},
    });
    expect(launches[0]).not.toHaveProperty("context");
    expect(launches[0]?.user).not.toHaveProperty("email");
  });

  test("hands no address on that is a script", async () => {
    const { platform, launches } = await fixture();
    const script = "javascript:alert(1)";
    const claims = { picture: script, [c.launchPresentation]: { return_url: script } };
    await platform.launch({ misbehave: { claims } });
    expect(launches[0]).not.toHaveProperty("returnUrl");
    expect(launches[0]?.user).not.toHaveProperty("picture");
  });

  test.each([
    ["sub", { sub: "x".repeat(256) }],
    ["sub", { sub: "å" }],
    ["roles", { [c.roles]: "Learner" }],
    ["deployment_id", { [c.deploymentId]: "" }],
    ["resource_link", { [c.resourceLink]: { title: "Nameless" } }],
    ["resource_link", { [c.resourceLink]: "12" }],
  ])("MESSAGE_MALFORMED names %s: %j", async (name, claims) => {
    const { platform, log } = await fixture();
    expect(await codeOf((await platform.launch({ misbehave: { claims } })).response)).toBe("MESSAGE_MALFORMED");
    expect(log.at(-1)?.detail).toContain(name);
  });

  test.each([
    ["return_url", { [c.launchPresentation]: { return_url: "/course/2", locale: "sv" } }, { locale: "sv" }],
    [
      "lineitem",
      { [c.grades]: { lineitem: "not a URL", lineitems: "https://lms.example/2" } },
      { ags: { scopes: [], lineItemsUrl: "https://lms.example/2" } },
    ],
    ["scope", { [c.grades]: { scope: { score: true } } }, { ags: { scopes: [] } }],
    ["context", { [c.context]: { title: "Of no id" } }, {}],
    [
      "type",
      { [c.context]: { id: 7, label: 12, type: "CourseSection" } },
      { context: { id: "7", label: "12", types: [] } },
    ],
    ["tool_platform", { [c.toolPlatform]: "Moodle" }, {}],
    ["context_memberships_url", { [c.roster]: { context_memberships_url: "members" } }, {}],
    ["name", { name: { first: "Elin" } }, { user: { givenName: "Elin" } }],
    ["title", { [c.resourceLink]: { id: "12", title: ["Rescue"] } }, { resourceLink: { id: "12" } }],
  ])("leaves %s out where it is not as it should be, and says so in the log: %j", async (name, claims, expected) => {
    const { platform, launches, log } = await fixture();
    const user = platform.user({ givenName: "Elin" });
    expect((await platform.launch({ user, misbehave: { claims } })).response.status).toBe(200);
    expect(launches[0]).toMatchObject(expected);
    const notice = log.find(({ code }) => code === "CLAIMS_LEFT_OUT");
    expect(notice?.detail).toContain(name);
    expect(JSON.stringify(notice)).not.toContain("Elin");
  });

  test.each([
    { [c.toolPlatform]: { guid: "1", version: 2024100706 } },
    { [c.roster]: { context_memberships_url: "" } },
    { [c.grades]: { lineitem: "", scope: "a b" } },
    { [c.launchPresentation]: null },
  ])("takes what is only written otherwise without a word: %j", async (claims) => {
    const { platform, launches, log } = await fixture();
    await platform.launch({ misbehave: { claims } });
    expect(launches).toHaveLength(1);
    expect(log.map(({ code }) => code)).not.toContain("CLAIMS_LEFT_OUT");
  });

  test("of a deep link without data, types or words that can be read is taken", async () => {
    const { platform, launches } = await fixture();
    const settings = {
      deep_link_return_url: "https://lms.example/return",
      data: null,
      title: 7,
      accept_multiple: "maybe",
    };
    await platform.deepLink({ misbehave: { claims: { [c.deepLinkingSettings]: settings } } });
    expect(launches[0]).toMatchObject({
      deepLinking: { acceptTypes: ["ltiResourceLink"], acceptMultiple: false, title: "7" },
    });
    expect(JSON.stringify(launches[0]?.claims)).toContain("maybe");
  });

  test("of what pretends to be a text is refused by its code, and not as a failure here", async () => {
    const hostile = { toString: "not a function" };
    const { platform } = await fixture();
    for (const [claims, code] of [
      [{ [c.version]: hostile }, "VERSION_UNSUPPORTED"],
      [{ [c.messageType]: hostile }, "MESSAGE_TYPE_UNSUPPORTED"],
      [{ aud: [hostile] }, "AUDIENCE_MISMATCH"],
      [{ iss: hostile }, "ISSUER_MISMATCH"],
      [{ azp: hostile }, "AUTHORIZED_PARTY_MISMATCH"],
    ] as const) {
      expect(await codeOf((await platform.launch({ misbehave: { claims } })).response)).toBe(code);
    }
  });

  test("MESSAGE_MALFORMED: a deep link that would be answered by http", async () => {
    const { platform } = await fixture();
    const settings = { deep_link_return_url: "http://lms.example/return", accept_types: ["link"] };
    const claims = { [c.deepLinkingSettings]: settings };
    expect(await codeOf((await platform.deepLink({ misbehave: { claims } })).response)).toBe("MESSAGE_MALFORMED");
  });

  test("MESSAGE_TYPE_UNSUPPORTED: a deep link to a tool that has no picker", async () => {
    const { tool: _tool, platform, log } = await fixture({ tool: { onDeepLink: undefined } as never });
    expect(await codeOf((await platform.deepLink()).response)).toBe("MESSAGE_TYPE_UNSUPPORTED");
    expect(log.at(-1)?.detail).toContain("LtiDeepLinkingRequest");
  });
});

describe("Roles", () => {
  const membership = "http://purl.imsglobal.org/vocab/lis/v2/membership";

  test("are sorted by their vocabulary", () => {
    expect(
      parseRoles([
        `${membership}#Learner`,
        `${membership}/Instructor#TeachingAssistant`,
        "Mentor",
        "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Faculty",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin",
        "http://purl.imsglobal.org/vocab/lti/system/person#TestUser",
        "urn:lti:role:ims/lis/Instructor",
      ]),
    ).toEqual({
      context: [{ role: "Learner" }, { role: "Instructor", subRole: "TeachingAssistant" }, { role: "Mentor" }],
      institution: ["Faculty"],
      system: ["SysAdmin"],
      other: ["urn:lti:role:ims/lis/Instructor"],
      testUser: true,
    });
  });

  test.each([
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
    "https://elsewhere.example/membership#Instructor",
    `${membership}Extra#Instructor`,
    `${membership}#InstructorOfNothing`,
    "instructor",
    "TeachingAssistant",
  ])("that only look like one teach nobody: %s", (uri) => {
    expect(isInstructor(parseRoles([uri]))).toBe(false);
  });

  test("of the simulator's vocabulary are known", () => {
    expect(isInstructor(parseRoles([roleUri("Instructor")]))).toBe(true);
    expect(isLearner(parseRoles([roleUri("Learner")]))).toBe(true);
    expect(isLearner(parseRoles(["Learner"]))).toBe(true);
  });
});
