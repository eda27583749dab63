import type { EventType } from "../event/event-types.ts";

/**
 * What a fact is in JSON, as GraphQL writes types: with `!` it is always there, without it may be null or left out. ID is a
 * row's id, as the database has it.
 */
type FactType =
  `${"ID" | "String" | "Int" | "Float" | "Boolean" | "DateTime" | "Date" | "Duration" | "JSON"}${"" | "!"}`;
type ToldFacts = Readonly<Record<string, FactType | "[String!]!">>;

const verdict = { revision: "Int!", verdict: "String!" } as const;
const period = { number: "String!", validFrom: "DateTime!", expiresAt: "DateTime" } as const;
const checked = { credentialId: "ID!", verified: "Boolean!", ofPerson: "Boolean!" } as const;
const decision = { decisionId: "ID!" } as const;
const endpoint = { endpointId: "ID!" } as const;
const connection = { connectionId: "ID!" } as const;
const mapping = { mappingId: "ID!", courseId: "String!", activityId: "String", requirementKey: "String!" } as const;

/**
 * Which facts of an event leave the installation: ids, keys, numbers, dates and what is one of a few. What people wrote (reasons,
 * what is missing, titles) and how one's work was rated are read over the API, under the reader's own permission. A fact that is
 * not named here stays, so that a new one is sent only where somebody decided that it may be.
 */
export const toldFactsOf: Readonly<Record<EventType, ToldFacts>> = {
  FRAMEWORK_IMPORTED: { frameworkKey: "String!", created: "Int!", changed: "Int!" },
  PROGRAM_CREATED: { programKey: "String!" },
  PROGRAM_VERSION_DRAFTED: { number: "Int!" },
  PROGRAM_VERSION_PUBLISHED: {
    number: "Int!",
    waived: "[String!]!",
    carryOver: "String!",
    by: "Date",
    learnersUnderWay: "String!",
  },
  PROGRAM_VERSION_RETIRED: { number: "Int!" },
  PERSON_ENROLLED: { source: "String!", required: "Boolean!", dueAt: "DateTime", resumesId: "ID", ruleId: "ID" },
  ENROLMENT_WITHDRAWN: {},
  ENROLMENT_MOVED: { resumesId: "ID!", fromVersionId: "ID!", awardRefused: "String" },
  ENROLMENT_COMPLETED: {},
  TRAINER_RECORDED: { trainerId: "ID!" },
  EVIDENCE_SUBMITTED: { revision: "Int!", requirementKeys: "[String!]!", byObserver: "Boolean!", submittedById: "ID!" },
  EVIDENCE_REVIEWED: { revision: "Int!" },
  EVIDENCE_ACCEPTED: verdict,
  EVIDENCE_RETURNED: verdict,
  EVIDENCE_REJECTED: verdict,
  EVIDENCE_SAMPLED: {},
  EVIDENCE_CONFIRMED: {},
  EVIDENCE_QUESTIONED: {},
  CREDITS_RECORDED: {
    creditEntryId: "ID!",
    unit: "String!",
    category: "String",
    credits: "Float!",
    earnedOn: "Date!",
    enteredById: "ID!",
  },
  CREDITS_ACCEPTED: { creditEntryId: "ID!" },
  CREDITS_REJECTED: { creditEntryId: "ID!" },
  CREDITS_USED: { spends: "JSON!" },
  RENEWAL_PATH_CHOSEN: { pathKey: "String!" },
  EVIDENCE_RECOGNISED: { requirementKeys: "[String!]!" },
  CREDENTIAL_ADDED: checked,
  CREDENTIAL_CHECKED: checked,
  CREDENTIAL_RECOGNISED: { credentialId: "ID!", requirementKeys: "[String!]!" },
  ISSUER_TRUSTED: { issuerId: "ID!", issuer: "String!" },
  ISSUER_TRUST_ENDED: { issuerId: "ID!", issuer: "String!" },
  CREDENTIAL_MAPPING_CREATED: {
    mappingId: "ID!",
    issuer: "String!",
    source: "String!",
    sourceId: "String!",
    programId: "ID",
    requirementKey: "String",
    competencyId: "ID",
    levelId: "ID",
  },
  CREDENTIAL_MAPPING_RETIRED: { mappingId: "ID!", sourceId: "String!" },
  CERTIFICATE_AWARDED: period,
  CERTIFICATE_IMPORTED: period,
  MICRO_CREDENTIAL_AWARDED: { ...period, moduleKey: "String!" },
  PERSON_CREATED: { roles: "[String!]!" },
  PERSON_CHANGED: { roles: "[String!]!", locale: "String" },
  TEAM_CREATED: { teamKey: "String!" },
  TEAM_CHANGED: { teamKey: "String!" },
  TEAM_MEMBER_ADDED: { teamKey: "String!" },
  TEAM_MEMBER_REMOVED: { teamKey: "String!" },
  AWARD_APPROVAL_AWAITED: { claimed: "Boolean!" },
  AWARD_APPROVED: decision,
  AWARD_DECLINED: decision,
  CERTIFICATION_SUSPENDED: decision,
  CERTIFICATION_REINSTATED: decision,
  CERTIFICATE_REVOKED: { ...decision, barUntil: "DateTime" },
  APPEAL_FILED: { ...decision, appealId: "ID!", asksForStay: "Boolean!" },
  STAY_GRANTED: { ...decision, appealId: "ID!" },
  APPEAL_DECIDED: { ...decision, appealId: "ID!", outcome: "String!" },
  CERTIFICATION_RENEWED: { row: "String!", cycle: "Int!", previousId: "ID!", completedAt: "DateTime!" },
  CERTIFICATE_EXTENDED: { expiresAt: "DateTime!", graceEndsAt: "DateTime" },
  ENROLMENT_REQUESTED: { requestId: "ID!" },
  ENROLMENT_REQUEST_DECIDED: { requestId: "ID!", decision: "String!" },
  EXTENSION_REQUESTED: { requestId: "ID!", dueAt: "DateTime!", requestedDueAt: "DateTime!" },
  EXTENSION_REQUEST_DECIDED: { requestId: "ID!", decision: "String!", dueAt: "DateTime" },
  ASSIGNMENT_RULE_CREATED: { ruleId: "ID!", teamId: "ID", role: "String", dueWithin: "Duration" },
  ASSIGNMENT_RULE_ENDED: { ruleId: "ID!" },
  ENROLMENT_RELEASED: { ruleId: "ID!" },
  ENROLMENT_REQUIRED: { ruleId: "ID!" },
  RENEWAL_OPENED: {},
  RENEWAL_REMINDER: { leadTime: "Duration!" },
  CERTIFICATE_EXPIRED: {},
  CERTIFICATE_LAPSED: {},
  WEBHOOK_ENDPOINT_CREATED: endpoint,
  WEBHOOK_ENDPOINT_CHANGED: endpoint,
  WEBHOOK_SECRET_ROTATED: endpoint,
  WEBHOOK_ENDPOINT_PAUSED: { ...endpoint, cause: "String!" },
  WEBHOOK_ENDPOINT_RESUMED: endpoint,
  WEBHOOK_ENDPOINT_RETIRED: endpoint,
  LMS_CONNECTION_REQUESTED: { ...connection, connector: "String!" },
  LMS_CONNECTION_APPROVED: { ...connection, instructorRoles: "[String!]!", addsPeople: "Boolean!" },
  LMS_CONNECTION_REFUSED: connection,
  LMS_CONNECTION_PAUSED: connection,
  LMS_CONNECTION_RESUMED: connection,
  LMS_CONNECTION_RETIRED: connection,
  LMS_CONNECTION_FAILING: { ...connection, errorCode: "String!", failingSince: "DateTime!" },
  LTI_REGISTRATION_LINK_CREATED: { linkId: "ID!", expiresAt: "DateTime!" },
  LTI_DEPLOYMENT_APPROVED: { ...connection, deploymentId: "String!" },
  LTI_KEY_ROTATED: { kid: "String!", signsFrom: "DateTime!" },
  LMS_ACTIVITY_MAPPED: { ...connection, ...mapping },
  LMS_ACTIVITY_MAPPING_ENDED: { ...connection, ...mapping },
  LMS_FACT_CORRECTED: { ...connection, factId: "ID!", correctedId: "ID!" },
  IDENTITY_MATCHED: { ...connection, identityId: "ID!" },
  NOTIFICATIONS_CHANGED: { noneOptional: "Boolean", preferences: "JSON!" },
};

/** The facts of an event that a webhook tells; of a type that is not known, none. */
export function toldFacts(type: string, facts: object): Record<string, unknown> {
  const told = Object.hasOwn(toldFactsOf, type) ? toldFactsOf[type as EventType] : {};
  return Object.fromEntries(Object.entries(facts).filter(([name]) => Object.hasOwn(told, name)));
}
