import { Refusal } from "../refusal.ts";

/** The version's policy counts nothing from outside of its program (R12). */
export class RecognitionNotOffered extends Refusal {
  readonly code = "RECOGNITION_NOT_OFFERED";
  constructor() {
    super(
      "This version counts nothing that was shown outside of its program.",
      "Show it here, or ask the program's owner to recognise it in the next version.",
    );
  }
}

/** Why a document elsewhere could not be had. */
export type OutsideProblem =
  | "ADDRESS_REFUSED"
  | "NOT_REACHED"
  | "TIMED_OUT"
  | "TOO_LARGE"
  | "TOO_MANY_REDIRECTS"
  | "UNEXPECTED_ANSWER"
  | "UNEXPECTED_TYPE";

/** A document elsewhere could not be had: from where, and why. */
export class OutsideDocumentUnavailable extends Refusal {
  readonly code = "OUTSIDE_DOCUMENT_UNAVAILABLE";
  readonly url: string;
  readonly problem: OutsideProblem;
  constructor(url: string, problem: OutsideProblem) {
    super(
      `The document at ${url} could not be had (${problem}).`,
      "Give a public https address that answers with the credential itself, or send its content.",
    );
    this.url = url;
    this.problem = problem;
  }
}
