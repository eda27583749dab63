import { Refusal } from "../refusal.ts";

/** When somebody is told: at once, in one mail a day or a week, or not at all. */
export const notificationFrequencies = ["IMMEDIATE", "DAILY", "WEEKLY", "NEVER"] as const;
export type NotificationFrequency = (typeof notificationFrequencies)[number];

interface KindFacts {
  /** How often, where the person has said nothing. */
  readonly usual: NotificationFrequency;
  /** Whether it may be called off. What carries the right of appeal may not. */
  readonly mandatory: boolean;
  /** What it tells, in a sentence. */
  readonly text: string;
}

/** What people choose between: each kind of notification, and how often it comes where nothing was chosen. */
export const notificationKinds = {
  RENEWALS: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "A renewal of yours opens, your certificate expires before long, has expired, or has lapsed.",
  },
  TEAM_RENEWALS: {
    usual: "DAILY",
    mandatory: false,
    text: "The same, of the members of your teams.",
  },
  EVIDENCE_TO_REVIEW: {
    usual: "DAILY",
    mandatory: false,
    text: "An evidence waits for your review.",
  },
  EVIDENCE_DECIDED: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "An evidence of yours was accepted, returned or rejected, or credits of yours were.",
  },
  AWARDS: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "A certificate was awarded to you, given a later expiry, or its award was declined.",
  },
  AWARDS_TO_APPROVE: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "An award waits for your approval.",
  },
  ENROLMENTS: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "Somebody else enrolled you on a program, or asks for an enrolment of yours, or moved it.",
  },
  REQUESTS: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "A learner asks for an enrolment, or for a later due date, and you may decide.",
  },
  REQUESTS_DECIDED: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "A request of yours was approved or declined.",
  },
  DECISIONS: {
    usual: "IMMEDIATE",
    mandatory: true,
    text: "A certification of yours was suspended, reinstated or revoked, or it was decided on your appeal.",
  },
  APPEALS: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "An appeal was filed that you may decide.",
  },
  WEBHOOKS: {
    usual: "IMMEDIATE",
    mandatory: false,
    text: "A webhook endpoint that you own is sent nothing any more, because it failed or was paused.",
  },
} as const satisfies Record<string, KindFacts>;

export type NotificationKind = keyof typeof notificationKinds;

export const optionalKinds: readonly NotificationKind[] = (Object.keys(notificationKinds) as NotificationKind[]).filter(
  (kind) => !notificationKinds[kind].mandatory,
);

/** What a person has chosen. */
export interface NotificationChoices {
  /** Whether they called off all that may be called off, kinds that are yet to come among it. */
  readonly noneOptional: boolean;
  /** Kind by kind: this holds before the other. */
  readonly byKind: ReadonlyMap<NotificationKind, NotificationFrequency>;
}

/** How often a person is told of a kind: as they chose for it, else as they chose for all, else as is usual. */
export function frequencyOf(
  kind: NotificationKind,
  { noneOptional, byKind }: NotificationChoices,
): NotificationFrequency {
  const { usual, mandatory } = notificationKinds[kind];
  const chosen = byKind.get(kind) ?? (noneOptional ? "NEVER" : usual);
  return mandatory && chosen === "NEVER" ? usual : chosen;
}

/** What carries the right of appeal is told to whom it concerns: it can't be called off. */
export class NotificationMandatory extends Refusal {
  readonly code = "NOTIFICATION_MANDATORY";
  readonly kind: NotificationKind;
  constructor(kind: NotificationKind) {
    super(
      `Notifications of the kind ${kind} can't be called off: they carry the right of appeal.`,
      "Choose IMMEDIATE, DAILY or WEEKLY for it.",
    );
    this.kind = kind;
  }
}

/** @throws NotificationMandatory */
export function assertMayChoose(kind: NotificationKind, frequency: NotificationFrequency): void {
  if (frequency === "NEVER" && notificationKinds[kind].mandatory) throw new NotificationMandatory(kind);
}
