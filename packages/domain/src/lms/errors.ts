import { Refusal } from "../refusal.ts";
import type { LmsConnectionStatus, LmsConnectionStep } from "./connection.ts";
import { type LtiTargetProblem, ltiTargetProblems } from "./lti-target.ts";

/** Why a step can't be taken, and what to do. */
const otherState = {
  APPROVE: [
    "Only a connection that waits can be approved.",
    "The LMS can ask anew, by a registration link of its own.",
  ],
  REFUSE: ["Only a connection that waits can be refused.", "Retire one that is in use."],
  PAUSE: ["Only a connection in use can be paused.", "Approve it first, where it waits."],
  RESUME: ["Only a connection that is paused can be resumed.", "Approve it first, where it waits."],
  RETIRE: ["The connection is out of use for good.", "Connect the LMS anew to have it back."],
} as const satisfies Record<LmsConnectionStep, readonly [message: string, help: string]>;

/** The connection is not in a state in which this can be done to it. */
export class LmsConnectionInOtherState extends Refusal {
  readonly code = "LMS_CONNECTION_IN_OTHER_STATE";
  readonly status: LmsConnectionStatus;
  constructor(status: LmsConnectionStatus, step: LmsConnectionStep) {
    const [message, help] = otherState[step];
    super(message, help);
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

/** The organisation has this platform already. */
export class LtiPlatformKnown extends Refusal {
  readonly code = "LTI_PLATFORM_KNOWN";
  readonly issuer: string;
  readonly clientId: string;
  constructor(issuer: string, clientId: string) {
    super(
      "This platform is registered already, with the same issuer and client id.",
      "Find it in the list of connections. A tool that is registered anew in the LMS has a client id of its own.",
    );
    this.issuer = issuer;
    this.clientId = clientId;
  }
}

/** The key was rotated a short while ago: its successor does not sign yet. */
export class LtiKeyNotSigningYet extends Refusal {
  readonly code = "LTI_KEY_NOT_SIGNING_YET";
  readonly signsFrom: Date;
  constructor(signsFrom: Date) {
    super(
      "The key was rotated a short while ago, and the new one does not sign yet.",
      "Wait until it does: LMSs keep what they were told of keys for hours.",
    );
    this.signsFrom = signsFrom;
  }
}

/** The session was made for something else than choosing what a course links to, or the answer was asked for by nobody. */
export class NoDeepLinkAsked extends Refusal {
  readonly code = "NO_DEEP_LINK_ASKED";
  constructor() {
    super(
      "No LMS has asked this session for links.",
      "Begin in the course: add an activity of this tool there, and choose what it opens.",
    );
  }
}

/** What a link would open is not there, or the LMS does not take it. */
export class LtiTargetRefused extends Refusal {
  readonly code = "LTI_TARGET_REFUSED";
  readonly reason: LtiTargetProblem;
  constructor(reason: LtiTargetProblem) {
    super(`This can't be linked to: ${ltiTargetProblems[reason]}`, "Choose what the list of programs offers.");
    this.reason = reason;
  }
}

/** The LMS lists the members of this course nowhere. */
export class LmsRosterNotOffered extends Refusal {
  readonly code = "LMS_ROSTER_NOT_OFFERED";
  constructor() {
    super(
      "The LMS lists the members of this course to nobody.",
      "In the LMS, let the tool use the names and roles of its courses; then open it from the course once.",
    );
  }
}
