import { availableTestDatabases } from "@kunna/database/testing";
import type { Platform, ToolRegistration } from "@kunna/lms-kit/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { ltiSuite, sessionIn } from "./lti.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`LTI on ${kind}`, ({ skip }) => skip(reason));

const me = "{ viewer { id name roles } }";

describe.each(kinds)("A platform that registers itself, on %s", (kind) => {
  const suite = ltiSuite(kind);
  let platform: Platform;
  let tool: ToolRegistration;
  const counts = () =>
    suite.services.database.asSystem(async (tx) => ({
      identities: await tx.externalIdentity.count(),
      people: await tx.person.count(),
      courses: await tx.lmsCourse.count(),
      links: await tx.ltiResourceLink.count(),
      sessions: await tx.lmsSession.count(),
      tokens: await tx.accessToken.count(),
    }));

  beforeAll(async () => {
    platform = await suite.platform();
  });

  it("is registered once by a link, however often that is used, and waits", async () => {
    const link = await suite.link();
    const both = await Promise.all([suite.register(platform, link), suite.register(platform, link)]);
    const [registered, ...others] = both.flatMap(({ tool }) => (tool ? [tool] : []));
    if (!registered) throw new Error("Nothing was registered.");
    expect(others).toEqual([]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect((await suite.register(platform, link)).status).toBe(403);
    tool = registered;
    expect(tool.loginUrl).toBe(`${suite.url}/lti/login?organisation=nordvik`);
    expect(tool.jwksUrl).toBe(`${suite.url}/lti/jwks?organisation=nordvik`);

    const before = await counts();
    const { response } = await platform.launch({ tool });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("REGISTRATION_PENDING");
    expect(await counts()).toEqual(before);
    expect(suite.log.filter(({ code }) => code === "REGISTRATION_PENDING")).toHaveLength(1);
  });

  it("launches a learner, who acts as that and nothing else", async () => {
    await suite.approve();
    const course = platform.course({ title: "Första hjälpen" });
    const user = platform.user({ givenName: "Elin", familyName: "Berg", email: "elin.berg@example.org" });
    const { response } = await platform.launch({
      tool,
      course,
      user,
      custom: { kunna_target: "PROGRAM", kunna_program: "data-protection" },
    });
    expect(response.status).toBe(200);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`frame-ancestors 'self' ${new URL(platform.url).origin}`);
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]+'(;|$)/);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const session = sessionIn(await response.text());
    expect(session).toMatchObject({ view: "learner", context: { title: "Första hjälpen" } });
    expect(session?.target).toMatchObject({ kind: "PROGRAM", programId: expect.any(String) });
    const { data } = await suite.ask(session?.token ?? "", me);
    expect(data.viewer).toMatchObject({ name: "Elin Berg", roles: ["LEARNER"] });
    const admins = await suite.ask(
      session?.token ?? "",
      "{ lmsConnections { totalCount } webhookEndpoints { totalCount } }",
    );
    expect(admins.errors?.length).toBeGreaterThan(0);
    const again = sessionIn(await (await platform.launch({ tool, course, user })).response.text());
    expect((await suite.ask(again?.token ?? "", me)).data.viewer.id).toBe(data.viewer.id);
    expect(platform.problems).toEqual([]);
  });

  it("opens nothing where what a link says is not in the organisation", async () => {
    for (const custom of [
      { kunna_target: "PROGRAM", kunna_program: "no-such" },
      { kunna_target: "MODULE", kunna_program: "data-protection", kunna_module: "no-such" },
    ]) {
      const { response } = await platform.launch({ tool, course: platform.course(), custom });
      expect(sessionIn(await response.text())).not.toHaveProperty("target");
    }
  });

  it("launches an instructor, by the roles in the course alone", async () => {
    const course = platform.course();
    const user = platform.user();
    course.enrol(user, ["Instructor"]);
    const launched = sessionIn(await (await platform.launch({ tool, course, user })).response.text());
    expect(launched?.view).toBe("instructor");
    const elsewhere = sessionIn(
      await (await platform.launch({ tool, course: platform.course(), user })).response.text(),
    );
    expect(elsewhere?.view).toBe("learner");
  });

  it("refuses what another browser began, and a token that was used, and writes nothing", async () => {
    const held = await platform.launch({ tool, deliver: false });
    const before = await counts();
    const stolen = await held.deliver(platform.browser());
    expect(stolen.response.status).toBe(403);
    expect(await stolen.response.text()).toContain("STATE_OTHER_BROWSER");
    expect(await counts()).toEqual(before);

    const launch = await platform.launch({ tool });
    expect(launch.response.status).toBe(200);
    const after = await counts();
    expect((await launch.deliver()).response.status).toBe(403);
    expect(await counts()).toEqual(after);
  });

  it("sends nobody to an address that is not ours", async () => {
    const before = await counts();
    const { response } = await platform.launch({ tool, targetLinkUri: "https://evil.example/lti/launch" });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("TARGET_REFUSED");
    expect(await counts()).toEqual(before);
  });

  it("keeps two organisations apart whose platforms have the same issuer and subjects", async () => {
    const { tool: theirs } = await suite.register(platform, await suite.link(suite.otherAdmin));
    if (!theirs) throw new Error("Nothing was registered.");
    await suite.approve(suite.otherAdmin);
    const user = platform.user();
    const course = platform.course();
    const people = [];
    for (const one of [tool, theirs]) {
      const session = sessionIn(await (await platform.launch({ tool: one, course, user })).response.text());
      people.push((await suite.ask(session?.token ?? "", "{ viewer { id } organisation { name } }")).data);
    }
    expect(people[0].viewer.id).not.toBe(people[1].viewer.id);
    expect(people[0].organisation.name).not.toBe(people[1].organisation.name);
  });

  it("takes forms of a bounded size alone", async () => {
    const post = (body: string, type = "application/x-www-form-urlencoded") =>
      fetch(`${suite.url}/lti/launch`, { method: "POST", headers: { "content-type": type }, body });
    expect((await post("{}", "application/json")).status).toBe(415);
    expect((await post(`id_token=${"x".repeat(70_000)}`)).status).toBe(413);
    expect((await fetch(`${suite.url}/lti/launch`)).status).toBe(405);
    expect((await fetch(`${suite.url}/lti/no-such`)).status).toBe(404);
    expect((await fetch(`${suite.url}/lti/jwks?organisation=no-such`)).status).toBe(404);
  });

  it("tells the values for an LMS that registers no tools by itself", async () => {
    const configuration = await (await fetch(`${suite.url}/lti/configuration?organisation=nordvik`)).json();
    expect(configuration).toMatchObject({
      oidc_initiation_url: `${suite.url}/lti/login?organisation=nordvik`,
      public_jwk_url: `${suite.url}/lti/jwks?organisation=nordvik`,
    });
    const { keys } = (await (await fetch(`${suite.url}/lti/jwks?organisation=nordvik`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });
});
