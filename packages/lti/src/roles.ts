/** Roles as LTI 1.3 core, appendix A has them: full URIs of three vocabularies. */

/** A role in the context (course): "Instructor", and of a sub-role both, as "Instructor" with "TeachingAssistant". */
export interface LtiContextRole {
  readonly role: string;
  readonly subRole?: string;
}

/** What the platform says that a person is. Course rights come from `context` alone: an institution's instructor teaches no course by that. */
export interface LtiRoles {
  readonly context: readonly LtiContextRole[];
  /** Such as "Faculty", "Student", "Administrator". */
  readonly institution: readonly string[];
  /** Such as "SysAdmin", "User". */
  readonly system: readonly string[];
  /** What is of no vocabulary of LTI 1.3, as it came: it gives no right. */
  readonly other: readonly string[];
  /** The platform marks a made-up person, such as a teacher's "student view". */
  readonly testUser: boolean;
}

const membership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
const institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#";
const system = "http://purl.imsglobal.org/vocab/lis/v2/system/person#";
const testUser = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser";

/** The context roles: these alone may come as a short name (deprecated, section A.2.3), and some platforms send them so. */
const contextRoles = new Set([
  "Administrator",
  "ContentDeveloper",
  "Instructor",
  "Learner",
  "Manager",
  "Member",
  "Mentor",
  "Officer",
]);

/** Sorts role URIs by vocabulary. What only looks like a role, such as `https://elsewhere.example#Instructor`, is none. */
export function parseRoles(uris: readonly string[]): LtiRoles {
  const roles = {
    context: [] as LtiContextRole[],
    institution: [] as string[],
    system: [] as string[],
    other: [] as string[],
    testUser: false,
  };
  for (const uri of new Set(uris)) {
    const context = contextRoleOf(uri);
    if (context) roles.context.push(context);
    else if (uri === testUser) roles.testUser = true;
    else if (uri.startsWith(institution)) roles.institution.push(uri.slice(institution.length));
    else if (uri.startsWith(system)) roles.system.push(uri.slice(system.length));
    else roles.other.push(uri);
  }
  return roles;
}

function contextRoleOf(uri: string): LtiContextRole | null {
  if (contextRoles.has(uri)) return { role: uri };
  if (!uri.startsWith(membership)) return null;
  const [, parent, name] = /^(?:\/([A-Za-z]+))?#([A-Za-z]+)$/.exec(uri.slice(membership.length)) ?? [];
  if (name === undefined) return null;
  const role = parent ?? name;
  if (!contextRoles.has(role)) return null;
  return parent === undefined ? { role } : { role, subRole: name };
}

/** Whether a person teaches in this course, as an instructor or with a sub-role of it such as TeachingAssistant. */
export function isInstructor({ context }: LtiRoles): boolean {
  return context.some(({ role }) => role === "Instructor");
}

/** Whether a person learns in this course. */
export function isLearner({ context }: LtiRoles): boolean {
  return context.some(({ role }) => role === "Learner");
}
