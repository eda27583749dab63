export { decisionIds } from "./decision-loader.ts";
export {
  certificationOfDecision,
  type GovernanceDecision,
  linkCertificates,
  loadDecisions,
  recordDecision,
} from "./decision-store.ts";
export { Decision } from "./graphql/decision.type.ts";
