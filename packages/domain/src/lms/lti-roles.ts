import type { LmsMemberRole } from "./connection.ts";

/** A role in a course, as LTI 1.3 core, appendix A.2.3 has it: of "…/membership/Instructor#TeachingAssistant" both parts. */
export interface LtiCourseRole {
  /** Such as "Instructor". */
  readonly role: string;
  /** Such as "TeachingAssistant". */
  readonly subRole?: string;
}

/** Who teaches in a course, or runs it. A TeachingAssistant is an Instructor by the vocabulary. */
const teaching: ReadonlySet<string> = new Set(["Instructor", "Administrator"]);

/**
 * What somebody is in a course, by their roles there. Roles in the institution or the system give nothing: a dean teaches no
 * course by that. Whoever has none that is known is a learner, with their own things alone.
 */
export function membershipOf(roles: readonly LtiCourseRole[]): LmsMemberRole[] {
  const isInstructor = roles.some(({ role }) => teaching.has(role));
  const isLearner = !isInstructor || roles.some(({ role }) => role === "Learner");
  return [...(isLearner ? (["LEARNER"] as const) : []), ...(isInstructor ? (["INSTRUCTOR"] as const) : [])];
}
