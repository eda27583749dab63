import type { Course } from "./course.ts";
import { authorised, methodNotAllowed, notAcceptable } from "./service-request.ts";
import { serviceScopes } from "./vocabulary.ts";
import type { World } from "./world.ts";

const types = {
  groups: "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json",
  groupsets: "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json",
} as const;

function setsOf(course: Course) {
  const sets = new Map<string, string>();
  for (const { setId, setName } of course.groups) if (setId !== null) sets.set(setId, setName ?? setId);
  return [...sets].map(([id, name]) => ({ id, name }));
}

/** The groups of a course, or of one person in it, or the sets that they are in: LTI Course Groups 1.0. */
export async function groupsEndpoint(
  request: Request,
  world: World,
  course: Course,
  what: keyof typeof types,
): Promise<Response> {
  if (request.method !== "GET")
    return methodNotAllowed(request, world, "GET", "Course Groups 1.0", "Context groups service");
  const token = authorised(request, world, [serviceScopes.groups]);
  if (token instanceof Response) return token;
  const refusal = notAcceptable(request, world, types[what], "Course Groups 1.0", "Media types");
  if (refusal !== null) return refusal;
  const user = new URL(request.url).searchParams.get("user_id");
  const groups = course.groups
    .filter((group) => user === null || group.userIds.includes(user))
    .map(({ id, name, setId }) => ({ id, name, ...(setId === null ? {} : { set_id: setId }) }));
  const body = { id: request.url, ...(what === "groups" ? { groups } : { sets: setsOf(course) }) };
  return new Response(JSON.stringify(body), { headers: { "content-type": types[what] } });
}
