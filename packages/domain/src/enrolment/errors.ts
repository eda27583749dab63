import { Refusal } from "../refusal.ts";

/** The person is already enrolled on the program and has not ended. */
export class AlreadyEnrolled extends Refusal {
  readonly code = "ALREADY_ENROLLED";
  readonly enrolmentId: string;
  constructor(enrolmentId: string) {
    super("This person is already enrolled on the program.", "Go on with the enrolment that is open.");
    this.enrolmentId = enrolmentId;
  }
}

/** The person is certified, and this is for those who are not. */
export class AlreadyCertified extends Refusal {
  readonly code = "ALREADY_CERTIFIED";
  readonly certificateId: string;
  constructor(certificateId: string) {
    super("This person is certified in the program.", "Nothing needs to be done, until its renewal opens.");
    this.certificateId = certificateId;
  }
}

/** The enrolment has ended: completed or withdrawn. */
export class EnrolmentEnded extends Refusal {
  readonly code = "ENROLMENT_ENDED";
  constructor() {
    super("The enrolment has ended.", "Enrol on the program again to go on.");
  }
}

/** The program lets nobody in by themselves without being asked. */
export class EnrolmentNeedsApproval extends Refusal {
  readonly code = "ENROLMENT_NEEDS_APPROVAL";
  constructor() {
    super("One is enrolled on this program by approval.", "Ask for it: requestEnrolment.");
  }
}

/** Nobody enrols on the program by themselves. */
export class SelfEnrolmentClosed extends Refusal {
  readonly code = "SELF_ENROLMENT_CLOSED";
  constructor() {
    super("Nobody enrols on this program by themselves.", "Ask your manager to assign it to you.");
  }
}

/** A request of this person for the same thing waits to be decided. */
export class RequestWaits extends Refusal {
  readonly code = "REQUEST_WAITS";
  constructor() {
    super("You have asked for this already, and it waits to be decided.", "Wait for the decision.");
  }
}

/** The request has been decided: once and for good. */
export class RequestDecided extends Refusal {
  readonly code = "REQUEST_DECIDED";
  readonly decision: string;
  constructor(decision: string) {
    super(`The request has been decided: ${decision}.`, "Let the learner ask again, if there is more to say.");
    this.decision = decision;
  }
}

/** The person withdrew, or was withdrawn, from what this rule had enrolled them on: the rule does not undo that. */
export class WithdrewFromRule extends Refusal {
  readonly code = "WITHDREW_FROM_RULE";
  constructor() {
    super("The enrolment that this rule made was withdrawn.", "Enrol the person yourself, if they are to go on.");
  }
}

/** There is such a rule already. */
export class RuleExists extends Refusal {
  readonly code = "RULE_EXISTS";
  readonly ruleId: string;
  constructor(ruleId: string) {
    super("There is a rule for this program and team or role.", "End that rule first.");
    this.ruleId = ruleId;
  }
}

/** The rule has been ended. */
export class RuleEnded extends Refusal {
  readonly code = "RULE_ENDED";
  constructor() {
    super("The rule has been ended.", "Create it anew.");
  }
}
