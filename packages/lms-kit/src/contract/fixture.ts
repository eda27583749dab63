import type { ConnectorContext, ExternalIdentity, InboundMessage, MemberRole, ResultPush } from "@kunna/lms-kit";

/** What an LMS has no way to do. The checks that need it are left out of the list, and so it is seen what was not tried. */
export type LmsLimit =
  /** It tells nothing of a course that was completed, only results. */
  | "COMPLETE"
  | "UNDO_COMPLETION"
  | "GRADE"
  | "CHANGE_GRADE"
  /** Who left a course is gone from its list. */
  | "TELL_INACTIVE"
  /** Its messages carry a password, and no signature: one that was changed on its way can't be told from a true one. */
  | "SIGN_MESSAGES"
  /** It takes the last result that it is told, whatever its date. */
  | "REFUSE_OLDER_RESULT";

/** The world of a connector, as its author knows it: an LMS, real or a double, and what can be done in it. */
export interface ContractFixture {
  readonly cannot?: readonly LmsLimit[];
  /** Each check opens a world of its own, and closes it. With a real LMS it may be the same course, tidied up. */
  open(): Promise<ContractWorld>;
}

/** An LMS with a course that people are in. What belongs to a capability that the connector does not name is left out. */
export interface ContractWorld {
  /** As an admin has given them. Each secret is one of its own, of 8 characters or more, so that it is seen where it leaks. */
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** The way to the LMS: the global `fetch` for a real one, a function that answers for a double. */
  readonly fetch: ConnectorContext["fetch"];
  /** Left out: the time of this machine. */
  readonly now?: () => Date;
  /** All that the LMS holds and a connector could change, in any form: the checks look whether two such are equal. */
  state(): Promise<unknown>;
  /** How the LMS says that it does not accept the credentials. Left out: with the status 401. */
  readonly notAuthorised?: () => Response;
  readonly identify?: IdentifyWorld;
  readonly roster?: RosterWorld;
  readonly facts?: FactsWorld;
  readonly inbound?: InboundWorld;
  readonly push?: PushWorld;
  close?(): Promise<void>;
}

export interface IdentifyWorld {
  /** A person that the LMS knows, with what it tells of them. */
  readonly person: ExternalIdentity;
  /** The id of nobody. */
  readonly unknown: string;
}

export interface RosterWorld {
  readonly courseId: string;
  /** All who are in the course and, unless the LMS can't TELL_INACTIVE, one or more who have left it: more than fit on one page. */
  readonly members: ReadonlyArray<{
    readonly subject: string;
    readonly roles: readonly MemberRole[];
    readonly active: boolean;
  }>;
  /** The id of no course. */
  readonly unknownCourseId: string;
}

/** What happens to one person in the LMS. Each is done when it is promised: the connector would find it then. */
export interface FactsWorld {
  readonly subject: string;
  complete?(): Promise<void>;
  /** What `complete` did. */
  undoCompletion?(): Promise<void>;
  /** Gives the points. */
  grade?(points: number): Promise<void>;
  /** Changes what `grade` gave. */
  changeGrade?(points: number): Promise<void>;
}

export interface InboundWorld {
  /** A message of the LMS's, sent just now, in which there is something. */
  readonly valid: InboundMessage;
  /** The same by somebody who does not know the secret and uses another. */
  readonly forged: InboundMessage;
}

export interface PushWorld {
  /** A result that the LMS takes. `at` is now or before. */
  readonly result: ResultPush;
  /** The id of no place in the gradebook. */
  readonly unknownTarget: string;
  /** The results that stand at the target for the subject: the share of each, 0 to 1. */
  standing(): Promise<readonly number[]>;
}
