import { type Action, type Actor, isOfCourse, reach } from "@kunna/domain";
import { type ApiContext, actorOf } from "./context.ts";

/** Prisma's condition that no row meets. */
const nothing = { OR: [] };

/** The persons who are in a course of an LMS now. */
function inCourse(courseId: string) {
  return { externalIdentities: { some: { members: { some: { courseId, active: true } } } } };
}

/** Those whom a manager's roles reach. */
function inTeamOf(managerId: string) {
  return { memberships: { some: { team: { managerId } } } };
}

/**
 * A condition on the rows that concern a person (`personId`, `person`), by what the actor's roles reach. Of whoever came from
 * a course of an LMS, they reach those who are in it now, and oneself.
 */
export function concerning(actor: Actor, action: Action) {
  const relations = reach(actor, action);
  const course = courseOf(actor, action);
  if (relations.has("ANY") && !course) return {};
  const within = course?.courseId ? [{ person: inCourse(course.courseId) }] : [];
  const isReached = course?.courseId !== null;
  const ways = [
    ...(relations.has("OWN") ? [{ personId: actor.personId }] : []),
    ...(isReached && relations.has("ANY") ? within : []),
    ...(isReached && relations.has("OTHERS") ? [{ NOT: { personId: actor.personId }, AND: within }] : []),
    ...(isReached && relations.has("TEAM")
      ? [{ NOT: { personId: actor.personId }, AND: [{ person: inTeamOf(actor.personId) }, ...within] }]
      : []),
  ];
  return ways.length === 0 ? nothing : { OR: ways };
}

/** The same condition on persons themselves. */
export function personsWithin(actor: Actor, action: Action) {
  const relations = reach(actor, action);
  const course = courseOf(actor, action);
  if (relations.has("ANY") && !course) return {};
  const within = course?.courseId ? [inCourse(course.courseId)] : [];
  const isReached = course?.courseId !== null;
  const ways = [
    ...(relations.has("OWN") ? [{ id: actor.personId }] : []),
    ...(isReached && relations.has("ANY") ? within : []),
    ...(isReached && relations.has("TEAM")
      ? [{ NOT: { id: actor.personId }, AND: [inTeamOf(actor.personId), ...within] }]
      : []),
  ];
  return ways.length === 0 ? nothing : { OR: ways };
}

/** The course that the actor came from, where an action reaches no further. */
function courseOf(actor: Actor, action: Action): { readonly courseId: string | null } | null {
  return isOfCourse(actor, action) ? actor : null;
}

/** The rows concerning persons that whoever asks may read. */
export function readable(context: ApiContext, action: Action) {
  return concerning(actorOf(context), action);
}

/** Drafts are seen by those who may read drafts; others see what has been published. */
export function readableVersions(context: ApiContext) {
  return reach(actorOf(context), "program.read-draft").size > 0
    ? {}
    : { status: { in: ["PUBLISHED" as const, "RETIRED" as const] } };
}

/** The teams that the actor may read. */
export function teamsWithin(actor: Actor) {
  const relations = reach(actor, "team.read");
  // A team is of no course.
  if (isOfCourse(actor, "team.read")) return nothing;
  if (relations.has("ANY")) return {};
  return relations.has("TEAM") ? { managerId: actor.personId } : nothing;
}
