export { type MemoryStorage, type MemoryStorageOptions, memoryStorage } from "./memory-storage.ts";
export {
  deploymentPolicies,
  type LtiDeploymentPolicy,
  type LtiPlatform,
  type LtiRegistration,
  type LtiRegistrationStatus,
  registrationStatuses,
} from "./registration.ts";
export type { DeploymentUse, LtiLogin, LtiRegistrationToken, LtiSigningKey, LtiStorage } from "./storage.ts";
