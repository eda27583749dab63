import type { EventType } from "../event/event-types.ts";
import { type Action, type Actor, can, permissions, type Role } from "../organisation/permission.ts";
import type { NotificationKind } from "./kinds.ts";

/**
 * Who is told. PERSON: whom it concerns. MANAGERS: of the teams of whom it concerns. ALL: whoever may do the action.
 * MANAGERS_ELSE_ALL: the managers who may, and where there is none, all who may.
 */
export type Audience = "PERSON" | "MANAGERS" | "MANAGERS_ELSE_ALL" | "ALL";

/** What must still be so when the mail is sent; else it would tell what has passed. */
export type Condition =
  /** Of time: nothing later has come about for the certificate, and no other counts in its place. */
  | "LATEST_OF_TIME"
  /** The revision waits for whoever is told. */
  | "WAITS_FOR_REVIEW"
  /** It has not been sent in again. */
  | "STILL_RETURNED"
  /** The award waits for whoever is told. */
  | "WAITS_FOR_APPROVAL"
  /** The enrolment goes on. */
  | "ENROLMENT_OPEN"
  /** The request or the appeal is undecided, and whoever is told may decide it. */
  | "UNDECIDED";

export interface NotificationRule {
  readonly kind: NotificationKind;
  readonly to: Audience;
  /** The action that whoever is told must be allowed, by the permission table, to whom it concerns. */
  readonly may: Action;
  readonly while?: Condition;
}

const ofTime = [
  { kind: "RENEWALS", to: "PERSON", may: "event.read", while: "LATEST_OF_TIME" },
  { kind: "TEAM_RENEWALS", to: "MANAGERS", may: "event.read", while: "LATEST_OF_TIME" },
] as const;
const evidenceDecided = { kind: "EVIDENCE_DECIDED", to: "PERSON", may: "event.read" } as const;
const awards = { kind: "AWARDS", to: "PERSON", may: "event.read" } as const;
const enrolments = { kind: "ENROLMENTS", to: "PERSON", may: "event.read", while: "ENROLMENT_OPEN" } as const;
/** What can be appealed is told whatever one's role is, as long as one has any. */
const decisions = { kind: "DECISIONS", to: "PERSON", may: "appeal.file" } as const;

/** The one table of which events notify whom: event x kind x audience. Other events notify nobody. */
export const notificationRules = {
  RENEWAL_OPENED: ofTime,
  RENEWAL_REMINDER: ofTime,
  CERTIFICATE_EXPIRED: ofTime,
  CERTIFICATE_LAPSED: ofTime,
  EVIDENCE_SUBMITTED: [{ kind: "EVIDENCE_TO_REVIEW", to: "ALL", may: "evidence.review", while: "WAITS_FOR_REVIEW" }],
  EVIDENCE_ACCEPTED: [evidenceDecided],
  EVIDENCE_RETURNED: [{ ...evidenceDecided, while: "STILL_RETURNED" }],
  EVIDENCE_REJECTED: [evidenceDecided],
  CREDITS_ACCEPTED: [evidenceDecided],
  CREDITS_REJECTED: [evidenceDecided],
  CERTIFICATE_AWARDED: [awards],
  MICRO_CREDENTIAL_AWARDED: [awards],
  CERTIFICATE_EXTENDED: [awards],
  AWARD_DECLINED: [awards],
  AWARD_APPROVAL_AWAITED: [{ kind: "AWARDS_TO_APPROVE", to: "ALL", may: "award.approve", while: "WAITS_FOR_APPROVAL" }],
  PERSON_ENROLLED: [enrolments],
  ENROLMENT_REQUIRED: [enrolments],
  ENROLMENT_MOVED: [enrolments],
  ENROLMENT_REQUESTED: [{ kind: "REQUESTS", to: "MANAGERS_ELSE_ALL", may: "enrolment.decide", while: "UNDECIDED" }],
  EXTENSION_REQUESTED: [{ kind: "REQUESTS", to: "MANAGERS_ELSE_ALL", may: "due-date.decide", while: "UNDECIDED" }],
  ENROLMENT_REQUEST_DECIDED: [{ kind: "REQUESTS_DECIDED", to: "PERSON", may: "event.read" }],
  EXTENSION_REQUEST_DECIDED: [{ kind: "REQUESTS_DECIDED", to: "PERSON", may: "event.read" }],
  CERTIFICATION_SUSPENDED: [decisions],
  CERTIFICATION_REINSTATED: [decisions],
  CERTIFICATE_REVOKED: [decisions],
  STAY_GRANTED: [decisions],
  APPEAL_DECIDED: [decisions],
  WEBHOOK_ENDPOINT_PAUSED: [{ kind: "WEBHOOKS", to: "PERSON", may: "webhook.read" }],
  APPEAL_FILED: [{ kind: "APPEALS", to: "ALL", may: "appeal.decide", while: "UNDECIDED" }],
} as const satisfies Partial<Record<EventType, readonly NotificationRule[]>>;

export type NotifyingEventType = keyof typeof notificationRules;

export const notifyingEventTypes = Object.keys(notificationRules) as readonly NotifyingEventType[];

/** What an event says of whom it concerns. */
export interface NotifyingEvent {
  readonly type: string;
  readonly organisationId: string;
  /** Who did it; null: nobody did. */
  readonly actorId: string | null;
  readonly personId: string | null;
  /** The managers of the teams of whom it concerns. */
  readonly managerIds: readonly string[];
}

export interface Recipient extends Pick<NotificationRule, "kind" | "while"> {
  readonly personId: string;
}

/** The rules by which an event notifies; none for most. */
export function rulesOf(type: string): readonly NotificationRule[] {
  return type in notificationRules ? notificationRules[type as NotifyingEventType] : [];
}

/** The roles whose holders have to be known beside the person and their managers, to say whom an event notifies. */
export function rolesNotifiedOf(type: string): readonly Role[] {
  const actions = rulesOf(type).flatMap(({ to, may }) => (to === "ALL" || to === "MANAGERS_ELSE_ALL" ? [may] : []));
  return [...new Set(actions.flatMap((action) => Object.keys(permissions[action]) as Role[]))];
}

/**
 * Whom an event notifies, each once, by the first rule that reaches them. Nobody is told of what they did themselves, and
 * nobody of what the permission table does not let them do or read.
 * @param candidates whom it concerns, their managers, and the holders of rolesNotifiedOf; others may be among them
 */
export function recipientsOf(event: NotifyingEvent, candidates: readonly Actor[]): Recipient[] {
  const found = new Map<string, Recipient>();
  for (const { kind, to, may, while: condition } of rulesOf(event.type)) {
    const allowed = candidates.filter((one) => one.personId !== event.actorId && can(one, may, resourceOf(event)));
    for (const { personId } of audience(event, to, allowed))
      if (!found.has(personId)) found.set(personId, { personId, kind, ...(condition && { while: condition }) });
  }
  return [...found.values()];
}

function resourceOf({ organisationId, personId, managerIds }: NotifyingEvent) {
  return { organisationId, managerIds, ...(personId !== null && { personId }) };
}

function audience({ personId, managerIds }: NotifyingEvent, to: Audience, allowed: readonly Actor[]): readonly Actor[] {
  const managers = allowed.filter((one) => one.personId !== personId && managerIds.includes(one.personId));
  switch (to) {
    case "PERSON":
      return allowed.filter((one) => one.personId === personId);
    case "MANAGERS":
      return managers;
    case "MANAGERS_ELSE_ALL":
      return managers.length > 0 ? managers : allowed;
    case "ALL":
      return allowed;
  }
}
