import type { Course } from "./course.ts";
import { groupsEndpoint } from "./groups.ts";
import { lineItemEndpoint, lineItemsEndpoint } from "./line-items.ts";
import { finding } from "./problems.ts";
import { resultsEndpoint } from "./results.ts";
import { rosterEndpoint } from "./roster.ts";
import { scoresEndpoint } from "./scores.ts";
import { faultyResponse } from "./service-misbehaviour.ts";
import { refuseFor } from "./service-request.ts";
import type { World } from "./world.ts";

const notFound = () => Response.json({ error: "NOT_FOUND" }, { status: 404 });

/** The refusal of a URL whose query is not the one that the platform gave; null: it is. */
function queryProblem(request: Request, world: World, url: URL): Response | null {
  const type = url.searchParams.get("type_id") ?? "";
  if (type === "1") return null;
  const section = type.includes("/") ? "3.3.1 and 3.4.1" : "3.2 Line item service";
  const message = type.includes("/")
    ? "A service's name goes to the end of the path of the line item's URL, before its query."
    : "The query of the URL that the platform gave is part of it, and must stay.";
  return refuseFor(world, request, 404, [finding("LINE_ITEM_QUERY", "AGS 2.0", section, message)]);
}

async function grades(request: Request, world: World, course: Course, rest: readonly string[]): Promise<Response> {
  const [itemId, kind, service, more] = rest;
  const fault = world.fault("grades");
  const scores = kind === "lineitem" && service === "scores" && request.method === "POST";
  const faulty =
    fault === "CONFLICT" && !scores ? null : await faultyResponse(fault, world.misbehaviour(), request.signal);
  if (faulty !== null) return faulty;
  const wrong = queryProblem(request, world, new URL(request.url));
  if (wrong !== null) return wrong;
  if (itemId === undefined) return lineItemsEndpoint(request, world, course);
  if (kind !== "lineitem" || more !== undefined) return notFound();
  if (service === undefined) return lineItemEndpoint(request, world, course, itemId);
  if (service === "scores") return scoresEndpoint(request, world, course, itemId);
  return service === "results" ? resultsEndpoint(request, world, course, itemId) : notFound();
}

/** Answers a request to a service of a course; `path`: what follows /services/courses/. */
export async function serviceEndpoint(request: Request, world: World, path: string): Promise<Response> {
  const [courseId = "", service, ...rest] = path.split("/").map(decodeURIComponent);
  const course = world.courses.get(courseId);
  if (course === undefined) return notFound();
  if (service === "lineitems") return grades(request, world, course, rest);
  if (rest.length > 0) return notFound();
  if (service === "members") {
    const fault = world.fault("roster");
    const faulty = await faultyResponse(fault, world.misbehaviour(), request.signal);
    return faulty ?? rosterEndpoint(request, world, course, fault);
  }
  return service === "groups" || service === "groupsets" ? groupsEndpoint(request, world, course, service) : notFound();
}
