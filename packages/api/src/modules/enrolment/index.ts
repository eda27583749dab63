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
export { Enrolment } from "./graphql/enrolment.type.ts";
export { NextStepType, ProgressType, RequirementStateEnum } from "./graphql/progress.type.ts";
export { progressLoader } from "./progress-loader.ts";
