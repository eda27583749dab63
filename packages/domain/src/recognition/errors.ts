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

/** What was sent or fetched is not a credential that can be read. */
export class CredentialNotReadable extends Refusal {
  readonly code = "CREDENTIAL_NOT_READABLE";
  constructor() {
    super(
      "This is not an Open Badges 3.0 credential of one person's achievement.",
      "Send the credential's JSON with its proof, or the PNG or SVG image that it is baked into.",
    );
  }
}

/** The issuer is trusted already. */
export class IssuerAlreadyTrusted extends Refusal {
  readonly code = "ISSUER_ALREADY_TRUSTED";
  readonly issuerId: string;
  constructor(issuerId: string) {
    super("This issuer is trusted already.", "Add mappings to it, or end the trust first.");
    this.issuerId = issuerId;
  }
}

/** A mapping of the same to the same is in force. */
export class CredentialMappingExists extends Refusal {
  readonly code = "CREDENTIAL_MAPPING_EXISTS";
  readonly mappingId: string;
  constructor(mappingId: string) {
    super("This is mapped already.", "Retire the mapping that is in force, and create another.");
    this.mappingId = mappingId;
  }
}

/** It was ended before, and stays so. */
export class NoLongerInForce extends Refusal {
  readonly code = "NO_LONGER_IN_FORCE";
  constructor() {
    super("This is no longer in force.", "Trust the issuer anew, or create a new mapping.");
  }
}
