/** ACTIVE until its last requirement is met (COMPLETED) or it is given up (WITHDRAWN); its history is kept. */
export const enrolmentStatuses = ["ACTIVE", "COMPLETED", "WITHDRAWN"] as const;
export type EnrolmentStatus = (typeof enrolmentStatuses)[number];

export const enrolmentPurposes = ["INITIAL", "RENEWAL"] as const;
export type EnrolmentPurpose = (typeof enrolmentPurposes)[number];
