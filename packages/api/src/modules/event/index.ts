export { EventTypeEnum } from "./graphql/event.type.ts";
export type { MaskError } from "./operation.ts";
export type { Answer, Outlet } from "./outlet.ts";
export { FeedStream, subscribeToFeed } from "./subscribe.ts";
