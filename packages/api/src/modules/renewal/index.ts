export { pinRenewalPath, type RenewalCompletion, renewalCompletion, spendCredits } from "./completion.ts";
export { loadRenewalStates } from "./load.ts";
export { factsAt } from "./state.ts";
