import { scope } from "../scopes.ts";
import type { LineItems } from "./line-items.ts";
import { appendToPath } from "./pages.ts";
import type { ServiceClient } from "./service-client.ts";

/** How far the person is: Assignment and Grade Services 2.0, section 3.4.7. */
export type LtiActivityProgress = "Initialized" | "Started" | "InProgress" | "Submitted" | "Completed";
/**
 * How far the grading is: section 3.4.8. Only FullyGraded is a result that the platform must show. Moodle takes anything else as
 * no grade: sent after a grade, it erases that one, and also what tells which score is newer.
 */
export type LtiGradingProgress = "FullyGraded" | "Pending" | "PendingManual" | "Failed" | "NotReady";

/** A person's score: section 3.4. */
export interface LtiScore {
  /** The person's `subject` in the platform. */
  readonly userId: string;
  /**
   * When it became true: a platform that has a newer one keeps that. Never ahead of now, or the platform would keep it against all
   * that come before then. Moodle compares whole seconds: of two scores in one second it keeps the first.
   */
  readonly timestamp: Date;
  readonly activityProgress: LtiActivityProgress;
  readonly gradingProgress: LtiGradingProgress;
  /** With `scoreMaximum`; left out: no score, and what the platform has is cleared (Moodle) or stays, as it sees fit. */
  readonly scoreGiven?: number;
  /** Greater than 0. The platform scales to the line item's own. */
  readonly scoreMaximum?: number;
  /** Shown to the person. */
  readonly comment?: string;
}

/**
 * TAKEN: the platform took it. A grade that a teacher set by hand in the gradebook may stand all the same: Moodle answers as if it had
 * taken the score. SUPERSEDED: the platform has a newer one and keeps it, or one of the same instant (Moodle: of the same second), such
 * as this one from a try whose answer was lost. `scoreStands` tells which it is, in both cases.
 */
export type LtiScoreOutcome = "TAKEN" | "SUPERSEDED";

/**
 * Publishes a score to a line item's URL. Told twice, it stands there once. @throws LtiServiceError; TypeError where the score has no
 * maximum, or a timestamp ahead of now
 */
export async function publishScore(
  { client, now }: { readonly client: ServiceClient; readonly now: Date },
  lineItemUrl: string,
  score: LtiScore,
  signal?: AbortSignal,
): Promise<LtiScoreOutcome> {
  if (score.scoreGiven !== undefined && !(score.scoreMaximum !== undefined && score.scoreMaximum > 0)) {
    throw new TypeError("A scoreGiven needs a scoreMaximum greater than 0 (section 3.4.2).");
  }
  if (score.timestamp > now) throw new TypeError("A score's timestamp may not be ahead of now.");
  const { status } = await client.call({
    url: appendToPath(lineItemUrl, "scores"),
    method: "POST",
    scope: scope.score,
    content: {
      type: "application/vnd.ims.lis.v1.score+json",
      // Milliseconds and all: section 3.4.6 asks for them, and an order within one second hangs on them.
      value: { ...score, timestamp: score.timestamp.toISOString() },
    },
    understood: [409],
    signal,
  });
  return status === 409 ? "SUPERSEDED" : "TAKEN";
}

/** Shares of a maximum that are one: Moodle keeps five decimals of the column's own scale. */
const sameShare = 0.00001;

/**
 * Whether what the platform has for the person is this score: its share of the maximum, since the platform scales it, and no more than
 * the whole, where a platform clips. For a score that gives none (no `scoreGiven`, or not FullyGraded): whether nothing is there.
 * @throws LtiServiceError
 */
export async function scoreStands(
  lineItems: Pick<LineItems, "results">,
  lineItemUrl: string,
  { userId, scoreGiven, scoreMaximum = 1, gradingProgress }: LtiScore,
): Promise<boolean> {
  const results = await lineItems.results(lineItemUrl, { userId });
  // A platform may overlook the filter.
  const result = results.find((one) => one.userId === userId);
  const given = gradingProgress === "FullyGraded" ? scoreGiven : undefined;
  if (given === undefined || result === undefined || result.resultScore === null) {
    return given === undefined && (result?.resultScore ?? null) === null;
  }
  const [sent, has] = [given / scoreMaximum, result.resultScore / result.resultMaximum];
  return Math.abs(sent - has) <= sameShare || Math.abs(Math.min(sent, 1) - has) <= sameShare;
}
