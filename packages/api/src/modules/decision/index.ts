export {
  certificationOfDecision,
  type GovernanceDecision,
  loadDecisions,
  type NewDecision,
  recordDecision,
} from "./decision-store.ts";
export { Decision } from "./graphql/decision.type.ts";
