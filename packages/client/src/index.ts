export { type CertificationKey, createKunnaClient, type KunnaClient, type Page } from "./client.ts";
export { type GraphqlErrorEntry, KunnaError, OperationError } from "./errors.ts";
export type { FollowOptions, KunnaEvent } from "./follow-events.ts";
export * from "./generated/operations.ts";
export { isRefusal, type RefusalFacts, RefusedError, unwrap } from "./refusal.ts";
export type { ClientOptions, RequestOptions } from "./transport.ts";
export type { TypedDocument } from "./typed-document.ts";
