import { ReviewerConflict } from "../evidence/errors.ts";
import { InvalidInput, Refusal } from "../refusal.ts";
import { dayOf } from "./facts.ts";

/** ACCEPTED: they count. REJECTED: they don't. Decided once. */
export const creditVerdicts = ["ACCEPTED", "REJECTED"] as const;
export type CreditVerdict = (typeof creditVerdicts)[number];

/** Where credits stand: PENDING until a reviewer has decided. */
export const creditStatuses = ["PENDING", ...creditVerdicts] as const;
export type CreditStatus = (typeof creditStatuses)[number];

/** The credits have been decided on: a decision stands. */
export class CreditsDecided extends Refusal {
  readonly code = "CREDITS_DECIDED";
  readonly verdict: CreditVerdict;
  constructor(verdict: CreditVerdict) {
    super(
      `These credits are ${verdict}.`,
      verdict === "REJECTED" ? "Enter them anew, with what was missing." : "Nothing is left to decide.",
    );
    this.verdict = verdict;
  }
}

/** R8: credits are of a day that has been. @throws InvalidInput */
export function assertRecordable(earnedOn: string, { now, timeZone }: { now: Date; timeZone: string }): void {
  const today = dayOf(now, timeZone);
  if (earnedOn <= today) return;
  throw new InvalidInput([
    {
      code: "EARNED_IN_FUTURE",
      path: "earnedOn",
      message: `The credits are dated ${earnedOn}, and today is ${today}.`,
      fix: "Give the day on which they were earned.",
    },
  ]);
}

/**
 * R8: whether a reviewer may decide on the credits: neither their own nor entered by them, and once.
 * @throws ReviewerConflict, CreditsDecided
 */
export function assertDecidable({
  personId,
  enteredById,
  reviewerId,
  verdict,
}: {
  readonly personId: string;
  readonly enteredById: string;
  readonly reviewerId: string;
  /** What was decided before; null: nothing. */
  readonly verdict: CreditVerdict | null;
}): void {
  if (reviewerId === personId) throw new ReviewerConflict("nobody decides on their own credits");
  if (reviewerId === enteredById) throw new ReviewerConflict("who entered the credits does not decide on them");
  if (verdict !== null) throw new CreditsDecided(verdict);
}
