import type { Event } from "@kunna/database";
import { cloudEventType, toldFacts, webhookSubject } from "@kunna/domain";
import { encodeFeedCursor } from "../../schema/feed-cursor.ts";
import { encodeId } from "../../schema/ids.ts";

/** CloudEvents 1.0 in its JSON format (structured mode). */
export const cloudEventsMediaType = "application/cloudevents+json; charset=utf-8";

/** Where a message comes from. */
interface Source {
  readonly publicUrl: string;
  readonly organisationKey: string;
}

/** The body that tells an event: ids as GraphQL gives them, and facts. */
export function eventMessage(source: Source, event: Event): string {
  const id = (typename: string, rowId: string | null) => (rowId === null ? null : encodeId(typename, rowId));
  const personId = id("Person", event.personId);
  const programId = id("Program", event.programId);
  const enrolmentId = id("Enrolment", event.enrolmentId);
  return envelope(source, {
    id: event.id,
    type: event.type,
    subject: webhookSubject({ personId, programId, enrolmentId }),
    time: event.occurredAt,
    data: {
      cursor: encodeFeedCursor(event.position ?? 0n),
      type: event.type,
      occurredAt: event.occurredAt,
      dueAt: event.dueAt,
      actorId: id("Person", event.actorId),
      personId,
      programId,
      versionId: id("ProgramVersion", event.versionId),
      enrolmentId,
      evidenceId: id("Evidence", event.evidenceId),
      certificateId: id("Certificate", event.certificateId),
      facts: toldFacts(event.type, event.facts as object),
    },
  });
}

/** The body of a test, which is no event of the feed. */
export function testMessage(source: Source, id: string, endpointId: string, time: Date): string {
  const data = { type: "PING", endpointId: encodeId("WebhookEndpoint", endpointId) };
  return envelope(source, { id, type: "PING", subject: "organisation", time, data });
}

function envelope(
  { publicUrl, organisationKey }: Source,
  event: { id: string; type: string; subject: string; time: Date; data: object },
): string {
  return JSON.stringify({
    specversion: "1.0",
    id: event.id,
    source: `${publicUrl}/organisations/${organisationKey}`,
    type: cloudEventType(event.type),
    subject: event.subject,
    time: event.time,
    datacontenttype: "application/json",
    data: event.data,
  });
}
