/** The roles of domain.md. A person has any number of them. */
export const roles = ["LEARNER", "REVIEWER", "MANAGER", "PROGRAM_OWNER", "ADMIN"] as const;
export type Role = (typeof roles)[number];

/** Who acts: a person of one organisation, by the roles that they hold now. */
export interface Actor {
  readonly organisationId: string;
  readonly personId: string;
  readonly roles: readonly Role[];
  /**
   * Of whoever came from an LMS: the course that they came from, and nobody outside of it is reached but oneself. Null: they
   * came from no course, and reach themselves alone. Left out: they did not come from an LMS.
   */
  readonly courseId?: string | null;
}

/**
 * To whom an action reaches.
 * ANY: all in the organisation. OTHERS: all but oneself. TEAM: the members of the teams that one manages. OWN: oneself.
 */
export type Relation = "ANY" | "OTHERS" | "TEAM" | "OWN";

const everyone = { LEARNER: "ANY", REVIEWER: "ANY", MANAGER: "ANY", PROGRAM_OWNER: "ANY", ADMIN: "ANY" } as const;

/**
 * The one permission table: action x role x relation. Every command asserts it first and every readable type is scoped
 * by it. It is printed into apps/docs/permissions.md.
 */
export const permissions = {
  "organisation.read": everyone,
  "person.read": { LEARNER: "OWN", REVIEWER: "ANY", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "person.create": { ADMIN: "ANY" },
  "person.import": { ADMIN: "ANY" },
  "person.set-roles": { ADMIN: "ANY" },
  "team.edit": { ADMIN: "ANY" },
  "team.read": { MANAGER: "TEAM", ADMIN: "ANY", PROGRAM_OWNER: "ANY" },
  "team.import": { ADMIN: "ANY" },
  "token.issue": { ADMIN: "ANY" },
  "framework.read": everyone,
  "framework.import": { ADMIN: "ANY" },
  "program.read": everyone,
  "program.read-draft": { PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "program.edit": { PROGRAM_OWNER: "ANY" },
  "program.publish": { PROGRAM_OWNER: "ANY" },
  "enrolment.read": { LEARNER: "OWN", REVIEWER: "ANY", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "enrolment.create": { LEARNER: "OWN", MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "enrolment.assign": { MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "enrolment.request": { LEARNER: "OWN" },
  "enrolment.decide": { MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "due-date.request": { LEARNER: "OWN" },
  "due-date.decide": { MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "rule.read": { MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "rule.edit": { MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "enrolment.withdraw": { LEARNER: "OWN", MANAGER: "TEAM", ADMIN: "OTHERS" },
  "enrolment.move": { LEARNER: "OWN", MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "trainer.record": { MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "evidence.read": { LEARNER: "OWN", REVIEWER: "ANY", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "evidence.submit": { LEARNER: "OWN" },
  "evidence.observe": { REVIEWER: "OTHERS", MANAGER: "TEAM" },
  "evidence.review": { REVIEWER: "OTHERS" },
  "evidence.audit": { REVIEWER: "OTHERS" },
  "audit.read": { REVIEWER: "ANY", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "credit.read": { LEARNER: "OWN", REVIEWER: "ANY", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "credit.record": { LEARNER: "OWN", MANAGER: "TEAM", ADMIN: "OTHERS" },
  "credit.decide": { REVIEWER: "OTHERS" },
  "renewal.choose": { LEARNER: "OWN" },
  "evidence.recognise": { LEARNER: "OWN", MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "credential.add": { LEARNER: "OWN" },
  "credential.read": { LEARNER: "OWN", REVIEWER: "ANY", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "credential.check": { LEARNER: "OWN", MANAGER: "TEAM", PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "mapping.read": everyone,
  "mapping.edit": { PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "file.upload": { LEARNER: "OWN", REVIEWER: "OWN", MANAGER: "OWN" },
  "certificate.read": { LEARNER: "OWN", REVIEWER: "ANY", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "decision.read": { LEARNER: "OWN", REVIEWER: "OWN", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "certification.decide": { PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "appeal.file": { LEARNER: "OWN", REVIEWER: "OWN", MANAGER: "OWN", PROGRAM_OWNER: "OWN", ADMIN: "OWN" },
  "appeal.decide": { PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "award.approve": { PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "certificate.import": { ADMIN: "ANY" },
  "certificate.extend": { PROGRAM_OWNER: "OTHERS", ADMIN: "OTHERS" },
  "renewal.claim": { LEARNER: "OWN" },
  "person.set-locale": { LEARNER: "OWN", REVIEWER: "OWN", MANAGER: "OWN", PROGRAM_OWNER: "OWN", ADMIN: "OWN" },
  "notification.choose": { LEARNER: "OWN", REVIEWER: "OWN", MANAGER: "OWN", PROGRAM_OWNER: "OWN", ADMIN: "OWN" },
  "mail.read": { LEARNER: "OWN", REVIEWER: "OWN", MANAGER: "OWN", PROGRAM_OWNER: "OWN", ADMIN: "ANY" },
  "event.read": { LEARNER: "OWN", REVIEWER: "ANY", MANAGER: "TEAM", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "webhook.read": { ADMIN: "ANY" },
  "webhook.edit": { ADMIN: "ANY" },
  "lms.read": { PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "lms.edit": { ADMIN: "ANY" },
  "lms.map": { PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
  "course.read": { REVIEWER: "ANY", PROGRAM_OWNER: "ANY", ADMIN: "ANY" },
} as const satisfies Record<string, Partial<Record<Role, Relation>>>;

export type Action = keyof typeof permissions;

/** What an action is done to. `personId` is whom it concerns, where it concerns someone. */
export interface Resource {
  readonly organisationId: string;
  readonly personId?: string;
  /** The managers of the teams that the person belongs to. */
  readonly managerIds?: readonly string[];
  /** The courses of an LMS that the person is in now, or that the thing is of. */
  readonly courseIds?: readonly string[];
}

/** Every relation by which the actor's roles allow the action; empty when none does. */
export function reach(actor: Actor, action: Action): ReadonlySet<Relation> {
  const byRole: Partial<Record<Role, Relation>> = permissions[action];
  return new Set(actor.roles.flatMap((role) => byRole[role] ?? []));
}

/**
 * Whether the actor came from an LMS for an action that reaches persons there: then it reaches those of one course, and
 * oneself. What everybody may read, such as programs, concerns nobody.
 */
export function isOfCourse(actor: Actor, action: Action): actor is Actor & { readonly courseId: string | null } {
  return actor.courseId !== undefined && permissions[action] !== everyone;
}

/** Whether the actor may do the action to the resource. Nothing crosses from one organisation to another. */
export function can(actor: Actor, action: Action, resource: Resource): boolean {
  if (actor.organisationId !== resource.organisationId) return false;
  const relations = reach(actor, action);
  // What says nothing of its courses is in none.
  const isReached =
    !isOfCourse(actor, action) || (resource.courseIds?.some((courseId) => courseId === actor.courseId) ?? false);
  // Which person acts is asked last: what is the same to all is answered once.
  if (isReached && relations.has("ANY")) return true;
  const own = resource.personId === actor.personId;
  return (
    (relations.has("OWN") && own) ||
    (isReached && relations.has("OTHERS") && resource.personId !== undefined && !own) ||
    (isReached && relations.has("TEAM") && !own && (resource.managerIds?.includes(actor.personId) ?? false))
  );
}
