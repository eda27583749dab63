import { type Following, followBy } from "./follow.ts";
import {
  CertificateChangedDocument,
  type CertificateChangedSubscription,
  type EventFilterInput,
  EventsDocument,
  type EventsSubscription,
  EvidenceToReviewDocument,
  type EvidenceToReviewSubscription,
  MyRenewalsDocument,
  type MyRenewalsSubscription,
} from "./generated/operations.ts";
import type { ClientOptions } from "./transport.ts";

/** An event of the organisation's feed. */
export type KunnaEvent = EventsSubscription["events"];

/** What happened to a certificate, and how it is since. */
export type CertificateUpdate = CertificateChangedSubscription["certificateChanged"];

/** What came into a review queue or left it. */
export type ReviewUpdate = EvidenceToReviewSubscription["evidenceToReview"];

/** What happened to one of one's own certificates. */
export type RenewalUpdate = MyRenewalsSubscription["myRenewals"];

export interface FollowOptions extends Following {
  readonly filter?: EventFilterInput;
}

const ofEvent = ({ event }: { readonly event: { readonly cursor: string } }) => event.cursor;

/** The organisation's feed, live. @throws KunnaError, OperationError */
export function followEvents(
  options: ClientOptions,
  { filter, ...following }: FollowOptions = {},
): AsyncGenerator<KunnaEvent, void> {
  const resumption = {
    itemOf: ({ events }: EventsSubscription) => events,
    cursorOf: ({ cursor }: KunnaEvent) => cursor,
  };
  return followBy(options, EventsDocument, { filter: filter ?? null }, resumption, following);
}

/** What happens to one certificate, live. @throws KunnaError, OperationError */
export function followCertificate(
  options: ClientOptions,
  certificateId: string,
  following?: Following,
): AsyncGenerator<CertificateUpdate, void> {
  const itemOf = ({ certificateChanged }: CertificateChangedSubscription) => certificateChanged;
  return followBy(options, CertificateChangedDocument, { certificateId }, { itemOf, cursorOf: ofEvent }, following);
}

/** What comes into one's review queue and leaves it, live. @throws KunnaError, OperationError */
export function followReviewQueue(options: ClientOptions, following?: Following): AsyncGenerator<ReviewUpdate, void> {
  const itemOf = ({ evidenceToReview }: EvidenceToReviewSubscription) => evidenceToReview;
  return followBy(options, EvidenceToReviewDocument, {}, { itemOf, cursorOf: ofEvent }, following);
}

/** One's own renewals, live. @throws KunnaError, OperationError */
export function followRenewals(options: ClientOptions, following?: Following): AsyncGenerator<RenewalUpdate, void> {
  const itemOf = ({ myRenewals }: MyRenewalsSubscription) => myRenewals;
  return followBy(options, MyRenewalsDocument, {}, { itemOf, cursorOf: ofEvent }, following);
}
