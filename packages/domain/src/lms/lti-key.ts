const day = 24 * 3_600_000;

/** When one signing key of an LTI tool follows another, in milliseconds from the rotation. */
export const ltiKeyTimes = {
  /** The new one is published at once and signs from then on: platforms keep what they were told of keys for hours. */
  publishedAhead: day,
  /** The one before it is published until then, for what it signed. */
  overlap: 30 * day,
} as const;

/** How long an address to register a platform by is good for, in milliseconds. */
export const registrationLinkLife = 7 * day;
