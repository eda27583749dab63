export { KunnaProvider, useKunna } from "./kunna-provider.tsx";
export { documentKey, kunnaKey, kunnaQuery, retry } from "./kunna-query.ts";
export type { LiveState } from "./live-feeds.ts";
export { type Expected, useKunnaMutation } from "./use-kunna-mutation.ts";
export { type Connection, useKunnaPages, useKunnaQuery, useKunnaSuspenseQuery } from "./use-kunna-query.ts";
export { useLiveEvents, useLiveQuery, useLiveRefresh } from "./use-live.ts";
