/** Every kind of event (R13), and what it tells. Each is written in the transaction that made it true. */
export const eventTypes = {
  FRAMEWORK_IMPORTED: "A competency framework was imported or changed by an import.",
  PROGRAM_CREATED: "A program was created, with its first draft version.",
  PROGRAM_VERSION_DRAFTED: "A draft version of a program was created or changed.",
  PROGRAM_VERSION_PUBLISHED: "A version was published and can be enrolled on.",
  PROGRAM_VERSION_RETIRED: "A version takes no more enrolments.",
  PERSON_ENROLLED: "A person was enrolled on a program version.",
  ENROLMENT_WITHDRAWN: "An enrolment was withdrawn; its history is kept.",
  ENROLMENT_COMPLETED: "The last requirement of an enrolment was met.",
  TRAINER_RECORDED: "It was recorded who trained the learner for an enrolment.",
  EVIDENCE_SUBMITTED: "An evidence was submitted, for the first time or as a new revision.",
  EVIDENCE_REVIEWED: "A reviewer gave a verdict that does not yet decide.",
  EVIDENCE_ACCEPTED: "An evidence was accepted.",
  EVIDENCE_RETURNED: "An evidence was returned, with what is missing.",
  EVIDENCE_REJECTED: "An evidence was rejected.",
  CREDITS_RECORDED: "CPD credits were entered.",
  CREDITS_ACCEPTED: "CPD credits were accepted: they count.",
  CREDITS_REJECTED: "CPD credits were rejected: they do not count.",
  CREDITS_USED: "A renewal spent CPD credits.",
  RENEWAL_PATH_CHOSEN: "The holder of a certificate chose by which way to renew it.",
  CERTIFICATE_AWARDED: "A certificate was awarded.",
  PERSON_CREATED: "A person was added to the organisation.",
  PERSON_CHANGED: "A person's name or roles were changed.",
} as const;

export type EventType = keyof typeof eventTypes;
