export { type Command, type CommandRun, runCommand, runCommandAs } from "./command.ts";
export { type ApiContext, createContext, type RequestScope } from "./context.ts";
export { type Job, type JobOptions, type RunningJob, startJob } from "./job.ts";
export type {
  LtiDeepLinkAnswer,
  LtiDeepLinkItem,
  LtiPlatformReference,
  LtiScore,
  LtiServices,
} from "./lti-services.ts";
export { type Metrics, noMetrics, type StreamTransport } from "./metrics.ts";
export * from "./modules/assignment/index.ts";
export * from "./modules/certificate/index.ts";
export * from "./modules/enrolment/index.ts";
export * from "./modules/event/index.ts";
export * from "./modules/evidence/index.ts";
export * from "./modules/framework/index.ts";
export * from "./modules/governance/index.ts";
export * from "./modules/import/index.ts";
export * from "./modules/lms/index.ts";
export * from "./modules/lms-facts/index.ts";
export * from "./modules/lti/index.ts";
export * from "./modules/notification/index.ts";
export * from "./modules/organisation/index.ts";
export * from "./modules/program/index.ts";
export * from "./modules/recognition/index.ts";
export * from "./modules/sweep/index.ts";
export * from "./modules/webhook/index.ts";
export type { OutsideDocuments } from "./outside-documents.ts";
export { MalformedCursor, visibleError } from "./schema/errors.ts";
export { decodeFeedCursor, encodeFeedCursor } from "./schema/feed-cursor.ts";
export { decodeId, encodeId } from "./schema/ids.ts";
export { schema } from "./schema.ts";
export type { Services } from "./services.ts";
export type { WebhookAnswer, WebhookMessage, WebhookSender } from "./webhook-sender.ts";
