import { expect, it } from "vitest";
import * as domain from "./index.ts";
import { Refusal } from "./refusal.ts";

const problem = { code: "NO_MODULES", path: "modules", message: "There are none.", fix: "Add one." };

const noon = new Date("2026-11-24T12:00:00Z");
const refusals: [refusal: Refusal, code: string, facts: object][] = [
  [new domain.NotPermitted("program.edit"), "NOT_PERMITTED", { action: "program.edit" }],
  [new domain.NotFound("program"), "NOT_FOUND", { what: "program" }],
  [
    new domain.InvalidInput([problem]),
    "INVALID_INPUT",
    { problems: [problem], message: problem.message, help: problem.fix },
  ],
  [new domain.InvalidInput([]), "INVALID_INPUT", { problems: [] }],
  [new domain.IdempotencyKeyReused("enrol"), "IDEMPOTENCY_KEY_REUSED", { operation: "enrol" }],
  [new domain.SecretShownOnce(), "SECRET_SHOWN_ONCE", {}],
  [new domain.ProgramKeyTaken("nursing"), "PROGRAM_KEY_TAKEN", { key: "nursing" }],
  [
    new domain.VersionStatusRefused("DRAFT", "PUBLISHED"),
    "VERSION_STATUS_REFUSED",
    { status: "DRAFT", needed: "PUBLISHED" },
  ],
  [
    new domain.VersionStatusRefused("PUBLISHED", "DRAFT"),
    "VERSION_STATUS_REFUSED",
    { status: "PUBLISHED", needed: "DRAFT" },
  ],
  [new domain.DraftExists(3), "DRAFT_EXISTS", { versionNumber: 3 }],
  [new domain.VersionHasProblems([problem]), "VERSION_HAS_PROBLEMS", { message: "The version has 1 problem." }],
  [
    new domain.VersionHasProblems([problem, problem]),
    "VERSION_HAS_PROBLEMS",
    { message: "The version has 2 problems." },
  ],
  [new domain.AlreadyEnrolled("e1"), "ALREADY_ENROLLED", { enrolmentId: "e1" }],
  [new domain.AlreadyCertified("c1"), "ALREADY_CERTIFIED", { certificateId: "c1" }],
  [new domain.EnrolmentEnded(), "ENROLMENT_ENDED", {}],
  [new domain.RecognitionNotOffered(), "RECOGNITION_NOT_OFFERED", {}],
  [
    new domain.OutsideDocumentUnavailable("https://a.example/", "NOT_REACHED"),
    "OUTSIDE_DOCUMENT_UNAVAILABLE",
    { url: "https://a.example/", problem: "NOT_REACHED" },
  ],
  [new domain.CredentialNotReadable(), "CREDENTIAL_NOT_READABLE", {}],
  [new domain.IssuerAlreadyTrusted("i1"), "ISSUER_ALREADY_TRUSTED", { issuerId: "i1" }],
  [new domain.CredentialMappingExists("m1"), "CREDENTIAL_MAPPING_EXISTS", { mappingId: "m1" }],
  [new domain.NoLongerInForce(), "NO_LONGER_IN_FORCE", {}],
  ...(Object.keys(domain.lmsMappingProblems) as domain.LmsMappingProblem[]).map(
    (problem): [Refusal, string, object] => [
      new domain.LmsMappingRefused(problem, "task"),
      "LMS_MAPPING_REFUSED",
      { problem, requirementKey: "task" },
    ],
  ),
  [new domain.ConnectorUnknown("moodle"), "CONNECTOR_UNKNOWN", { connector: "moodle" }],
  [new domain.ConnectorLacksCapability("FACTS"), "CONNECTOR_LACKS_CAPABILITY", { capability: "FACTS" }],
  [
    new domain.LtiPlatformKnown("https://lms.example", "c1"),
    "LTI_PLATFORM_KNOWN",
    { issuer: "https://lms.example", clientId: "c1" },
  ],
  [new domain.LtiKeyNotSigningYet(noon), "LTI_KEY_NOT_SIGNING_YET", { signsFrom: noon }],
  [new domain.NoDeepLinkAsked(), "NO_DEEP_LINK_ASKED", {}],
  ...(Object.keys(domain.ltiTargetProblems) as domain.LtiTargetProblem[]).map((reason): [Refusal, string, object] => [
    new domain.LtiTargetRefused(reason),
    "LTI_TARGET_REFUSED",
    { reason },
  ]),
  [new domain.LmsRosterNotOffered(), "LMS_ROSTER_NOT_OFFERED", {}],
  [new domain.LmsFailed("UNREACHABLE", "The LMS did not answer."), "LMS_FAILED", { problem: "UNREACHABLE" }],
  [new domain.EnrolmentNeedsApproval(), "ENROLMENT_NEEDS_APPROVAL", {}],
  [new domain.SelfEnrolmentClosed(), "SELF_ENROLMENT_CLOSED", {}],
  [new domain.RequestWaits(), "REQUEST_WAITS", {}],
  [new domain.RequestDecided("DECLINED"), "REQUEST_DECIDED", { decision: "DECLINED" }],
  [new domain.WithdrewFromRule(), "WITHDREW_FROM_RULE", {}],
  [new domain.RuleExists("r1"), "RULE_EXISTS", { ruleId: "r1" }],
  [new domain.RuleEnded(), "RULE_ENDED", {}],
  ...domain.evidenceStatuses.map((status): [Refusal, string, object] => [
    new domain.EvidenceStatusRefused(status, "SUBMITTED"),
    "EVIDENCE_STATUS_REFUSED",
    { status, wanted: "SUBMITTED" },
  ]),
  [
    new domain.EvidenceTooOld("r", "2025-01-01", "2026-01-01"),
    "EVIDENCE_TOO_OLD",
    { requirementKey: "r", performedOn: "2025-01-01", oldest: "2026-01-01" },
  ],
  [new domain.ReviewerConflict("the learner"), "REVIEWER_CONFLICT", { reason: "the learner" }],
  [new domain.AlreadyReviewed(), "ALREADY_REVIEWED", {}],
  [new domain.AlreadyAudited(), "ALREADY_AUDITED", {}],
  [new domain.NotTheAuthor(), "NOT_THE_AUTHOR", {}],
  [
    new domain.RubricNotMet([{ requirementKey: "r", criterionKey: "c" }]),
    "RUBRIC_NOT_MET",
    {
      criteria: [{ requirementKey: "r", criterionKey: "c" }],
      message: "The evidence does not meet its rubric: c of r.",
    },
  ],
  [
    new domain.FileRefused("EMPTY", "The file is empty.", "Choose another."),
    "FILE_REFUSED",
    { reason: "EMPTY", allowedTypes: [] },
  ],
  [
    new domain.FileRefused("TYPE", "Not taken.", "Send one of: text/csv.", ["text/csv"]),
    "FILE_REFUSED",
    { reason: "TYPE", allowedTypes: ["text/csv"] },
  ],
  ...domain.extensionRefusals.map((reason): [Refusal, string, object] => [
    new domain.ExtensionRefused(reason),
    "EXTENSION_REFUSED",
    { reason },
  ]),
  [new domain.RenewalNotOpen(noon, null), "RENEWAL_NOT_OPEN", { opensAt: noon, early: null }],
  [
    new domain.RenewalNotOpen(null, { now: noon, onceOpen: null }),
    "RENEWAL_NOT_OPEN",
    { opensAt: null, early: { now: noon, onceOpen: null } },
  ],
  [
    new domain.RenewalPathNotOffered("a", ["b", "c"]),
    "RENEWAL_PATH_NOT_OFFERED",
    { pathKey: "a", offered: ["b", "c"] },
  ],
  ...domain.creditVerdicts.map((verdict): [Refusal, string, object] => [
    new domain.CreditsDecided(verdict),
    "CREDITS_DECIDED",
    { verdict },
  ]),
  [new domain.RenewalPathNotOffered("a", []), "RENEWAL_PATH_NOT_OFFERED", { offered: [] }],
  [new domain.RenewalIncomplete(), "RENEWAL_INCOMPLETE", {}],
  [new domain.ReinstatementBarred(noon), "REINSTATEMENT_BARRED", { until: noon }],
  [new domain.NotificationMandatory("DECISIONS"), "NOTIFICATION_MANDATORY", { kind: "DECISIONS" }],
  [new domain.ReinstatementBarred(null), "REINSTATEMENT_BARRED", { until: null }],
  [
    new domain.NothingLaterToRenewTo("2026-01-01", null),
    "NOTHING_LATER_TO_RENEW_TO",
    { endDate: "2026-01-01", laterVersion: null },
  ],
  [new domain.NothingLaterToRenewTo("2026-01-01", 2), "NOTHING_LATER_TO_RENEW_TO", { laterVersion: 2 }],
  ...(Object.keys(domain.deciderConflicts) as (keyof typeof domain.deciderConflicts)[]).map(
    (conflict): [Refusal, string, object] => [new domain.DeciderConflict(conflict), "DECIDER_CONFLICT", { conflict }],
  ),
  ...(Object.keys(domain.decisionRefusals) as domain.DecisionRefusal[]).map((ground): [Refusal, string, object] => [
    new domain.DecisionRefused(ground),
    "DECISION_REFUSED",
    { ground },
  ]),
  [new domain.NothingLeftToAward("2026-01-01"), "NOTHING_LEFT_TO_AWARD", { endDate: "2026-01-01" }],
  ...(Object.keys(domain.webhookAddressProblems) as domain.WebhookAddressProblem[]).map(
    (problem): [Refusal, string, object] => [
      new domain.WebhookAddressRefused("https://x.example", problem),
      "WEBHOOK_ADDRESS_REFUSED",
      { url: "https://x.example", problem },
    ],
  ),
  [new domain.WebhookEndpointRetired(), "WEBHOOK_ENDPOINT_RETIRED", {}],
  [new domain.LmsConnectionInOtherState("ACTIVE", "APPROVE"), "LMS_CONNECTION_IN_OTHER_STATE", { status: "ACTIVE" }],
  [new domain.LmsConnectionNotInUse("PENDING"), "LMS_CONNECTION_NOT_IN_USE", { status: "PENDING" }],
  [new domain.LmsConnectionNotInUse("PAUSED"), "LMS_CONNECTION_NOT_IN_USE", { status: "PAUSED" }],
  [new domain.LmsIdentityNotMatched("i1"), "LMS_IDENTITY_NOT_MATCHED", { identityId: "i1" }],
];

it.each(refusals.map(([refusal, code, facts]) => [code, facts, refusal] as const))(
  "Refusal: %s has its facts %j, says what was wrong and what to do",
  (code, facts, refusal) => {
    expect(refusal).toMatchObject({ code, name: refusal.constructor.name, ...facts });
    expect(code).toBe(refusal.name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase());
    expect(refusal.message).toMatch(/^[A-Z].*\.$/);
    expect(refusal.help).toMatch(/^[A-Z].*\.$/);
  },
);

it("Refusal: each that there is, is here", () => {
  const isRefusal = (value: unknown) => typeof value === "function" && value.prototype instanceof Refusal;
  const exported = Object.entries(domain).flatMap(([name, value]) => (isRefusal(value) ? name : []));
  expect(exported.sort()).toEqual([...new Set(refusals.map(([{ name }]) => name))].sort());
});
