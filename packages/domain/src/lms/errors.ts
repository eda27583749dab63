import { Refusal } from "../refusal.ts";
import type { LmsConnectionStatus } from "./connection.ts";

/** The connection is not in a state in which this can be done to it. */
export class LmsConnectionInOtherState extends Refusal {
  readonly code = "LMS_CONNECTION_IN_OTHER_STATE";
  readonly status: LmsConnectionStatus;
  constructor(status: LmsConnectionStatus, help: string) {
    super(`This can't be done to a connection that is ${status}.`, help);
    this.status = status;
  }
}

/** Nothing comes by a connection that is not in use. */
export class LmsConnectionNotInUse extends Refusal {
  readonly code = "LMS_CONNECTION_NOT_IN_USE";
  readonly status: LmsConnectionStatus;
  constructor(status: LmsConnectionStatus) {
    super(
      "This connection to the LMS is not in use.",
      status === "PENDING"
        ? "Ask an administrator of your organisation to approve it."
        : "Ask an administrator of your organisation about it.",
    );
    this.status = status;
  }
}

/** Somebody came from an LMS, and it is not said which person of the organisation they are. */
export class LmsIdentityNotMatched extends Refusal {
  readonly code = "LMS_IDENTITY_NOT_MATCHED";
  readonly identityId: string;
  constructor(identityId: string) {
    super(
      "Nobody has said yet who you are here.",
      "Ask an administrator of your organisation to match you: you stand in the list of those who wait.",
    );
    this.identityId = identityId;
  }
}
