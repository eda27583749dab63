import { Refusal } from "../refusal.ts";
import type { EvidenceStatus } from "./evidence.ts";

/** The evidence can't go from where it stands to where this asks (R3). */
export class EvidenceStatusRefused extends Refusal {
  readonly code = "EVIDENCE_STATUS_REFUSED";
  readonly status: EvidenceStatus;
  readonly wanted: EvidenceStatus;
  constructor(status: EvidenceStatus, wanted: EvidenceStatus) {
    super(
      `The evidence is ${status} and can't become ${wanted}.`,
      status === "SUBMITTED"
        ? "Wait for its review."
        : status === "ACCEPTED" || status === "REJECTED"
          ? "Put forward a new evidence."
          : "Submit it first.",
    );
    this.status = status;
    this.wanted = wanted;
  }
}

/** The work shown is older than a requirement's freshness (R3). */
export class EvidenceTooOld extends Refusal {
  readonly code = "EVIDENCE_TOO_OLD";
  readonly requirementKey: string;
  readonly performedOn: string;
  /** The earliest day that would be taken. */
  readonly oldest: string;
  constructor(requirementKey: string, performedOn: string, oldest: string) {
    super(`The work is dated ${performedOn}; ${requirementKey} takes work from ${oldest} on.`, "Show newer work.");
    this.requirementKey = requirementKey;
    this.performedOn = performedOn;
    this.oldest = oldest;
  }
}

/** This reviewer may not review this evidence (R3). */
export class ReviewerConflict extends Refusal {
  readonly code = "REVIEWER_CONFLICT";
  readonly reason: string;
  constructor(reason: string) {
    super(`You can't review this evidence: ${reason}.`, "Leave it to another reviewer.");
    this.reason = reason;
  }
}

/** Which criterion of which requirement. */
export interface CriterionName {
  readonly requirementKey: string;
  readonly criterionKey: string;
}

/** Evidence can't be accepted while a criterion is rated below a level that passes (R3). */
export class RubricNotMet extends Refusal {
  readonly code = "RUBRIC_NOT_MET";
  /** The criteria that are not met. */
  readonly criteria: readonly CriterionName[];
  constructor(criteria: readonly CriterionName[]) {
    const names = criteria.map(({ requirementKey, criterionKey }) => `${criterionKey} of ${requirementKey}`);
    super(
      `The evidence does not meet its rubric: ${names.join(", ")}.`,
      "Return it, so that the learner can add what is missing.",
    );
    this.criteria = criteria.map(({ requirementKey, criterionKey }) => ({ requirementKey, criterionKey }));
  }
}

/** A draft or a returned evidence is gone on with by whoever began it. */
export class NotTheAuthor extends Refusal {
  readonly code = "NOT_THE_AUTHOR";
  constructor() {
    super("Another person has put this evidence forward.", "Put forward an evidence of your own.");
  }
}

/** This reviewer has already given a verdict on this revision. */
export class AlreadyReviewed extends Refusal {
  readonly code = "ALREADY_REVIEWED";
  constructor() {
    super("You have already reviewed this revision.", "Another reviewer must give the next verdict.");
  }
}

/** The second look at this evidence has been taken. */
export class AlreadyAudited extends Refusal {
  readonly code = "ALREADY_AUDITED";
  constructor() {
    super("This evidence has already been audited.", "Go on with the next one of the audit queue.");
  }
}

/** The file is too large, empty, or of a type that is not taken. */
export class FileRefused extends Refusal {
  readonly code = "FILE_REFUSED";
  readonly reason: "TOO_LARGE" | "EMPTY" | "TYPE";
  /** The media types that are taken, where it is the type. */
  readonly allowedTypes: readonly string[];
  constructor(
    reason: "TOO_LARGE" | "EMPTY" | "TYPE",
    message: string,
    help: string,
    allowedTypes: readonly string[] = [],
  ) {
    super(message, help);
    this.reason = reason;
    this.allowedTypes = [...allowedTypes];
  }
}
