import type { PushOutcome, RosterMember } from "@kunna/lms-kit";

/** Which registered platform is spoken to. */
export interface LtiPlatformReference {
  readonly organisationId: string;
  readonly connectionId: string;
}

/** A result for the gradebook of a platform (AGS 2.0, 3.4 "Score publish service"). */
export interface LtiScore extends LtiPlatformReference {
  /** The line item's URL, as the platform told it. */
  readonly lineItemUrl: string;
  /** The person's `sub` in the platform. */
  readonly subject: string;
  /** The share that is met, 0 to 1. */
  readonly share: number;
  readonly completed: boolean;
  /** When it became true: a platform that has a newer one keeps that. */
  readonly at: Date;
  readonly comment?: string;
}

/** A link that an instructor chose (Deep Linking 2.0, 3.2 "LTI resource link"). */
export interface LtiDeepLinkItem {
  readonly title: string;
  readonly text?: string;
  /** What a launch of the link brings back, as the claim `custom`. */
  readonly custom: Readonly<Record<string, string>>;
  /** Its place in the gradebook; null: it has none. */
  readonly lineItem: { readonly label: string; readonly scoreMaximum: number } | null;
  /** By when it is to be done; null: by no day. */
  readonly dueAt: Date | null;
}

/** An instructor's answer to a deep linking request. */
export interface LtiDeepLinkAnswer extends LtiPlatformReference {
  readonly deploymentId: string;
  /** What the platform wants back as it came; left out: nothing. */
  readonly data?: string;
  readonly items: readonly LtiDeepLinkItem[];
}

/**
 * What the API has a platform asked or told as an LTI tool. Whoever implements it reaches no private networks. Never called
 * while a transaction is open. All but `signDeepLink` throw `ConnectorError` of @kunna/lms-kit for what fails with the platform.
 */
export interface LtiServices {
  /** The signed answer (LtiDeepLinkingResponse), for a browser to post to the platform. */
  signDeepLink(answer: LtiDeepLinkAnswer): Promise<string>;
  /** The members of a course, a page at a time (NRPS 2.0). @param membershipsUrl as the launch told it */
  readRoster(
    course: LtiPlatformReference & { readonly membershipsUrl: string },
    signal?: AbortSignal,
  ): AsyncIterable<readonly RosterMember[]>;
  /** Shows a result in the gradebook. Told twice, it stands there once. */
  publishScore(score: LtiScore, signal?: AbortSignal): Promise<PushOutcome>;
}
