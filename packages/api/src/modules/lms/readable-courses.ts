import { type Actor, isOfCourse, reach } from "@kunna/domain";

const nothing = { OR: [] };

/** The courses of an LMS that the actor may read: all, or the one that they came from. */
export function coursesWithin(actor: Actor) {
  if (reach(actor, "course.read").size === 0) return nothing;
  if (!isOfCourse(actor, "course.read")) return {};
  return actor.courseId === null ? nothing : { id: actor.courseId };
}

/** The members of courses that the actor may read: of a course that they may not read as a whole, themselves. */
export function membersWithin(actor: Actor) {
  if (reach(actor, "course.read").size === 0) return { identity: { personId: actor.personId } };
  if (!isOfCourse(actor, "course.read")) return {};
  return actor.courseId === null ? nothing : { courseId: actor.courseId };
}
