import { scope } from "../scopes.ts";
import { appendToPath } from "./pages.ts";
import type { ServiceClient } from "./service-client.ts";

/** How far the person is: Assignment and Grade Services 2.0, section 3.4.7. */
export type LtiActivityProgress = "Initialized" | "Started" | "InProgress" | "Submitted" | "Completed";
/** How far the grading is: section 3.4.8. Only FullyGraded is a result that the platform must show. */
export type LtiGradingProgress = "FullyGraded" | "Pending" | "PendingManual" | "Failed" | "NotReady";

/** A person's score: section 3.4. */
export interface LtiScore {
  /** The person's `subject` in the platform. */
  readonly userId: string;
  /** When it became true: a platform that has a newer one keeps that. */
  readonly timestamp: Date;
  readonly activityProgress: LtiActivityProgress;
  readonly gradingProgress: LtiGradingProgress;
  /** With `scoreMaximum`; left out: no score, and what the platform has is cleared or stays, as it sees fit. */
  readonly scoreGiven?: number;
  /** Greater than 0. The platform scales to the line item's own. */
  readonly scoreMaximum?: number;
  /** Shown to the person. */
  readonly comment?: string;
}

/**
 * TAKEN: it stands there. SUPERSEDED: the platform has a newer one and keeps it, or one of the same instant, such as this
 * one from a try whose answer was lost.
 */
export type LtiScoreOutcome = "TAKEN" | "SUPERSEDED";

/** Publishes a score to a line item's URL. Told twice, it stands there once. @throws LtiServiceError */
export async function publishScore(
  client: ServiceClient,
  lineItemUrl: string,
  score: LtiScore,
  signal?: AbortSignal,
): Promise<LtiScoreOutcome> {
  if (score.scoreGiven !== undefined && !(score.scoreMaximum !== undefined && score.scoreMaximum > 0)) {
    throw new TypeError("A scoreGiven needs a scoreMaximum greater than 0 (section 3.4.2).");
  }
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
