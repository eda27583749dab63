/** What has happened in Nordvik's program on personal data, in days before the demo is loaded, oldest first. */
export const nordvikHistory = {
  /** The first version was published. */
  firstVersion: 500,
  /** Awarded by the first version: each is in another standing today (R6). */
  holdersOfFirst: [
    { personKey: "learner4", awarded: 460 }, // LAPSED
    { personKey: "learner3", awarded: 375 }, // GRACE
    { personKey: "learner1", awarded: 320 }, // RENEWAL_OPEN
    { personKey: "learner5", awarded: 240 }, // SUSPENDED, below
  ],
  secondVersion: 150,
  holdersOfSecond: [{ personKey: "learner2", awarded: 120 }], // CERTIFIED
  /** Enrolled and on the way: IN_PROGRESS. */
  underWay: { personKey: "learner6", enrolled: 30 },
  suspension: {
    personKey: "learner5",
    decided: 14,
    reason:
      "A list of residents with protected identities was mailed to the wrong address. Suspended until it is known how.",
    appealed: 7,
    appeal: "The list was mailed from a shared account while I was on leave, as the roster shows.",
  },
} as const;
