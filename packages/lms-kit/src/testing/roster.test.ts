import { expect, test } from "vitest";
import { type CourseInput, createPlatform, newKeyRing, roleUris, serviceScopes } from "./index.ts";
import { linked, toolClient, toolKey } from "./tool-client.test.support.ts";

const keys = await newKeyRing();
type Page = { members: { user_id: string; status: string; roles: string[]; message?: unknown[] }[]; context: object };

async function roster(input: CourseInput = {}) {
  const platform = await createPlatform({ keys });
  const registration = platform.tool({
    loginUrl: "https://tool.example/login",
    redirectUris: ["https://tool.example/launch"],
    jwks: { keys: [toolKey.jwk] },
  });
  const course = platform.course(input);
  const teacher = course.enrol(platform.user({ id: "teacher" }), ["Instructor"]);
  const learner = course.enrol(platform.user({ id: "learner" }));
  const url = `${platform.url}/services/courses/${course.id}/members`;
  const { call, askToken } = toolClient(platform, registration);
  const page = async (at: string) => {
    const response = await call("GET", at);
    return { response, ...((await response.json()) as Page) };
  };
  const ids = async (at: string) => (await page(at)).members.map((member) => member.user_id);
  return { platform, course, teacher, learner, url, call, askToken, page, ids };
}

test("a roster names its members, with full roles", async () => {
  const { platform, url, page } = await roster({ title: "Rescue" });
  const { response, members, context } = await page(url);
  expect(response.headers.get("content-type")).toBe("application/vnd.ims.lti-nrps.v2.membershipcontainer+json");
  expect(context).toMatchObject({ title: "Rescue" });
  expect(members).toMatchObject([
    { user_id: "teacher", status: "Active", roles: [roleUris.Instructor], name: expect.any(String) },
    { user_id: "learner", status: "Active", roles: [roleUris.Learner] },
  ]);
  expect(linked(response, "next")).toBeNull();
  expect(platform.problems).toEqual([]);
});

test("50,000 members come a page at a time, each once", async () => {
  const { url, page } = await roster({ crowd: 50_000 });
  const seen = new Set<string>();
  let pages = 0;
  for (let next: string | null = `${url}?limit=1000`; next !== null; pages += 1) {
    const { response, members } = await page(next);
    for (const member of members) seen.add(member.user_id);
    next = linked(response, "next");
  }
  expect(seen.size).toBe(50_002);
  expect(pages).toBe(51);
});

test("is filtered by role, and by link", async () => {
  const { platform, course, url, ids, page, call } = await roster({ crowd: 3 });
  expect(await ids(`${url}?role=Instructor`)).toEqual(["teacher"]);
  expect(await ids(`${url}?role=${encodeURIComponent(roleUris.Learner)}`)).toEqual([
    "learner",
    "crowd-1",
    "crowd-2",
    "crowd-3",
  ]);
  const link = course.resourceLink({ custom: { program: "rescue" } });
  const { members } = await page(`${url}?rlid=${link.id}`);
  expect(members[0]?.message).toHaveLength(1);
  expect((await call("GET", `${url}?rlid=another`)).status).toBe(403);
  expect(platform.problems.map((problem) => problem.code)).toEqual(["RESOURCE_LINK"]);
});

test("tells what has changed since", async () => {
  const { platform, course, learner, url, page, ids } = await roster({ crowd: 5 });
  const since = linked((await page(`${url}?limit=2`)).response, "differences") ?? "";
  expect(await ids(since)).toEqual([]);
  course.remove(learner);
  course.enrol(platform.user({ id: "newcomer" }));
  const { response, members } = await page(since);
  expect(members).toMatchObject([
    { user_id: "learner", status: "Deleted" },
    { user_id: "newcomer", status: "Active" },
  ]);
  expect(await ids(linked(response, "differences") ?? "")).toEqual([]);
  expect(await ids(`${url}?role=Learner&limit=1`)).toEqual(["newcomer"]);
});

test("what changes between two pages is among the differences that the later page names", async () => {
  const { platform, course, url, page, ids } = await roster();
  const first = await page(`${url}?limit=1`);
  course.enrol(platform.user({ id: "newcomer" }));
  const second = await page(linked(first.response, "next") ?? "");
  expect(await ids(linked(second.response, "differences") ?? "")).toEqual(["newcomer"]);
});

test("is refused without the scope, the media type or the method", async () => {
  const { platform, url, call, askToken } = await roster();
  expect((await call("GET", url, { accept: "text/html" })).status).toBe(406);
  expect((await call("POST", url, {}, {})).status).toBe(405);
  const { access_token } = (await (await askToken([serviceScopes.score])).json()) as { access_token: string };
  expect((await call("GET", url, { authorization: `Bearer ${access_token}` })).status).toBe(403);
  expect(platform.problems.map((problem) => problem.code)).toEqual(["ACCEPT", "METHOD", "INSUFFICIENT_SCOPE"]);
});

test("pages in a circle, or on another host, when told to", async () => {
  const { platform, url, page } = await roster();
  platform.misbehave({ roster: "CIRCLE" });
  const second = linked((await page(`${url}?limit=1`)).response, "next") ?? "";
  const third = linked((await page(second)).response, "next") ?? "";
  expect(new URL(third).searchParams.get("from")).toBe("0");
  platform.misbehave({ roster: "FOREIGN_HOST" });
  expect(linked((await page(url)).response, "next")).toMatch(/^https:\/\/elsewhere\.example\//);
});

test("groups are told, and who is in them", async () => {
  const { course, learner, url, call, page } = await roster();
  const group = course.group({ name: "Red", setName: "Colours", users: [learner] });
  const base = url.replace(/members$/, "");
  expect(await (await call("GET", `${base}groups?user_id=learner`)).json()).toMatchObject({
    groups: [{ id: group.id, name: "Red", set_id: group.setId }],
  });
  expect(await (await call("GET", `${base}groups?user_id=teacher`)).json()).toMatchObject({ groups: [] });
  expect(await (await call("GET", `${base}groupsets`)).json()).toMatchObject({ sets: [{ name: "Colours" }] });
  const { members } = await page(`${url}?groups=true&role=Learner`);
  expect(members).toMatchObject([{ group_enrollments: [{ group_id: group.id }] }]);
});
