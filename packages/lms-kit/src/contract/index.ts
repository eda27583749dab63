import type { Capability, Connector } from "@kunna/lms-kit";
import { type CheckDraft, type ContractCheck, checksOf } from "./check.ts";
import { factChecks } from "./fact-checks.ts";
import { failureChecks } from "./failure-checks.ts";
import type { ContractFixture } from "./fixture.ts";
import { healthChecks } from "./health-checks.ts";
import { identifyChecks } from "./identify-checks.ts";
import { inboundChecks } from "./inbound-checks.ts";
import { networkChecks } from "./network-checks.ts";
import { pushChecks } from "./push-checks.ts";
import { rosterChecks } from "./roster-checks.ts";
import { secrecyChecks } from "./secrecy-checks.ts";
import { shapeChecks } from "./shape-checks.ts";

export { type ContractCheck, ContractViolation } from "./check.ts";
export type {
  ContractFixture,
  ContractWorld,
  FactsWorld,
  IdentifyWorld,
  InboundWorld,
  LmsLimit,
  PushWorld,
  RosterWorld,
} from "./fixture.ts";

const ofCapability: Readonly<Record<Capability, readonly CheckDraft[]>> = {
  IDENTIFY: identifyChecks,
  ROSTER: rosterChecks,
  FACTS: factChecks,
  INBOUND: inboundChecks,
  PUSH: pushChecks,
};

/**
 * What every connector with these capabilities does, as checks for any test runner:
 * `for (const { name, run } of connectorContract(connector, fixture)) test(name, run);`
 * Each opens a world of the fixture, and leaves nothing behind in the connector.
 */
export function connectorContract(connector: Connector, fixture: ContractFixture): readonly ContractCheck[] {
  const drafts = connector.capabilities.flatMap((capability) => ofCapability[capability] ?? []);
  const always = [...failureChecks, ...secrecyChecks, ...networkChecks];
  return checksOf(connector, fixture, [...shapeChecks, ...healthChecks, ...drafts, ...always]);
}
