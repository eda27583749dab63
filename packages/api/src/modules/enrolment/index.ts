export { loadCountedEvidence, loadEvidenceFacts, loadMicroCredentials, loadResumed } from "./counted-evidence.ts";
export {
  type EnrolmentFacts,
  endEnrolment,
  lockEnrolment,
  lockSuccessor,
  managersOf,
  reviewersOf,
  trainersOf,
} from "./enrolment-store.ts";
