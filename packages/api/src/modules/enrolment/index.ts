export { enrol } from "./commands/enrol.ts";
export { type EnrolmentFacts, endEnrolment, loadEvidenceFacts, lockEnrolment, managersOf } from "./enrolment-store.ts";
