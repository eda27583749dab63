import type { ConnectorContext, ConnectorField } from "./context.ts";
import type { FactPage, LmsFact } from "./fact.ts";
import type { ExternalIdentity, Page, RosterMember } from "./person.ts";

/** What a connector can do, and the method that does it. What it does not name is never asked of it. */
export const capabilityMethods = {
  IDENTIFY: "identify",
  ROSTER: "roster",
  FACTS: "facts",
  INBOUND: "receive",
  PUSH: "push",
} as const;
export type Capability = keyof typeof capabilityMethods;
export const capabilities = ["IDENTIFY", "ROSTER", "FACTS", "INBOUND", "PUSH"] as const satisfies readonly Capability[];

/** A result to be shown in the LMS. */
export interface ResultPush {
  readonly subject: string;
  /** Which place in the gradebook, by the id that the LMS gave: an LTI line item's URL, a Moodle grade item. */
  readonly target: string;
  /** The share that is met, 0 to 1. */
  readonly share: number;
  readonly completed: boolean;
  /** When this became true: an LMS that has a newer one keeps that. */
  readonly at: Date;
  readonly comment?: string;
}

/** What came of a push. SUPERSEDED: the LMS has a newer result, and keeps it. */
export const pushOutcomes = ["TAKEN", "SUPERSEDED"] as const;
export type PushOutcome = (typeof pushOutcomes)[number];

/** A message that the LMS sent by itself, before anything in it is believed. */
export interface InboundMessage {
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, byte for byte: it is what a signature is of. */
  readonly body: string;
}

/** How a connection is. */
export interface ConnectorHealth {
  /** Whether all checks are. */
  readonly ok: boolean;
  /** What was tried. `detail` says what was found or, where it is not ok, what an admin can do, in the LMS's own menu words. */
  readonly checks: ReadonlyArray<{ readonly name: string; readonly ok: boolean; readonly detail: string }>;
}

/**
 * A connector to one kind of LMS. It speaks to that and says in Kunna's words what it finds there; it never decides what
 * counts, and it never touches a table: the server does both. Everything it hands over carries its provenance (R3).
 * All its methods throw `ConnectorError` for what fails with the LMS. It keeps nothing between calls that it could not do
 * without: the next may come to another process.
 */
export interface Connector {
  /** A short stable name, such as "moodle": lower-case letters, digits and hyphens, at most 40. */
  readonly key: string;
  readonly title: string;
  /** The contract's version that it is written for: see `isCompatible`. */
  readonly contract: string;
  readonly capabilities: readonly Capability[];
  readonly fields: readonly ConnectorField[];
  /** Tries the connection from end to end, and changes nothing. What fails with the LMS is a check that is not ok, and not thrown. */
  check(context: ConnectorContext): Promise<ConnectorHealth>;
  /** IDENTIFY: the person with this id; null: the LMS knows none. */
  identify?(context: ConnectorContext, subject: string): Promise<ExternalIdentity | null>;
  /** ROSTER: who is in a course, a page at a time. @throws ConnectorError NOT_FOUND when there is no such course */
  roster?(context: ConnectorContext, courseId: string, page?: string): Promise<Page<RosterMember>>;
  /**
   * FACTS: what has become true since the cursor; null: from the beginning. The same cursor gives the same facts again, and
   * those that came since. @throws ConnectorError UNKNOWN_CURSOR when it can't go on from there
   */
  facts?(context: ConnectorContext, cursor: string | null): Promise<FactPage>;
  /** INBOUND: the facts in a message that the LMS sent. @throws ConnectorError INVALID_MESSAGE when it is not authentic */
  receive?(context: ConnectorContext, message: InboundMessage): Promise<readonly LmsFact[]>;
  /** PUSH: shows a result in the LMS. Told twice, it stands there once. @throws ConnectorError NOT_FOUND when there is no such target */
  push?(context: ConnectorContext, result: ResultPush): Promise<PushOutcome>;
}
