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
