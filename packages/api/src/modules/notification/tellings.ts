import type { Event, Prisma, TenantTransaction } from "@kunna/database";
import { datesAt, type NotificationKind, type NotifyingEventType } from "@kunna/domain";
import type { Certification } from "../certification/index.ts";

/** What a notification tells, in facts; the texts make words of it. */
export interface Telling {
  readonly notificationId: string;
  readonly type: NotifyingEventType;
  readonly kind: NotificationKind;
  /** Whether it concerns whoever is told. */
  readonly own: boolean;
  /** When it came about. */
  readonly at: Date;
  readonly personName: string;
  readonly programTitle: string;
  /** Of an evidence, what it is for. */
  readonly requirementTitles: readonly string[];
  readonly certificateNumber: string | null;
  /** Of the certificate, as they are now. */
  readonly expiresAt: Date | null;
  readonly graceEndsAt: Date | null;
  /** Of the enrolment. */
  readonly dueAt: Date | null;
  /** What was decided: APPROVED, DECLINED, UPHELD, DISMISSED. */
  readonly outcome: string | null;
  /** Before when nobody is reinstated. */
  readonly barUntil: Date | null;
}

export const eventInclude = {
  person: { select: { name: true } },
  version: { select: { title: true } },
  certificate: { select: { number: true, title: true } },
  enrolment: { select: { status: true, dueAt: true, approvalAwaitedAt: true } },
  program: {
    select: {
      versions: {
        where: { status: { not: "DRAFT" } },
        orderBy: { number: "desc" },
        take: 1,
        select: { title: true },
      },
    },
  },
  evidence: {
    select: {
      requirements: { select: { requirement: { select: { title: true } } }, orderBy: { requirementId: "asc" } },
    },
  },
} as const satisfies Prisma.EventInclude;

export type ToldEvent = Prisma.EventGetPayload<{ include: typeof eventInclude }>;

export async function loadEvents(
  tx: TenantTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ToldEvent>> {
  const events = await tx.event.findMany({ where: { id: { in: [...new Set(ids)] } }, include: eventInclude });
  return new Map(events.map((event) => [event.id, event]));
}

export function tellingOf(
  notification: { readonly id: string; readonly personId: string; readonly kind: string },
  event: ToldEvent,
  certification: Certification | undefined,
  now: Date,
): Telling {
  const { person, program, version, certificate, evidence, enrolment } = event;
  const facts = factsOf(event);
  const inForce = certification?.certificates.find(({ id }) => id === event.certificateId);
  const dates = inForce && datesAt(now, inForce);
  const isMicro = event.type === "MICRO_CREDENTIAL_AWARDED";
  return {
    notificationId: notification.id,
    type: event.type as NotifyingEventType,
    kind: notification.kind as NotificationKind,
    own: event.personId === notification.personId,
    at: event.dueAt ?? event.occurredAt,
    personName: person?.name ?? "",
    programTitle:
      (isMicro ? certificate?.title : null) ??
      version?.title ??
      certificate?.title ??
      program?.versions[0]?.title ??
      "",
    requirementTitles: evidence?.requirements.map(({ requirement }) => requirement.title) ?? [],
    certificateNumber: certificate?.number ?? null,
    expiresAt: dates ? dates.expiresAt : dateIn(facts.expiresAt),
    graceEndsAt: dates?.graceEndsAt ?? null,
    dueAt: dateIn(facts.dueAt) ?? enrolment?.dueAt ?? null,
    outcome: textIn(facts.outcome) ?? textIn(facts.decision),
    barUntil: dateIn(facts.barUntil),
  };
}

export function factsOf({ facts }: Pick<Event, "facts">): Readonly<Record<string, unknown>> {
  return typeof facts === "object" && facts !== null && !Array.isArray(facts) ? facts : {};
}

export function textIn(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function dateIn(value: unknown): Date | null {
  const at = new Date(textIn(value) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
