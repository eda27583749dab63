export type { EventAnswer } from "./event-answer.ts";
export { FeedSource } from "./feed-source.ts";
export { EventType, EventTypeEnum } from "./graphql/event.type.ts";
export { streamStartArgs } from "./graphql/stream-start.args.ts";
export type { MaskError } from "./operation.ts";
export type { Outlet } from "./outlet.ts";
export { retentionJob } from "./retention.ts";
export { FeedStream, subscribeToFeed } from "./subscribe.ts";
export { certificationEvents, renewalEvents, reviewEvents, subjectOf } from "./updates.ts";
