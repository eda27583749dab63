export { type ConnectionPlace, runAsConnection } from "./as-connection.ts";
export {
  type ApproveLmsConnection,
  approveLmsConnection,
  type OfLmsConnection,
  refuseLmsConnection,
} from "./commands/decide-lms-connection.ts";
export { pauseLmsConnection, resumeLmsConnection, retireLmsConnection } from "./commands/lms-connection-status.ts";
export { type MatchExternalIdentity, matchExternalIdentity } from "./commands/match-external-identity.ts";
export { connectionInUse, lockConnection, type RequestConnection, requestConnection } from "./connection-store.ts";
export {
  type CourseMember,
  type CourseOfLms,
  seenIsKnownFor,
  upsertCourse,
  upsertMember,
  upsertMembers,
} from "./course-store.ts";
export { type ConnectionOutcome, recordHealth } from "./health-store.ts";
export { type IdentityOfLms, type KnownIdentity, personOfIdentity, upsertIdentity } from "./identity-store.ts";
export { endRoster, keepRosterPage, type ListedMember, type RosterPage } from "./roster-store.ts";
export { type IdentityName, lockIdentities, seeIdentities } from "./seen-identities.ts";
export { type CreateSession, createSession } from "./session.ts";
