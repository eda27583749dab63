export * from "./certificate/errors.ts";
export * from "./certificate/extension.ts";
export * from "./certificate/history.ts";
export * from "./certificate/micro-credential.ts";
export * from "./certificate/next-step.ts";
export * from "./certificate/number.ts";
export * from "./certificate/renewal-dates.ts";
export * from "./certificate/standing.ts";
export * from "./certificate/timed-events.ts";
export * from "./certificate/validity.ts";
export * from "./enrolment/counted-evidence.ts";
export * from "./enrolment/due-date.ts";
export * from "./enrolment/enrolling.ts";
export * from "./enrolment/enrolment.ts";
export * from "./enrolment/errors.ts";
export type {
  DatedEvidenceFact,
  EvidenceFact,
  ModuleProgress,
  ModuleState,
  RequirementProgress,
  RequirementState,
} from "./enrolment/module-progress.ts";
export type { NextStep, RequirementStep } from "./enrolment/next-steps.ts";
export * from "./enrolment/progress.ts";
export * from "./event/event-types.ts";
export * from "./evidence/audit.ts";
export * from "./evidence/errors.ts";
export * from "./evidence/evidence.ts";
export * from "./evidence/review.ts";
export * from "./evidence/review-conflict.ts";
export * from "./evidence/rubric.ts";
export * from "./evidence/submission.ts";
export * from "./governance/approval.ts";
export * from "./governance/decide.ts";
export * from "./governance/decision.ts";
export * from "./governance/errors.ts";
export * from "./governance/fold.ts";
export * from "./governance/separation.ts";
export * from "./lms/connection.ts";
export * from "./lms/errors.ts";
export * from "./notification/audience.ts";
export * from "./notification/kinds.ts";
export * from "./notification/schedule.ts";
export * from "./notification/still-holds.ts";
export * from "./organisation/email-address.ts";
export * from "./organisation/permission.ts";
export * from "./program/carry-over.ts";
export * from "./program/check.ts";
export * from "./program/diff.ts";
export * from "./program/duration.ts";
export * from "./program/errors.ts";
export * from "./program/path.ts";
export * from "./program/policy.ts";
export * from "./program/presets/index.ts";
export * from "./program/renewal-policy.ts";
export * from "./program/succession.ts";
export * from "./program/symbolic-learning.ts";
export * from "./program/version.ts";
export * from "./recognition/errors.ts";
export * from "./recognition/outside-credential.ts";
export * from "./recognition/recognition.ts";
export * from "./refusal.ts";
export * from "./renewal/check.ts";
export * from "./renewal/choice.ts";
export * from "./renewal/credit-entry.ts";
export * from "./renewal/credits.ts";
export * from "./renewal/enrolment-progress.ts";
export * from "./renewal/facts.ts";
export type { EvidenceCount } from "./renewal/practice.ts";
export * from "./renewal/progress.ts";
export * from "./renewal/requirements.ts";
export * from "./renewal/symbolic-renewal.ts";
export * from "./webhook/cloud-event-type.ts";
export * from "./webhook/errors.ts";
export * from "./webhook/filter.ts";
export * from "./webhook/retry.ts";
export * from "./webhook/subject.ts";
export * from "./webhook/told-facts.ts";
