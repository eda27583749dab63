import type { EventType } from "@kunna/domain";
import { type ApiContext, readerOf } from "../../context.ts";

/** What happens to a certification, and so to the standing of each of its certificates (R6, R7, R11). */
export const certificationEvents: readonly EventType[] = [
  "CERTIFICATE_AWARDED",
  "CERTIFICATE_IMPORTED",
  "CERTIFICATE_EXTENDED",
  "CERTIFICATE_REVOKED",
  "CERTIFICATE_EXPIRED",
  "CERTIFICATE_LAPSED",
  "CERTIFICATION_RENEWED",
  "CERTIFICATION_SUSPENDED",
  "CERTIFICATION_REINSTATED",
  "APPEAL_FILED",
  "STAY_GRANTED",
  "APPEAL_DECIDED",
  "RENEWAL_OPENED",
  "RENEWAL_REMINDER",
  "RENEWAL_PATH_CHOSEN",
];

/** What happens on the way of an evidence through its reviews (R3). */
export const reviewEvents: readonly EventType[] = [
  "EVIDENCE_SUBMITTED",
  "EVIDENCE_REVIEWED",
  "EVIDENCE_ACCEPTED",
  "EVIDENCE_RETURNED",
  "EVIDENCE_REJECTED",
];

/** What tells a holder of the renewal of a certificate (R7, R13). */
export const renewalEvents: readonly EventType[] = [
  "RENEWAL_OPENED",
  "RENEWAL_REMINDER",
  "CERTIFICATE_EXPIRED",
  "CERTIFICATE_LAPSED",
  "CERTIFICATION_RENEWED",
  "CERTIFICATE_EXTENDED",
];

/** The id of what an event of these types always tells of. @throws TypeError where it does not: such an event is written nowhere */
export async function subjectOf(
  context: ApiContext,
  eventId: string,
  subject: "certificateId" | "evidenceId",
): Promise<string> {
  const event = await readerOf(context).event.findUniqueOrThrow({
    where: { id: eventId },
    select: { certificateId: true, evidenceId: true },
  });
  const id = event[subject];
  if (id === null) throw new TypeError(`The event ${eventId} has no ${subject}.`);
  return id;
}
