/**
 * What a connector to an LMS is. It speaks to one kind of LMS and says in Kunna's words what it finds there; it never decides
 * what counts, and it never touches a table: the server does both. Everything it hands over carries its provenance (R3).
 */

/** The version of this contract that a connector is written for, by semantic versioning: see `isCompatible`. */
export const contractVersion = "1.0.0";

/** What a connector can do. What it does not name is never asked of it. */
export const capabilities = ["IDENTIFY", "ROSTER", "FACTS", "INBOUND", "PUSH"] as const;
export type Capability = (typeof capabilities)[number];

/** A person as the LMS knows them: `issuer` and `subject` together name exactly one, for good. An e-mail address never does. */
export interface ExternalIdentity {
  /** Which installation of the LMS says so, such as https://moodle.example.org. */
  readonly issuer: string;
  /** The person's id there: it is never given to another. */
  readonly subject: string;
  readonly name?: string;
  readonly email?: string;
  /** BCP 47 language tag. */
  readonly locale?: string;
}

/** What a person is in a course. */
export const memberRoles = ["LEARNER", "INSTRUCTOR"] as const;
export type MemberRole = (typeof memberRoles)[number];

/** A person in a course. */
export interface RosterMember {
  readonly identity: ExternalIdentity;
  readonly roles: readonly MemberRole[];
  /** Whether the person is in the course now; one who left is told once as not active, where the LMS tells it. */
  readonly active: boolean;
}

/** One page of a list. `next` asks for the one after it; left out on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Where a fact comes from: enough to find it again in the LMS, and to tell it from every other. */
export interface FactProvenance {
  /** Which installation of the LMS. */
  readonly issuer: string;
  /** The course's id there. */
  readonly courseId: string;
  /** The activity's id there; left out: the course itself. */
  readonly activityId?: string;
  /** The id of the record that says so (attempt, statement, completion), the same each time that it is told. */
  readonly recordId: string;
  /** By what rule the LMS came to it, in its own words, such as "completion: view and pass grade". */
  readonly rule?: string;
}

interface FactBase {
  readonly subject: string;
  /** When it happened, as the LMS says. */
  readonly occurredAt: Date;
  readonly provenance: FactProvenance;
}

/** An activity or a course was completed, or that was undone. */
export interface CompletionFact extends FactBase {
  readonly kind: "COMPLETION";
  /** False: a completion that was told before is undone. */
  readonly completed: boolean;
}

/** A result was given, or changed. */
export interface GradeFact extends FactBase {
  readonly kind: "GRADE";
  /** The points given; null: a result that was told before is taken back. */
  readonly score: number | null;
  /** The most that could be given. Greater than 0. */
  readonly maximum: number;
}

/** What a connector found out about a person. A newer one with the same provenance and kind corrects the older one. */
export type LmsFact = CompletionFact | GradeFact;

/** Facts in the order of the cursor. `cursor` is where the next call goes on; `more`: there are further ones already. */
export interface FactPage {
  readonly facts: readonly LmsFact[];
  readonly cursor: string;
  readonly more: boolean;
}

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
export type PushOutcome = "TAKEN" | "SUPERSEDED";

/** A message that the LMS sent by itself, before anything in it is believed. */
export interface InboundMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One organisation's use of a connector: its settings, its secrets in the clear, and what it may reach the world by. */
export interface ConnectorContext {
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** The only way to the network: bounded in time and size, never to private networks. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => Date;
  /** Ends when the server stops or has waited long enough. */
  readonly signal: AbortSignal;
}

/** What an admin is asked for, to connect. */
export interface ConnectorField {
  readonly key: string;
  /** As the page asks for it. */
  readonly label: { readonly en: string; readonly sv: string };
  readonly help?: { readonly en: string; readonly sv: string };
  /** Kept encrypted, and never shown again. */
  readonly secret: boolean;
  readonly required: boolean;
}

/** How a connection is. `steps` are things that an admin can do, in the LMS's own menu words. */
export interface ConnectorHealth {
  readonly ok: boolean;
  readonly checks: ReadonlyArray<{ readonly name: string; readonly ok: boolean; readonly detail: string }>;
}

/** A connector to one kind of LMS. */
export interface Connector {
  /** A short stable name, such as "moodle": lower-case letters, digits and hyphens. */
  readonly key: string;
  readonly title: string;
  /** The contract's version that it is written for. */
  readonly contract: string;
  readonly capabilities: readonly Capability[];
  readonly fields: readonly ConnectorField[];
  /** Tries the connection from end to end, and changes nothing. */
  check(context: ConnectorContext): Promise<ConnectorHealth>;
  /** IDENTIFY: the person with this id; null: the LMS knows none. */
  identify?(context: ConnectorContext, subject: string): Promise<ExternalIdentity | null>;
  /** ROSTER: who is in a course, a page at a time. */
  roster?(context: ConnectorContext, courseId: string, page?: string): Promise<Page<RosterMember>>;
  /** FACTS: what has become true since the cursor; null: from the beginning. The same cursor gives the same facts again. */
  facts?(context: ConnectorContext, cursor: string | null): Promise<FactPage>;
  /** INBOUND: the facts in a message that the LMS sent. @throws ConnectorError INVALID_MESSAGE when it is not authentic */
  receive?(context: ConnectorContext, message: InboundMessage): Promise<readonly LmsFact[]>;
  /** PUSH: shows a result in the LMS. Told twice, it stands there once. */
  push?(context: ConnectorContext, result: ResultPush): Promise<PushOutcome>;
}

/** Why something with the LMS failed, and whether trying again may help. */
export const connectorProblems = {
  UNREACHABLE: { retry: true, meaning: "The LMS did not answer, or not in time." },
  RATE_LIMITED: { retry: true, meaning: "The LMS asks for fewer requests." },
  NOT_AUTHORISED: { retry: false, meaning: "The LMS does not accept the credentials, or not for this." },
  NOT_FOUND: { retry: false, meaning: "The LMS has no such course, activity or person." },
  REFUSED: { retry: false, meaning: "The LMS refused what was asked." },
  UNEXPECTED_ANSWER: { retry: true, meaning: "The LMS answered something that it should not." },
  INVALID_MESSAGE: { retry: false, meaning: "A message that came in is not authentic, or not readable." },
} as const;
export type ConnectorProblem = keyof typeof connectorProblems;

/** The one error that a connector throws for what fails with its LMS: a code, a sentence that an admin can act on. */
export class ConnectorError extends Error {
  readonly code: ConnectorProblem;
  /** How long the LMS asks to be left alone, in milliseconds. */
  readonly retryAfter: number | null;
  constructor(code: ConnectorProblem, message: string, options: ErrorOptions & { readonly retryAfter?: number } = {}) {
    super(message, options);
    this.name = "ConnectorError";
    this.code = code;
    this.retryAfter = options.retryAfter ?? null;
  }
}
