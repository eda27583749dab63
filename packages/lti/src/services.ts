import type { LtiRegistration } from "./registration.ts";
import type { ServiceOptions } from "./services/access-tokens.ts";
import { groupsOf, type LtiGroup } from "./services/groups.ts";
import { type LineItems, lineItems } from "./services/line-items.ts";
import { type LtiMembersPage, type MembershipFilter, membersOf } from "./services/memberships.ts";
import { type LtiScore, type LtiScoreOutcome, publishScore, scoreStands } from "./services/scores.ts";
import { serviceClients } from "./services/service-client.ts";

export type { ServiceOptions as LtiServiceOptions } from "./services/access-tokens.ts";
export type { LtiGroup } from "./services/groups.ts";
export type { LineItems, LtiLineItem, LtiLineItemFilter, LtiLineItemInput, LtiResult } from "./services/line-items.ts";
export type { LtiMember, LtiMembersPage, MembershipFilter } from "./services/memberships.ts";
export type { LtiActivityProgress, LtiGradingProgress, LtiScore, LtiScoreOutcome } from "./services/scores.ts";

/**
 * The services of one platform. Addresses are those that its launches told, and stay good after them: a job may call hours later. All throw
 * LtiServiceError, whose `retry` says whether later may be better.
 */
export interface LtiServices {
  /** Columns of the gradebook, and what stands in them. */
  lineItems(signal?: AbortSignal): LineItems;
  /** Tells a person's score. @throws TypeError where it has no maximum, or a timestamp ahead of now */
  publishScore(lineItemUrl: string, score: LtiScore, signal?: AbortSignal): Promise<LtiScoreOutcome>;
  /** Reads back whether a score is what the platform has, such as after SUPERSEDED. Needs the scope `result.readonly`. */
  scoreStands(lineItemUrl: string, score: LtiScore, signal?: AbortSignal): Promise<boolean>;
  /** The roster of a course, a page at a time, fetched as it is read. */
  members(membershipsUrl: string, filter?: MembershipFilter): AsyncIterable<LtiMembersPage>;
  groups(
    groupsUrl: string,
    filter?: { readonly userId?: string; readonly signal?: AbortSignal },
  ): Promise<readonly LtiGroup[]>;
}

/** The services of platforms by their registration, without the tool's pages: for a worker. Tokens are kept between calls. */
export function createLtiServices(options: ServiceOptions): (registration: LtiRegistration) => LtiServices {
  const clients = serviceClients(options);
  return (registration) => {
    const client = clients(registration);
    return {
      lineItems: (signal) => lineItems(client, { granted: registration.scopes, signal }),
      publishScore: (lineItemUrl, score, signal) =>
        publishScore({ client, now: options.now() }, lineItemUrl, score, signal),
      scoreStands: (lineItemUrl, score, signal) =>
        scoreStands(lineItems(client, { granted: registration.scopes, signal }), lineItemUrl, score),
      members: (membershipsUrl, filter) => membersOf(client, membershipsUrl, filter),
      groups: (groupsUrl, filter) => groupsOf(client, groupsUrl, filter),
    };
  };
}
