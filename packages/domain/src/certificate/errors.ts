import { Refusal } from "../refusal.ts";

/** What a holder weighs before renewing early: when the next certificate would expire. Null: never. */
export interface EarlyChoice {
  /** Renewed now. */
  readonly now: Date | null;
  /** Renewed once its window is open. */
  readonly onceOpen: Date | null;
}

/** R9: completed before the renewal opens. It counts once it is open, or early where the policy lets the holder choose. */
export class RenewalNotOpen extends Refusal {
  readonly code = "RENEWAL_NOT_OPEN";
  /** Null: it never opens by itself. */
  readonly opensAt: Date | null;
  /** Null: the policy has no early renewal. */
  readonly early: EarlyChoice | null;
  constructor(opensAt: Date | null, early: EarlyChoice | null) {
    super(
      opensAt
        ? `The renewal opens at ${opensAt.toISOString()}.`
        : "The certificate does not expire, so its renewal never opens.",
      early ? "Claim it once it is open, or claim it early, having seen both dates." : "Claim it once it is open.",
    );
    this.opensAt = opensAt;
    this.early = early;
  }
}

/** R9: the version's end date gives the holder no day that they don't have already. */
export class NothingLaterToRenewTo extends Refusal {
  readonly code = "NOTHING_LATER_TO_RENEW_TO";
  readonly endDate: string;
  /** The number of the version that has a later date; null: none has yet. */
  readonly laterVersion: number | null;
  constructor(endDate: string, laterVersion: number | null) {
    super(
      `Certificates of this version end on ${endDate}, which the holder has already.`,
      laterVersion === null
        ? "Publish a version with a later end date."
        : `Renew on version ${laterVersion}: its certificates end later.`,
    );
    this.endDate = endDate;
    this.laterVersion = laterVersion;
  }
}

/** What the renewal asks is not met yet. */
export class RenewalIncomplete extends Refusal {
  readonly code = "RENEWAL_INCOMPLETE";
  constructor() {
    super("What the renewal asks is not met yet.", "Go on with its next steps, and claim it then.");
  }
}

/** R6, R11: the decision that revoked the certification bars a reinstatement until later. */
export class ReinstatementBarred extends Refusal {
  readonly code = "REINSTATEMENT_BARRED";
  /** Null: for good. */
  readonly until: Date | null;
  constructor(until: Date | null) {
    super(
      until ? `A decision bars a reinstatement until ${until.toISOString()}.` : "A decision bars a reinstatement.",
      until ? "Enrol again from then on, or appeal the decision." : "Appeal the decision.",
    );
    this.until = until;
  }
}

export const extensionRefusals = ["LAPSED", "REVOKED", "RENEWED", "DOES_NOT_EXPIRE", "NOT_LATER"] as const;

/** R7: the certificate can't be extended. */
export class ExtensionRefused extends Refusal {
  readonly code = "EXTENSION_REFUSED";
  readonly reason: (typeof extensionRefusals)[number];
  constructor(reason: (typeof extensionRefusals)[number]) {
    const [message, help] = extensionTexts[reason];
    super(message, help);
    this.reason = reason;
  }
}

const extensionTexts: Readonly<Record<(typeof extensionRefusals)[number], readonly [message: string, help: string]>> = {
  LAPSED: ["The certificate has lapsed.", "Let its holder enrol for a reinstatement."],
  REVOKED: ["The certificate is revoked.", "Let its holder appeal, or enrol for a reinstatement."],
  RENEWED: ["The certificate has been renewed.", "Extend the one that follows it."],
  DOES_NOT_EXPIRE: ["The certificate does not expire.", "There is nothing to extend."],
  NOT_LATER: ["The day is not later than the present expiry.", "Name a later day: an extension never shortens."],
};
