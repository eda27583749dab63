export { enrol } from "./commands/enrol.ts";
export { endEnrolment, type EnrolmentFacts, loadEvidenceFacts, lockEnrolment, managersOf } from "./enrolment-store.ts";
