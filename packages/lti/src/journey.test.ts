import { createPlatform, firstForm } from "@kunna/lms-kit/testing";
import { expect, test } from "vitest";
import { codeOf, sharedKeys, toolUrls } from "./fixture.test.support.ts";
import {
  createLtiTool,
  createRegistrationToken,
  isInstructor,
  type LtiDeepLinkingLaunch,
  type LtiLaunch,
  type LtiLogEntry,
  memoryStorage,
  scope,
} from "./index.ts";

test("from a pasted address to a score in the gradebook, with nothing that the strict platform has to say", async () => {
  const platform = await createPlatform({ keys: await sharedKeys() });
  const storage = memoryStorage();
  const launches: LtiLaunch[] = [];
  const log: LtiLogEntry[] = [];
  const onLaunch = (launch: LtiLaunch) => {
    launches.push(launch);
    return new Response("Welcome");
  };
  const tool = createLtiTool({
    storage,
    urls: toolUrls,
    tool: { name: "Tool", scopes: Object.values(scope), personalData: { en: "To greet you.", sv: "För att hälsa." } },
    onLaunch,
    onDeepLink: onLaunch,
    fetch: (request) => platform.fetch(request),
    now: () => new Date(),
    log: (entry) => log.push(entry),
  });
  const handle = async (request: Request) => (await tool.handle(request)) ?? new Response(null, { status: 404 });

  // The admin pastes the address, sees what is asked for, and presses the button.
  const { url } = await createRegistrationToken(storage, {
    grant: "organisation-1",
    hint: "organisation-1",
    expiresAt: new Date(Date.now() + 60_000),
    registerUrl: toolUrls.register,
  });
  const visit = await platform.register({
    url,
    handle: async (request) => {
      const response = await handle(request);
      if (request.method !== "GET" || new URL(request.url).pathname !== "/lti/register") return response;
      const form = firstForm(await response.text(), request.url);
      if (form === null) throw new Error("There is no form.");
      return handle(new Request(form.action, { method: form.method, body: new URLSearchParams(form.fields) }));
    },
  });
  const [added] = storage.registrations();
  if (!added) throw new Error("Nothing was registered.");
  expect(added).toMatchObject({ issuer: platform.issuer, clientId: visit.tool?.clientId, status: "PENDING" });

  // Nothing opens before somebody approves it.
  const course = platform.course({ title: "Rescue" });
  const learner = course.enrol(platform.user({ id: "learner", locale: "sv" }));
  const teacher = course.enrol(platform.user({ id: "teacher" }), ["Instructor"]);
  expect(await codeOf((await platform.deepLink({ user: teacher, course })).response)).toBe("REGISTRATION_PENDING");
  storage.setRegistration({ ...added, status: "APPROVED" });

  // An instructor picks what to add.
  await platform.deepLink({ user: teacher, course });
  const picking = launches[0] as LtiDeepLinkingLaunch;
  expect(isInstructor(picking.roles)).toBe(true);
  const item = {
    type: "ltiResourceLink",
    title: "My path",
    custom: { program: "rescue" },
    lineItem: { scoreMaximum: 100 },
  } as const;
  const page = await tool.deepLinkResponse({ ...picking, items: [item] }, new Request(toolUrls.launch));
  const answer = firstForm(await page.text(), toolUrls.launch);
  if (answer === null) throw new Error("There is no form.");
  await platform.browser().submit(answer);
  const [taken] = platform.deepLinkingResponses;
  const [resourceLink] = taken?.resourceLinks ?? [];
  if (!resourceLink) throw new Error("Nothing was added to the course.");

  // A learner opens it, and what they reach stands in the gradebook.
  await platform.launch({ user: learner, course, resourceLink });
  const launch = launches[1];
  expect(launch).toMatchObject({
    messageType: "LtiResourceLinkRequest",
    registrationId: added.id,
    user: { subject: "learner" },
    context: { id: course.id, title: "Rescue" },
    locale: "sv",
    custom: { program: "rescue" },
  });
  const services = tool.services({ ...added, status: "APPROVED" });
  const score = { userId: "learner", timestamp: new Date(), scoreGiven: 1, scoreMaximum: 2 };
  const progress = { activityProgress: "Completed", gradingProgress: "FullyGraded" } as const;
  expect(await services.publishScore(launch?.ags?.lineItemUrl ?? "", { ...score, ...progress })).toBe("TAKEN");
  const [lineItem] = taken?.lineItems ?? [];
  expect(lineItem && course.score(lineItem, learner)).toMatchObject({ scoreGiven: 1, scoreMaximum: 2 });
  expect(platform.problems).toEqual([]);
  expect(log.filter(({ level }) => level !== "info").map(({ code }) => code)).toEqual(["REGISTRATION_PENDING"]);
});
