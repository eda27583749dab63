export type { MockEvent } from "./feed.ts";
export { createMockKunna, type MockKunna, type MockOptions } from "./mock-kunna.ts";
export type { MockRefusal } from "./mutations.ts";
