import { describe, expect, test } from "vitest";
import { fixture, registrationOf } from "./fixture.test.support.ts";
import { createLtiServices, isInstructor, type LtiMember, type LtiScore, type LtiServices, scope } from "./index.ts";
import { membersOf } from "./services/memberships.ts";

async function course(input: { readonly crowd?: number } = {}) {
  const made = await fixture();
  const { platform, tool, registered, launches } = made;
  const room = platform.course(input);
  const learner = room.enrol(platform.user({ id: "learner" }));
  room.enrol(platform.user({ id: "teacher" }), ["Instructor"]);
  const resourceLink = room.resourceLink({ title: "My path" });
  const item = room.lineItem({ resourceLink, scoreMaximum: 10, clientId: registered.clientId });
  await platform.launch({ user: learner, course: room, resourceLink });
  const [launch] = launches;
  const { ags, membershipsUrl = "", groups } = launch ?? {};
  const lineItemUrl = ags?.lineItemUrl ?? "";
  const services: LtiServices = tool.services(registrationOf(platform, registered, "registration-1"));
  return {
    ...made,
    room,
    learner,
    item,
    ags,
    lineItemUrl,
    lineItemsUrl: ags?.lineItemsUrl ?? "",
    membershipsUrl,
    groups,
    services,
  };
}

const score: LtiScore = {
  userId: "learner",
  timestamp: new Date("2026-03-01T12:00:00.000Z"),
  activityProgress: "Completed",
  gradingProgress: "FullyGraded",
  scoreGiven: 4,
  scoreMaximum: 5,
};

async function members(services: LtiServices, url: string, pageSize?: number): Promise<LtiMember[]> {
  const all: LtiMember[] = [];
  for await (const page of services.members(url, pageSize === undefined ? {} : { pageSize })) all.push(...page.members);
  return all;
}

describe("Assignment and Grade Services", () => {
  test("publish a score beside the query, and read it back", async () => {
    const { services, lineItemUrl, room, item, learner, platform } = await course();
    expect(lineItemUrl).toContain("?type_id=1");
    expect(await services.publishScore(lineItemUrl, { ...score, comment: "Well done" })).toBe("TAKEN");
    expect(room.score(item, learner)).toMatchObject({ scoreGiven: 4, comment: "Well done" });
    expect(await services.lineItems().results(lineItemUrl)).toEqual([
      { userId: "learner", resultScore: 8, resultMaximum: 10, comment: "Well done" },
    ]);
    expect(platform.problems).toEqual([]);
  });

  test("say SUPERSEDED where the platform has a newer score, which stays", async () => {
    const { services, lineItemUrl, room, item, learner } = await course();
    await services.publishScore(lineItemUrl, score);
    const older = { ...score, scoreGiven: 1, timestamp: new Date("2026-03-01T11:59:59.999Z") };
    expect(await services.publishScore(lineItemUrl, older)).toBe("SUPERSEDED");
    expect(room.score(item, learner)?.scoreGiven).toBe(4);
  });

  test("tell by what stands there whether it was this score that superseded itself, an older one, or a teacher's", async () => {
    const { services, lineItemUrl } = await course();
    const older = { ...score, scoreGiven: 1, timestamp: new Date("2026-03-01T11:59:59.999Z") };
    const none: LtiScore = {
      userId: "learner",
      timestamp: older.timestamp,
      activityProgress: "Started",
      gradingProgress: "Pending",
    };
    expect(await services.scoreStands(lineItemUrl, score)).toBe(false);
    expect(await services.scoreStands(lineItemUrl, none)).toBe(true);
    await services.publishScore(lineItemUrl, score);
    expect(await services.publishScore(lineItemUrl, score)).toBe("SUPERSEDED");
    expect(await services.scoreStands(lineItemUrl, score)).toBe(true);
    expect(await services.scoreStands(lineItemUrl, older)).toBe(false);
    expect(await services.scoreStands(lineItemUrl, none)).toBe(false);
    expect(await services.scoreStands(lineItemUrl, { ...score, userId: "teacher" })).toBe(false);
  });

  test("refuse a score of a moment that has not come, before anything is sent", async () => {
    const { services, lineItemUrl, requests, clock } = await course();
    const sent = requests.length;
    const timestamp = new Date(clock.now.getTime() + 1);
    await expect(services.publishScore(lineItemUrl, { ...score, timestamp })).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(sent);
    expect(await services.publishScore(lineItemUrl, { ...score, timestamp: clock.now })).toBe("TAKEN");
  });

  test("list, find, make, change and remove line items", async () => {
    const { services, lineItemsUrl, room, platform } = await course();
    const lineItems = services.lineItems();
    const input = { label: "Rescue", scoreMaximum: 100, resourceId: "program-1", tag: "progress" };
    const made = await lineItems.findOrCreate(lineItemsUrl, input);
    expect(made).toMatchObject(input);
    expect((await lineItems.findOrCreate(lineItemsUrl, input)).id).toBe(made.id);
    expect(room.lineItems).toHaveLength(2);
    expect(await lineItems.list(lineItemsUrl, { tag: "progress" })).toEqual([made]);
    expect(await lineItems.update({ ...made, label: "Rescue 2" })).toMatchObject({ label: "Rescue 2" });
    expect(await lineItems.get(made.id)).toMatchObject({ label: "Rescue 2", resourceId: "program-1" });
    await lineItems.remove(made.id);
    await expect(lineItems.get(made.id)).rejects.toMatchObject({ code: "SERVICE_NOT_FOUND", retry: false });
    expect(platform.problems).toEqual([]);
  });

  test("read line items with the scope that the platform granted", async () => {
    const { tool, platform, registered, storage, lineItemUrl } = await course();
    const only = platform.tool({
      loginUrl: registered.loginUrl,
      redirectUris: registered.redirectUris,
      jwksUrl: registered.jwksUrl ?? "",
      scopes: [scope.lineItem],
    });
    const registration = { ...registrationOf(platform, only, "registration-2"), scopes: [scope.lineItem] };
    storage.setRegistration(registration);
    // Another tool's line item: its token is good, and it sees nothing.
    await expect(tool.services(registration).lineItems().get(lineItemUrl)).rejects.toMatchObject({
      code: "SERVICE_NOT_FOUND",
    });
    const { scopes: _none, ...unsaid } = registration;
    await expect(tool.services(unsaid).lineItems().get(lineItemUrl)).rejects.toMatchObject({
      code: "SERVICE_NOT_FOUND",
    });
    await expect(tool.services(unsaid).publishScore(lineItemUrl, score)).rejects.toMatchObject({
      code: "SCOPE_NOT_GRANTED",
      retry: false,
    });
  });

  test("say and ask nothing of a platform that is blocked", async () => {
    const { tool, platform, registered, requests, lineItemUrl } = await course();
    const sent = requests.length;
    const blocked = { ...registrationOf(platform, registered, "registration-1"), status: "BLOCKED" } as const;
    await expect(tool.services(blocked).publishScore(lineItemUrl, score)).rejects.toMatchObject({
      code: "REGISTRATION_BLOCKED",
      retry: false,
    });
    expect(requests).toHaveLength(sent);
  });

  test("put what a platform answers in one line of an error", async () => {
    const { platform, registered, storage } = await fixture();
    const services = createLtiServices({
      storage,
      now: () => new Date(),
      fetch: async ({ url }) =>
        url.endsWith("/token")
          ? Response.json({ access_token: "token" })
          : new Response("No\r\nlevel=info \u001b[31mforged", { status: 400 }),
    })(registrationOf(platform, registered, "registration-1"));
    const failure = await services.publishScore("https://lms.example/1", score).catch((error: unknown) => error);
    expect((failure as Error).message).toMatch(/answered 400: No level=info +\[31mforged$/);
  });

  test.each([
    ["NOT_FOUND", "SERVICE_NOT_FOUND", false],
    ["FORBIDDEN", "SERVICE_NOT_AUTHORISED", false],
    ["UNAUTHORISED", "SERVICE_NOT_AUTHORISED", false],
    ["ERROR_500", "SERVICE_FAILED", true],
    ["RATE_LIMITED", "SERVICE_RATE_LIMITED", true],
  ] as const)("when the platform says %s: %s", async (grades, code, retry) => {
    const { services, lineItemUrl, platform } = await course();
    platform.misbehave({ grades });
    await expect(services.publishScore(lineItemUrl, score)).rejects.toMatchObject({
      code,
      retry,
      retryAfter: grades === "RATE_LIMITED" ? 2_000 : null,
    });
  });

  test("refuse a score without its maximum before anything is sent", async () => {
    const { services, lineItemUrl, requests } = await course();
    const sent = requests.length;
    const { scoreMaximum: _none, ...without } = score;
    await expect(services.publishScore(lineItemUrl, without)).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(sent);
  });
});

describe("Access tokens", () => {
  const tokensOf = (requests: readonly string[]) => requests.filter((url) => url.endsWith("/token")).length;

  test("are asked for once for many calls at once, and anew before they end", async () => {
    const { services, lineItemUrl, requests, clock } = await course();
    const lineItems = services.lineItems();
    await Promise.all(Array.from({ length: 10 }, () => lineItems.get(lineItemUrl)));
    expect(tokensOf(requests)).toBe(1);
    clock.now = new Date(clock.now.getTime() + 50 * 60_000);
    await lineItems.get(lineItemUrl);
    expect(tokensOf(requests)).toBe(1);
    clock.now = new Date(clock.now.getTime() + 10 * 60_000);
    await lineItems.get(lineItemUrl);
    expect(tokensOf(requests)).toBe(2);
  });

  test("that the platform took back are asked for once more, and the call goes on", async () => {
    const { services, lineItemUrl, platform, requests } = await course();
    await services.lineItems().get(lineItemUrl);
    platform.misbehave({ grades: "UNAUTHORISED", times: 1 });
    expect(await services.publishScore(lineItemUrl, score)).toBe("TAKEN");
    expect(tokensOf(requests)).toBe(3);
  });

  test.each([
    ["UNAUTHORISED", "ACCESS_TOKEN_REFUSED"],
    ["ERROR_500", "SERVICE_FAILED"],
    ["RATE_LIMITED", "SERVICE_RATE_LIMITED"],
    ["NOT_JSON", "SERVICE_ANSWER_INVALID"],
    ["FEWER_SCOPES", "SCOPE_NOT_GRANTED"],
  ] as const)("when the platform says %s: %s", async (token, code) => {
    const { services, lineItemUrl, platform } = await course();
    platform.misbehave({ token });
    await expect(services.publishScore(lineItemUrl, score)).rejects.toMatchObject({ code });
  });

  test("that are refused may be given later, when the platform has the tool's new keys", async () => {
    const { services, lineItemUrl, platform } = await course();
    platform.misbehave({ token: "UNAUTHORISED" });
    await expect(services.publishScore(lineItemUrl, score)).rejects.toMatchObject({ retry: true });
  });
});

describe("A token is carried to nobody else", () => {
  test("SERVICE_REDIRECTED, SERVICE_URL_REFUSED: neither by a redirect nor by http", async () => {
    const { storage, platform, registered, clock } = await course();
    const sent: Request[] = [];
    const services = createLtiServices({
      storage,
      now: () => clock.now,
      fetch: async (request) => {
        sent.push(request);
        if (request.url.endsWith("/token")) return platform.fetch(request);
        return new Response(null, { status: 307, headers: { location: "https://elsewhere.example/" } });
      },
    })(registrationOf(platform, registered, "registration-1"));
    const { lineItemUrl } = await course();
    await expect(services.publishScore(lineItemUrl, score)).rejects.toMatchObject({ code: "SERVICE_REDIRECTED" });
    expect(sent.map(({ redirect }) => redirect)).toEqual(["manual", "manual"]);
    const http = lineItemUrl.replace("https:", "http:");
    await expect(services.publishScore(http, score)).rejects.toMatchObject({ code: "SERVICE_URL_REFUSED" });
    expect(sent).toHaveLength(2);
  });
});

describe("Names and Roles", () => {
  test("read a roster of 50,000 a page at a time, each person once", async () => {
    const { services, membershipsUrl, platform } = await course({ crowd: 50_000 });
    const all = await members(services, membershipsUrl, 1_000);
    expect(new Set(all.map(({ user }) => user.subject)).size).toBe(50_002);
    expect(all.filter(({ roles }) => isInstructor(roles)).map(({ user }) => user.subject)).toEqual(["teacher"]);
    expect(platform.problems).toEqual([]);
  });

  test("fetch no page that nobody reads", async () => {
    const { services, membershipsUrl, requests } = await course({ crowd: 1_000 });
    for await (const _page of services.members(membershipsUrl)) break;
    expect(requests.filter((url) => url.includes("/members"))).toHaveLength(1);
  });

  test("tell what has changed since", async () => {
    const { services, membershipsUrl, room, learner } = await course();
    let since = "";
    for await (const page of services.members(membershipsUrl)) since = page.differencesUrl ?? since;
    room.remove(learner);
    expect((await members(services, since)).map(({ user, status }) => [user.subject, status])).toEqual([
      ["learner", "DELETED"],
    ]);
  });

  test.each([
    ["CIRCLE", "SERVICE_PAGING_REFUSED"],
    ["FOREIGN_HOST", "SERVICE_PAGING_REFUSED"],
    ["FORBIDDEN", "SERVICE_NOT_AUTHORISED"],
    ["NOT_JSON", "SERVICE_ANSWER_INVALID"],
  ] as const)("when the platform says %s: %s", async (roster, code) => {
    const { services, membershipsUrl, platform, requests } = await course({ crowd: 5 });
    platform.misbehave({ roster });
    await expect(members(services, membershipsUrl, 2)).rejects.toMatchObject({ code });
    expect(requests.every((url) => url.startsWith(platform.url))).toBe(true);
  });

  test("end when the one who asks goes", async () => {
    const { services, membershipsUrl, platform } = await course();
    platform.misbehave({ roster: "HANG" });
    const gone = new AbortController();
    const reading = services.members(membershipsUrl, { signal: gone.signal })[Symbol.asyncIterator]().next();
    setTimeout(() => gone.abort(new Error("gone")), 50);
    await expect(reading).rejects.toThrow("gone");
  });

  test("with a role are those alone, though the platform forgets the role on its next page, as Moodle does", async () => {
    const { platform, registered, storage } = await fixture();
    const asked: string[] = [];
    const people = ["Learner", "Instructor", "Learner", "Instructor", "Learner"].map((role, at) => ({
      user_id: String(at),
      roles: [role],
      picture: at === 0 ? "javascript:alert(1)" : `https://lms.example/${at}.png`,
    }));
    const services = createLtiServices({
      storage,
      now: () => new Date(),
      fetch: async (request) => {
        if (!request.url.includes("/members")) return Response.json({ access_token: "token" });
        asked.push(request.url);
        const from = Number(new URL(request.url).searchParams.get("from"));
        const next = `<https://lms.example/members?limit=2&from=${from + 2}>; rel="next"`;
        return Response.json(
          { members: people.slice(from, from + 2) },
          { headers: from + 2 < people.length ? { link: next } : {} },
        );
      },
    })(registrationOf(platform, registered, "registration-1"));
    const found: LtiMember[] = [];
    for await (const { members: page } of services.members("https://lms.example/members", {
      role: "Learner",
      pageSize: 2,
    })) {
      found.push(...page);
    }
    expect(found.map(({ user }) => user)).toEqual([
      { subject: "0" },
      { subject: "2", picture: "https://lms.example/2.png" },
      { subject: "4", picture: "https://lms.example/4.png" },
    ]);
    expect(asked.map((url) => new URL(url).searchParams.get("role"))).toEqual(["Learner", "Learner", "Learner"]);
  });

  test.each([
    ["Instructor", ["teacher", "assistant"]],
    ["http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant", ["assistant"]],
    ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Faculty", ["teacher"]],
    ["urn:elsewhere", []],
  ])("with the role %s: %j", async (role, subjects) => {
    const vocabulary = "http://purl.imsglobal.org/vocab/lis/v2";
    const people = [
      {
        user_id: "teacher",
        roles: [`${vocabulary}/membership#Instructor`, `${vocabulary}/institution/person#Faculty`],
      },
      { user_id: "assistant", roles: [`${vocabulary}/membership/Instructor#TeachingAssistant`] },
      { user_id: "learner", roles: ["Learner", `${vocabulary}/institution/person#Student`] },
    ];
    const client = {
      call: async () => ({ status: 200, headers: new Headers(), text: JSON.stringify({ members: people }) }),
    };
    for await (const { members: page } of membersOf(client, "https://lms.example/members", { role })) {
      expect(page.map(({ user }) => user.subject)).toEqual(subjects);
    }
  });

  test("groups are told, and whose they are", async () => {
    const { services, groups, room, learner } = await course();
    const group = room.group({ name: "Red", setName: "Colours", users: [learner] });
    expect(await services.groups(groups?.groupsUrl ?? "", { userId: "learner" })).toEqual([
      { id: group.id, name: "Red", setId: group.setId },
    ]);
    expect(await services.groups(groups?.groupsUrl ?? "", { userId: "teacher" })).toEqual([]);
  });
});
