export { type RenewalCompletion, renewalCompletion } from "./completion.ts";
