export {
  deploymentPolicies,
  type LtiDeploymentPolicy,
  type LtiPlatform,
  type LtiRegistration,
  type LtiRegistrationStatus,
  registrationStatuses,
} from "./registration.ts";
export type { DeploymentUse, LtiLogin, LtiRegistrationToken, LtiSigningKey, LtiStorage } from "./storage.ts";
