export { claim } from "./claims.ts";
export {
  DeepLinkItemsRefused,
  type LtiContentItem,
  type LtiDeepLinkAnswer,
  type LtiLinkItem,
  type LtiPeriod,
  type LtiResourceLinkItem,
  signDeepLinkAnswer,
} from "./deep-link.ts";
export type {
  LtiAgs,
  LtiDeepLinking,
  LtiDeepLinkingLaunch,
  LtiGroupsService,
  LtiLaunch,
  LtiMessageType,
  LtiResourceLaunch,
  LtiSubmissionReviewLaunch,
  LtiUser,
} from "./launch.ts";
export type { LtiFetch } from "./limited-fetch.ts";
export { type LtiLog, type LtiLogEntry, type LtiNotice, notices } from "./log.ts";
export { type MemoryStorage, type MemoryStorageOptions, memoryStorage } from "./memory-storage.ts";
export {
  LtiRefusal,
  LtiServiceError,
  type Problem,
  type ProblemCode,
  type ProblemWords,
  problems,
  type ServiceProblemCode,
  serviceProblems,
} from "./problems.ts";
export {
  deploymentPolicies,
  type LtiDeploymentPolicy,
  type LtiPlatform,
  type LtiRegistration,
  type LtiRegistrationStatus,
  registrationStatuses,
} from "./registration.ts";
export { createRegistrationToken } from "./registration-token.ts";
export { isInstructor, isLearner, type LtiContextRole, type LtiRoles, parseRoles } from "./roles.ts";
export { type LtiScope, scope, scopes } from "./scopes.ts";
export {
  createLtiServices,
  type LineItems,
  type LtiActivityProgress,
  type LtiGradingProgress,
  type LtiGroup,
  type LtiLineItem,
  type LtiLineItemFilter,
  type LtiLineItemInput,
  type LtiMember,
  type LtiMembersPage,
  type LtiResult,
  type LtiScore,
  type LtiScoreOutcome,
  type LtiServiceOptions,
  type LtiServices,
  type MembershipFilter,
} from "./services.ts";
export { type KeyRotation, rotateSigningKey } from "./signing-keys.ts";
export type { DeploymentUse, LtiLogin, LtiRegistrationToken, LtiSigningKey, LtiStorage } from "./storage.ts";
export { createLtiTool, type LtiTool } from "./tool.ts";
export {
  canvasConfiguration,
  explainedScopes,
  type LtiManualValue,
  manualValues,
  type ToolDescribed,
} from "./tool-configuration.ts";
export type {
  LaunchHandler,
  LtiToolDescription,
  LtiToolOptions,
  LtiToolUrls,
  LtiWords,
} from "./tool-options.ts";
