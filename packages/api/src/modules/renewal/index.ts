export { pinRenewalPath, type RenewalCompletion, renewalCompletion, spendCredits } from "./completion.ts";
export { factsAt, loadRenewalStates } from "./state.ts";
