/**
 * ACTIVE until its last requirement is met (COMPLETED), it is given up (WITHDRAWN), or it goes on in another one, on a later
 * version (MOVED); its history is kept.
 */
export const enrolmentStatuses = ["ACTIVE", "COMPLETED", "WITHDRAWN", "MOVED"] as const;
export type EnrolmentStatus = (typeof enrolmentStatuses)[number];

export const enrolmentPurposes = ["INITIAL", "RENEWAL"] as const;
export type EnrolmentPurpose = (typeof enrolmentPurposes)[number];

/** How somebody came to be enrolled: by themselves, by whoever assigned it, by asking, or by a rule for a team or role. */
export const enrolmentSources = ["SELF", "ASSIGNED", "APPROVAL", "RULE"] as const;
export type EnrolmentSource = (typeof enrolmentSources)[number];

/** What is decided of a request. */
export const requestDecisions = ["APPROVED", "DECLINED"] as const;
export type RequestDecision = (typeof requestDecisions)[number];
