import type { EventType } from "../event/event-types.ts";

const verdict = ["revision", "verdict"] as const;
const period = ["number", "validFrom", "expiresAt"] as const;
const checked = ["credentialId", "verified", "ofPerson"] as const;

/**
 * Which facts of an event leave the installation: ids, keys, numbers, dates and what is one of a few. What people wrote (reasons,
 * what is missing, titles) and how one's work was rated are read over the API, under the reader's own permission. A fact that is
 * not named here stays, so that a new one is sent only where somebody decided that it may be.
 */
const toldFactsOf: Readonly<Record<EventType, readonly string[]>> = {
  FRAMEWORK_IMPORTED: ["frameworkKey", "created", "changed"],
  PROGRAM_CREATED: ["programKey"],
  PROGRAM_VERSION_DRAFTED: ["number"],
  PROGRAM_VERSION_PUBLISHED: ["number", "waived", "carryOver", "by", "learnersUnderWay"],
  PROGRAM_VERSION_RETIRED: ["number"],
  PERSON_ENROLLED: ["source", "required", "dueAt", "resumesId", "ruleId"],
  ENROLMENT_WITHDRAWN: [],
  ENROLMENT_MOVED: ["resumesId", "fromVersionId"],
  ENROLMENT_COMPLETED: [],
  TRAINER_RECORDED: ["trainerId"],
  EVIDENCE_SUBMITTED: ["revision", "requirementKeys", "byObserver", "submittedById"],
  EVIDENCE_REVIEWED: ["revision"],
  EVIDENCE_ACCEPTED: verdict,
  EVIDENCE_RETURNED: verdict,
  EVIDENCE_REJECTED: verdict,
  EVIDENCE_SAMPLED: [],
  EVIDENCE_CONFIRMED: [],
  EVIDENCE_QUESTIONED: [],
  CREDITS_RECORDED: ["creditEntryId", "unit", "category", "credits", "earnedOn", "enteredById"],
  CREDITS_ACCEPTED: ["creditEntryId"],
  CREDITS_REJECTED: ["creditEntryId"],
  CREDITS_USED: ["spends"],
  RENEWAL_PATH_CHOSEN: ["pathKey"],
  EVIDENCE_RECOGNISED: ["requirementKeys"],
  CREDENTIAL_ADDED: checked,
  CREDENTIAL_CHECKED: checked,
  CREDENTIAL_RECOGNISED: ["credentialId", "requirementKeys"],
  ISSUER_TRUSTED: ["issuerId", "issuer"],
  ISSUER_TRUST_ENDED: ["issuerId", "issuer"],
  CREDENTIAL_MAPPING_CREATED: [
    ...["mappingId", "issuer", "source", "sourceId", "programId", "requirementKey", "competencyId", "levelId"],
  ],
  CREDENTIAL_MAPPING_RETIRED: ["mappingId", "sourceId"],
  CERTIFICATE_AWARDED: period,
  CERTIFICATE_IMPORTED: period,
  MICRO_CREDENTIAL_AWARDED: [...period, "moduleKey"],
  PERSON_CREATED: ["roles"],
  PERSON_CHANGED: ["roles", "locale"],
  TEAM_CREATED: ["teamKey"],
  TEAM_CHANGED: ["teamKey"],
  TEAM_MEMBER_ADDED: ["teamKey"],
  TEAM_MEMBER_REMOVED: ["teamKey"],
  AWARD_APPROVAL_AWAITED: ["claimed"],
  AWARD_APPROVED: ["decisionId"],
  AWARD_DECLINED: ["decisionId"],
  CERTIFICATION_SUSPENDED: ["decisionId"],
  CERTIFICATION_REINSTATED: ["decisionId"],
  CERTIFICATE_REVOKED: ["decisionId", "barUntil"],
  APPEAL_FILED: ["decisionId", "appealId", "asksForStay"],
  STAY_GRANTED: ["decisionId", "appealId"],
  APPEAL_DECIDED: ["decisionId", "appealId", "outcome"],
  CERTIFICATION_RENEWED: ["row", "cycle", "previousId", "completedAt"],
  CERTIFICATE_EXTENDED: ["expiresAt", "graceEndsAt"],
  ENROLMENT_REQUESTED: ["requestId"],
  ENROLMENT_REQUEST_DECIDED: ["requestId", "decision"],
  EXTENSION_REQUESTED: ["requestId", "dueAt", "requestedDueAt"],
  EXTENSION_REQUEST_DECIDED: ["requestId", "decision", "dueAt"],
  ASSIGNMENT_RULE_CREATED: ["ruleId", "teamId", "role", "dueWithin"],
  ASSIGNMENT_RULE_ENDED: ["ruleId"],
  ENROLMENT_RELEASED: ["ruleId"],
  ENROLMENT_REQUIRED: ["ruleId"],
  RENEWAL_OPENED: [],
  RENEWAL_REMINDER: ["leadTime"],
  CERTIFICATE_EXPIRED: [],
  CERTIFICATE_LAPSED: [],
  WEBHOOK_ENDPOINT_CREATED: ["endpointId"],
  WEBHOOK_ENDPOINT_CHANGED: ["endpointId"],
  WEBHOOK_SECRET_ROTATED: ["endpointId"],
  WEBHOOK_ENDPOINT_PAUSED: ["endpointId", "cause"],
  WEBHOOK_ENDPOINT_RESUMED: ["endpointId"],
  WEBHOOK_ENDPOINT_RETIRED: ["endpointId"],
  NOTIFICATIONS_CHANGED: ["noneOptional", "preferences"],
};

/** The facts of an event that a webhook tells; of a type that is not known, none. */
export function toldFacts(type: string, facts: object): Record<string, unknown> {
  const told: ReadonlySet<string> = new Set(Object.hasOwn(toldFactsOf, type) ? toldFactsOf[type as EventType] : []);
  return Object.fromEntries(Object.entries(facts).filter(([name]) => told.has(name)));
}
