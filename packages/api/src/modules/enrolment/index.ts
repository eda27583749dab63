export { enrol } from "./commands/enrol.ts";
export {
  type EnrolmentFacts,
  endEnrolment,
  loadEvidenceFacts,
  lockEnrolment,
  managersOf,
  trainersOf,
} from "./enrolment-store.ts";
