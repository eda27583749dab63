export { askLms, askLmsForJson, readLmsJson } from "./ask-lms.ts";
export {
  type Capability,
  type Connector,
  type ConnectorHealth,
  capabilities,
  capabilityMethods,
  type InboundMessage,
  type PushOutcome,
  pushOutcomes,
  type ResultPush,
} from "./connector.ts";
export { ConnectorError, type ConnectorProblem, connectorProblems } from "./connector-error.ts";
export type { ConnectorContext, ConnectorField } from "./context.ts";
export { contractVersion, isCompatible } from "./contract-version.ts";
export {
  type ConnectorShapeCode,
  ConnectorShapeInvalid,
  type ConnectorShapeProblem,
  defineConnector,
  shapeProblems,
} from "./define-connector.ts";
export {
  type CompletionFact,
  type FactPage,
  type FactProvenance,
  factKey,
  type GradeFact,
  type LmsFact,
} from "./fact.ts";
export {
  ConnectorAnswerInvalid,
  handoverLimits,
  parseFactPage,
  parseHealth,
  parseIdentity,
  parsePushOutcome,
  parseReceivedFacts,
  parseRosterPage,
} from "./parse.ts";
export { type ExternalIdentity, type MemberRole, memberRoles, type Page, type RosterMember } from "./person.ts";
