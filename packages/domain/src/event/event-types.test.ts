import { expect, it } from "vitest";
import { eventTypes } from "./event-types.ts";

it.each(Object.entries(eventTypes))("R13 %s names what happened, and tells it in a sentence", (type, text) => {
  expect(type).toMatch(/^[A-Z]+(_[A-Z]+)*_([A-Z]+ED|WITHDRAWN|CHOSEN|REMINDER)$/);
  expect(text).toMatch(/^[A-Z][^.]+\.$/);
});

// A reader has stored these names: none is ever renamed or taken away.
it("R13 the kinds of events are these, each told in words of its own", () => {
  expect(Object.keys(eventTypes)).toEqual([
    "FRAMEWORK_IMPORTED",
    "PROGRAM_CREATED",
    "PROGRAM_VERSION_DRAFTED",
    "PROGRAM_VERSION_PUBLISHED",
    "PROGRAM_VERSION_RETIRED",
    "PERSON_ENROLLED",
    "ENROLMENT_WITHDRAWN",
    "ENROLMENT_MOVED",
    "ENROLMENT_COMPLETED",
    "TRAINER_RECORDED",
    "EVIDENCE_SUBMITTED",
    "EVIDENCE_REVIEWED",
    "EVIDENCE_ACCEPTED",
    "EVIDENCE_RETURNED",
    "EVIDENCE_REJECTED",
    "EVIDENCE_SAMPLED",
    "EVIDENCE_CONFIRMED",
    "EVIDENCE_QUESTIONED",
    "CREDITS_RECORDED",
    "CREDITS_ACCEPTED",
    "CREDITS_REJECTED",
    "CREDITS_USED",
    "RENEWAL_PATH_CHOSEN",
    "EVIDENCE_RECOGNISED",
    "CERTIFICATE_AWARDED",
    "CERTIFICATE_IMPORTED",
    "MICRO_CREDENTIAL_AWARDED",
    "PERSON_CREATED",
    "PERSON_CHANGED",
    "TEAM_CREATED",
    "TEAM_CHANGED",
    "TEAM_MEMBER_ADDED",
    "TEAM_MEMBER_REMOVED",
    "AWARD_APPROVAL_AWAITED",
    "AWARD_APPROVED",
    "CERTIFICATION_SUSPENDED",
    "CERTIFICATION_REINSTATED",
    "CERTIFICATE_REVOKED",
    "APPEAL_FILED",
    "STAY_GRANTED",
    "APPEAL_DECIDED",
    "CERTIFICATION_RENEWED",
    "CERTIFICATE_EXTENDED",
    "ENROLMENT_REQUESTED",
    "ENROLMENT_REQUEST_DECIDED",
    "EXTENSION_REQUESTED",
    "EXTENSION_REQUEST_DECIDED",
    "ASSIGNMENT_RULE_CREATED",
    "ASSIGNMENT_RULE_ENDED",
    "ENROLMENT_RELEASED",
    "ENROLMENT_REQUIRED",
    "RENEWAL_OPENED",
    "RENEWAL_REMINDER",
    "CERTIFICATE_EXPIRED",
    "CERTIFICATE_LAPSED",
  ]);
  expect(new Set(Object.values(eventTypes)).size).toBe(Object.keys(eventTypes).length);
});
