export { ltiClearanceJob } from "./clear-away.ts";
export { approveLtiDeployment } from "./commands/approve-deployment.ts";
export { createLtiRegistrationLink } from "./commands/create-registration-link.ts";
export { useLtiDeployment } from "./deployment-store.ts";
export { type LtiKeyChange, type LtiKeyFacts, ltiSigningKeys, replaceLtiKey } from "./key-store.ts";
export { type DeepLinkRequest, type LtiSession, openLtiSession, type VerifiedLtiLaunch } from "./launch.ts";
export {
  getLtiLogin,
  type LtiLoginFacts,
  putLtiLogin,
  takeLtiLogin,
  useLtiValueOnce,
} from "./login-store.ts";
export { type RosterReading, readLmsRoster } from "./read-roster.ts";
export {
  addLtiRegistration,
  getLtiLink,
  type LtiLinkFacts,
  newRegistrationToken,
  putLtiLinkToken,
  takeLtiLink,
} from "./registration-link-store.ts";
export {
  findLtiRegistrations,
  getLtiRegistration,
  type LtiPlatformFacts,
  type LtiRegistrationFacts,
} from "./registration-store.ts";
