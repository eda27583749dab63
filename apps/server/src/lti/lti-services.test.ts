import { createContext, readLmsRoster } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { ConnectorError } from "@kunna/lms-kit";
import type { Course, LmsUser, Platform, ToolRegistration } from "@kunna/lms-kit/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { ltiSuite, sessionIn } from "./lti.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`LTI services on ${kind}`, ({ skip }) => skip(reason));

const answer = `mutation ($items: [DeepLinkItemInput!]!) { answerDeepLink(input: { items: $items }) {
  __typename ... on DeepLinkForm { url jwt } ... on Refusal { code } ... on LtiTargetRefused { reason } } }`;
const read = `mutation ($courseId: ID!) { readLmsRoster(courseId: $courseId) {
  __typename ... on LmsRosterReading { members added left } ... on Refusal { code } ... on LmsFailed { problem } } }`;

describe.each(kinds)("What a platform is asked and told, on %s", (kind) => {
  const suite = ltiSuite(kind);
  let platform: Platform;
  let tool: ToolRegistration;
  let course: Course;
  let instructor: LmsUser;
  let programId: string;

  beforeAll(async () => {
    platform = await suite.platform();
    const registered = await suite.register(platform, await suite.link());
    if (!registered.tool) throw new Error("Nothing was registered.");
    tool = registered.tool;
    await suite.approve();
    course = platform.course({ title: "Nursing" });
    instructor = course.enrol(platform.user(), ["Instructor"]);
    const { data } = await suite.ask(await tokenOf(instructor), `{ program(key: "data-protection") { id } }`);
    programId = data.program.id;
  });

  const tokenOf = async (user: LmsUser): Promise<string> => {
    const { response } = await platform.launch({ tool, course, user });
    return sessionIn(await response.text())?.token ?? "";
  };

  it("adds to the course what an instructor chose, which then opens that", async () => {
    const asked = await platform.deepLink({ tool, course, user: instructor });
    const session = sessionIn(await asked.response.text());
    expect(session?.view).toBe("deep-link");
    const items = [{ target: "MODULE", programId, moduleKey: "apply", title: "Tillämpa" }];
    const { data } = await suite.ask(session?.token ?? "", answer, { items });
    const { url, jwt } = data.answerDeepLink;
    const posted = await asked.browser.submit({ action: url, method: "POST", fields: { JWT: jwt } });
    expect(posted.response.status).toBe(200);
    expect(platform.problems).toEqual([]);
    const [resourceLink] = platform.deepLinkingResponses.at(-1)?.resourceLinks ?? [];
    if (!resourceLink) throw new Error("No link was added.");
    expect(platform.deepLinkingResponses.at(-1)?.lineItems).toHaveLength(1);

    const learner = course.enrol(platform.user());
    const opened = await platform.launch({ tool, course, user: learner, resourceLink });
    const launched = sessionIn(await opened.response.text());
    expect(launched?.target).toEqual({ kind: "MODULE", programId, moduleKey: "apply" });
    const link = "{ lmsSession { deepLinking link { title target graded program { id } moduleKey } } }";
    expect((await suite.ask(launched?.token ?? "", link)).data.lmsSession).toEqual({
      deepLinking: false,
      link: { title: "Tillämpa", target: "MODULE", graded: true, program: { id: programId }, moduleKey: "apply" },
    });
  });

  it("answers no deep link that nobody asked for, and links to nothing that is not there", async () => {
    const items = [{ target: "PROGRAM", programId }];
    const plain = await suite.ask(await tokenOf(instructor), answer, { items });
    expect(plain.data.answerDeepLink.code).toBe("NO_DEEP_LINK_ASKED");
    const learner = course.enrol(platform.user());
    const asked = await platform.deepLink({ tool, course, user: learner });
    const session = sessionIn(await asked.response.text());
    expect(session?.view).toBe("learner");
    expect((await suite.ask(session?.token ?? "", answer, { items })).data.answerDeepLink.code).toBe(
      "NO_DEEP_LINK_ASKED",
    );
    const real = sessionIn(await (await platform.deepLink({ tool, course, user: instructor })).response.text());
    const missing = [{ target: "MODULE", programId, moduleKey: "no-such" }];
    expect((await suite.ask(real?.token ?? "", answer, { items: missing })).data.answerDeepLink).toMatchObject({
      code: "LTI_TARGET_REFUSED",
      reason: "MODULE_UNKNOWN",
    });
  });

  it("reads a course's roster, adds nobody by it, and tells who came and who left", async () => {
    const group = platform.course();
    const teacher = group.enrol(platform.user(), ["Instructor"]);
    const others = Array.from({ length: 5 }, () => group.enrol(platform.user()));
    const { response } = await platform.launch({ tool, course: group, user: teacher });
    const token = sessionIn(await response.text())?.token ?? "";
    const { data } = await suite.ask(token, "{ lmsSession { course { id } } }");
    const { id: courseId } = data.lmsSession.course;
    const people = () => suite.services.database.asSystem((tx) => tx.person.count());
    const before = await people();
    const reading = async () => (await suite.ask(token, read, { courseId })).data.readLmsRoster;
    // The teacher was known by their launch.
    expect(await reading()).toMatchObject({ members: 6, added: 5, left: 0 });
    expect(await reading()).toMatchObject({ members: 6, added: 0, left: 0 });
    group.remove(others[0] ?? teacher);
    expect(await reading()).toMatchObject({ members: 5, added: 0, left: 1 });
    expect(await people()).toBe(before);

    platform.misbehave({ roster: "ERROR_500" });
    expect(await reading()).toMatchObject({ code: "LMS_FAILED", problem: "UNREACHABLE" });
    platform.misbehave({});
    const elsewhere = sessionIn(await (await platform.launch({ tool, course, user: instructor })).response.text());
    const { data: refused } = await suite.ask(elsewhere?.token ?? "", read, { courseId });
    expect(refused.readLmsRoster.code).toBe("NOT_PERMITTED");
  });

  // The embedded database has the same rows to write, and takes twice as long for them.
  const size = kind === "postgres" ? 50_000 : 5_000;
  it(`reads a roster of ${size} a page at a time`, async () => {
    const crowd = platform.course({ crowd: size });
    const teacher = crowd.enrol(platform.user(), ["Instructor"]);
    const { response } = await platform.launch({ tool, course: crowd, user: teacher });
    const token = sessionIn(await response.text())?.token ?? "";
    const { data } = await suite.ask(token, "{ lmsSession { course { id } } }");
    const { lti } = suite.services;
    let longest = 0;
    const counted: typeof lti = {
      ...lti,
      async *readRoster(asked, signal) {
        for await (const page of lti.readRoster(asked, signal)) {
          longest = Math.max(longest, page.length);
          yield page;
        }
      },
    };
    const [, courseId = ""] = Buffer.from(data.lmsSession.course.id, "base64url").toString().split(":");
    const context = createContext({ ...suite.services, lti: counted }, suite.admin);
    expect(await readLmsRoster(context, courseId)).toEqual({ courseId, members: size + 1, added: size, left: 0 });
    expect(longest).toBeLessThanOrEqual(500);
  }, 300_000);

  it("shows a result in the gradebook, and keeps the newer of two", async () => {
    const learner = course.enrol(platform.user());
    const lineItem = course.lineItem({ label: "Dataskydd", scoreMaximum: 50 });
    await (await platform.launch({ tool, course, user: learner, lineItem })).response.text();
    const { connectionId, lineItemUrl } = await suite.services.database.asSystem((tx) =>
      tx.ltiResourceLink.findFirstOrThrow({ where: { lineItemUrl: { not: null } }, orderBy: { id: "desc" } }),
    );
    const score = {
      organisationId: suite.admin.organisationId,
      connectionId,
      lineItemUrl: lineItemUrl ?? "",
      subject: learner.id,
      share: 0.5,
      completed: false,
    };
    const { lti } = suite.services;
    const at = new Date();
    expect(await lti.publishScore({ ...score, at })).toBe("TAKEN");
    const earlier = new Date(at.getTime() - 60_000);
    expect(await lti.publishScore({ ...score, share: 0.2, at: earlier })).toBe("SUPERSEDED");
    // Two of one instant, as when one evidence completes a module: the later stands.
    expect(await lti.publishScore({ ...score, share: 1, completed: true, at })).toBe("TAKEN");
    const [standing] = course.lineItems.flatMap(({ scores }) => scores.get(learner.id) ?? []);
    expect(standing).toMatchObject({ activityProgress: "Completed", scoreGiven: 100 });
    await expect(lti.publishScore({ ...score, connectionId: crypto.randomUUID(), at })).rejects.toThrow(ConnectorError);
    const { organisationId } = suite.otherAdmin;
    await expect(lti.publishScore({ ...score, organisationId, at })).rejects.toMatchObject({ code: "REFUSED" });
  });

  it("is trusted from the first deployment on, and from another once an administrator approves it", async () => {
    const input = { ...platform.configurationFor(tool) };
    expect(input.deploymentIds).toHaveLength(1);
    const misbehave = {
      claims: { "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "another" },
    };
    const launch = async () => (await platform.launch({ tool, course, user: instructor, misbehave })).response;
    const refused = await launch();
    expect([refused.status, (await refused.text()).includes("DEPLOYMENT_UNKNOWN")]).toEqual([403, true]);
    await suite.approveDeployment("another");
    expect((await launch()).status).toBe(200);
  });

  it("gives the pages to a reload, and the built files, and nothing beside them", async () => {
    const shell = await fetch(`${suite.url}/embed/learner/anything`);
    const text = await shell.text();
    expect([shell.status, sessionIn(text)]).toEqual([200, null]);
    const [, file = ""] = /src="(\/embed\/assets\/[^"]+)"/.exec(text) ?? [];
    const script = await fetch(suite.url + file);
    expect([script.status, script.headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
    for (const path of ["assets/..%2f..%2fpackage.json", "assets/no-such.js", ".vite/manifest.json", "assets/"])
      expect([path, (await fetch(`${suite.url}/embed/${path}`)).status]).toEqual([path, 404]);
  });
});
