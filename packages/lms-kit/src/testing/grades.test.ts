import { describe, expect, test } from "vitest";
import { claimNames as c, createPlatform, newKeyRing, serviceScopes } from "./index.ts";
import { linked, toolClient, toolKey } from "./tool-client.test.support.ts";

const keys = await newKeyRing();
const itemType = { "content-type": "application/vnd.ims.lis.v2.lineitem+json" };
const scoreType = { "content-type": "application/vnd.ims.lis.v1.score+json" };

async function gradebook(crowd = 0) {
  const platform = await createPlatform({ keys });
  const registration = platform.tool({
    loginUrl: "https://tool.example/login",
    redirectUris: ["https://tool.example/launch"],
    jwks: { keys: [toolKey.jwk] },
  });
  const course = platform.course({ crowd });
  const user = course.enrol(platform.user());
  const resourceLink = course.resourceLink({ title: "My path" });
  const item = course.lineItem({ resourceLink, scoreMaximum: 10 });
  const lineItems = `${platform.url}/services/courses/${course.id}/lineitems?type_id=1`;
  const lineItem = lineItems.replace("?", `/${item.id}/lineitem?`);
  const { call, askToken } = toolClient(platform, registration);
  const codes = () => platform.problems.map((problem) => problem.code);
  return { platform, course, user, item, resourceLink, lineItems, lineItem, call, askToken, codes };
}

const score = (userId: string, more: Record<string, unknown> = {}) => ({
  userId,
  activityProgress: "Completed",
  gradingProgress: "FullyGraded",
  scoreGiven: 4,
  scoreMaximum: 5,
  timestamp: "2026-03-01T12:00:00.000Z",
  ...more,
});
const before = (url: string, service: string) => url.replace("?", `/${service}?`);

describe("scores", () => {
  test("are taken before the query, stand in the gradebook, and are told as results", async () => {
    const { platform, course, user, item, lineItem, call } = await gradebook();
    const response = await call(
      "POST",
      before(lineItem, "scores"),
      scoreType,
      score(user.id, { comment: "Well done" }),
    );
    expect(response.status).toBe(204);
    expect(course.score(item, user)).toMatchObject({ scoreGiven: 4, comment: "Well done" });
    const results = await call("GET", before(lineItem, "results"));
    expect(results.headers.get("content-type")).toBe("application/vnd.ims.lis.v2.resultcontainer+json");
    expect(await results.json()).toEqual([
      {
        id: expect.stringContaining(`/results/${user.id}?type_id=1`),
        scoreOf: lineItem,
        userId: user.id,
        resultScore: 8,
        resultMaximum: 10,
        comment: "Well done",
      },
    ]);
    expect(platform.problems).toEqual([]);
  });

  test("that are not newer than what stands are answered with 409, and change nothing", async () => {
    const { course, user, item, lineItem, call, codes } = await gradebook();
    const url = before(lineItem, "scores");
    await call("POST", url, scoreType, score(user.id));
    expect((await call("POST", url, scoreType, score(user.id, { scoreGiven: 1 }))).status).toBe(409);
    const older = score(user.id, { scoreGiven: 1, timestamp: "2026-03-01T12:59:59.999+01:00" });
    expect((await call("POST", url, scoreType, older)).status).toBe(409);
    expect(course.score(item, user)?.scoreGiven).toBe(4);
    expect(codes()).toEqual([]);
  });

  test.each([
    [{ timestamp: "2026-03-01T12:00:00Z" }, "timestamp: must have a fraction"],
    [{ timestamp: "2026-03-01T12:00:00.000" }, "timestamp: must be ISO 8601 with a time zone"],
    [{ activityProgress: "Done" }, "activityProgress"],
    [{ gradingProgress: undefined }, "gradingProgress"],
    [{ scoreMaximum: undefined }, "scoreMaximum: must be there"],
    [{ scoreMaximum: 0 }, "scoreMaximum: must be greater than 0"],
    [{ scoreGiven: -1 }, "scoreGiven"],
    [{ scoreGiven: "4" }, "scoreGiven"],
    [{ userId: undefined }, "userId"],
    [{ extra: 1 }, "extra is no property"],
    [{ submission: { startedAt: "2026-03-02T00:00:00Z", submittedAt: "2026-03-01T00:00:00Z" } }, "submission"],
  ])("with %o are refused", async (wrong, message) => {
    const { platform, user, lineItem, call } = await gradebook();
    const response = await call("POST", before(lineItem, "scores"), scoreType, score(user.id, wrong));
    expect(response.status).toBe(400);
    expect(platform.problems).toEqual([
      expect.objectContaining({ code: "SCORE", spec: "AGS 2.0", message: expect.stringContaining(message) }),
    ]);
  });

  test("are taken for a learner of the crowd", async () => {
    const { lineItem, call } = await gradebook(3);
    expect((await call("POST", before(lineItem, "scores"), scoreType, score("crowd-3"))).status).toBe(204);
  });

  test("may have extensions that are named by a URL, and more than the maximum", async () => {
    const { user, lineItem, call } = await gradebook();
    const more = { "https://tool.example/extension": { a: 1 }, scoreGiven: 6 };
    expect((await call("POST", before(lineItem, "scores"), scoreType, score(user.id, more))).status).toBe(204);
  });

  test("with another content type, for a stranger, or behind the query are refused", async () => {
    const { user, lineItem, call, codes } = await gradebook();
    const url = before(lineItem, "scores");
    const json = { "content-type": "application/json" };
    expect((await call("POST", url, json, score(user.id))).status).toBe(415);
    expect((await call("POST", url, scoreType, score("crowd-3"))).status).toBe(404);
    expect((await call("POST", `${lineItem}/scores`, scoreType, score(user.id))).status).toBe(404);
    expect((await call("POST", url.split("?")[0] ?? "", scoreType, score(user.id))).status).toBe(404);
    expect(codes()).toEqual(["CONTENT_TYPE", "SCORE_USER", "LINE_ITEM_QUERY", "LINE_ITEM_QUERY"]);
  });

  test("need a token for them", async () => {
    const { platform, user, lineItem, askToken, codes } = await gradebook();
    const { access_token } = (await (await askToken([serviceScopes.roster])).json()) as { access_token: string };
    const post = (headers: Record<string, string>) =>
      platform.handle(
        new Request(before(lineItem, "scores"), {
          method: "POST",
          headers: { ...scoreType, ...headers },
          body: JSON.stringify(score(user.id)),
        }),
      );
    expect((await post({})).status).toBe(401);
    expect((await post({ authorization: "Bearer nonsense" })).status).toBe(401);
    const response = await post({ authorization: `Bearer ${access_token}` });
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toContain("insufficient_scope");
    expect(codes()).toEqual(["ACCESS_TOKEN", "ACCESS_TOKEN", "INSUFFICIENT_SCOPE"]);
  });
});

describe("line items", () => {
  test("are made, listed, changed and deleted", async () => {
    const { platform, course, resourceLink, lineItems, lineItem, call } = await gradebook();
    const body = { label: "Rescue", scoreMaximum: 100, tag: "grade", resourceLinkId: resourceLink.id };
    const made = await call("POST", lineItems, itemType, body);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect(id).toMatch(/\/lineitem\?type_id=1$/);
    expect(await (await call("GET", id)).json()).toEqual({ id, ...body });
    const listed = async (query: string) =>
      ((await (await call("GET", `${lineItems}${query}`)).json()) as { id: string }[]).map((item) => item.id);
    expect(await listed("")).toEqual([lineItem, id]);
    expect(await listed("&tag=grade")).toEqual([id]);
    expect(await listed("&resource_link_id=another")).toEqual([]);
    expect((await call("PUT", id, itemType, { label: "Rescue 2", scoreMaximum: 50 })).status).toBe(200);
    expect(course.lineItems[1]).toMatchObject({ label: "Rescue 2", scoreMaximum: 50, tag: null });
    const submissionReview = { reviewableStatus: ["Completed"], url: "https://tool.example/review" };
    await call("PUT", id, itemType, { label: "Rescue 3", scoreMaximum: 50, submissionReview });
    expect(await (await call("GET", id)).json()).toMatchObject({ submissionReview });
    expect((await call("DELETE", id)).status).toBe(204);
    expect((await call("GET", id)).status).toBe(404);
    expect(platform.problems).toEqual([]);
  });

  test("come a page at a time", async () => {
    const { course, lineItems, call } = await gradebook();
    for (const label of ["b", "c"]) course.lineItem({ label });
    const first = await call("GET", `${lineItems}&limit=2`);
    expect(await first.json()).toHaveLength(2);
    const second = await call("GET", linked(first, "next") ?? "");
    expect(await second.json()).toHaveLength(1);
    expect(linked(second, "next")).toBeNull();
  });

  test.each([
    ["LINE_ITEM", { label: " ", scoreMaximum: 1 }],
    ["LINE_ITEM", { label: "a", scoreMaximum: 0 }],
    ["LINE_ITEM", { label: "a" }],
    ["LINE_ITEM", { label: "a", scoreMaximum: 1, startDateTime: "tomorrow" }],
    ["LINE_ITEM", { label: "a", scoreMaximum: 1, colour: "red" }],
    ["RESOURCE_LINK", { label: "a", scoreMaximum: 1, resourceLinkId: "another" }],
  ])("%s is told for %o", async (code, body) => {
    const { lineItems, call, codes } = await gradebook();
    expect((await call("POST", lineItems, itemType, body)).status).toBe(400);
    expect(codes()).toEqual([code]);
  });

  test("of another tool are not seen", async () => {
    const { course, lineItems, call } = await gradebook();
    const other = course.lineItem({ clientId: "another" });
    expect(await (await call("GET", lineItems)).json()).toHaveLength(1);
    expect((await call("GET", lineItems.replace("?", `/${other.id}/lineitem?`))).status).toBe(404);
  });

  test("are asked for in their own media type, and changed in what may change", async () => {
    const { lineItems, lineItem, call, codes } = await gradebook();
    expect((await call("GET", lineItems, { accept: "application/json" })).status).toBe(406);
    expect((await call("PATCH", lineItem)).status).toBe(405);
    const moved = { label: "a", scoreMaximum: 1, resourceLinkId: "another" };
    expect((await call("PUT", lineItem, itemType, moved)).status).toBe(400);
    expect(codes()).toEqual(["ACCEPT", "METHOD", "LINE_ITEM"]);
  });
});

test.each([
  ["CONFLICT", 409],
  ["NOT_FOUND", 404],
  ["FORBIDDEN", 403],
  ["UNAUTHORISED", 401],
  ["ERROR_500", 500],
  ["RATE_LIMITED", 429],
] as const)("misbehaves when told to: %s is %i", async (grades, status) => {
  const { platform, user, lineItem, call } = await gradebook();
  platform.misbehave({ grades });
  expect((await call("POST", before(lineItem, "scores"), scoreType, score(user.id))).status).toBe(status);
  platform.misbehave({});
  expect((await call("POST", before(lineItem, "scores"), scoreType, score(user.id))).status).toBe(204);
});

test("the launch names the same URLs", async () => {
  const { platform, lineItem, lineItems, course, user } = await gradebook();
  const tool = platform.tool({ loginUrl: "https://t.example/l", redirectUris: ["https://t.example/x"] });
  expect(tool.scopes).toHaveLength(6);
  const registered = platform.tool({
    loginUrl: "https://u.example/login",
    redirectUris: ["https://u.example/launch"],
    handle: async (request) => {
      if (new URL(request.url).pathname === "/launch") return new Response("taken");
      const given = new URLSearchParams(await request.text());
      const url = new URL(`${platform.url}/lti/authorize`);
      url.search = new URLSearchParams({
        scope: "openid",
        response_type: "id_token",
        response_mode: "form_post",
        prompt: "none",
        state: "s",
        nonce: "n",
        client_id: given.get("client_id") ?? "",
        redirect_uri: "https://u.example/launch",
        login_hint: given.get("login_hint") ?? "",
        lti_message_hint: given.get("lti_message_hint") ?? "",
      }).toString();
      return Response.redirect(url, 302);
    },
  });
  const launch = await platform.launch({ tool: registered, course, user });
  expect(launch.claims?.[c.grades]).toMatchObject({ lineitem: lineItem, lineitems: lineItems });
});
