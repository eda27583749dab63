import type { TenantTransaction } from "@kunna/database";
import { type Actor, type Condition, isLatestOfTime } from "@kunna/domain";
import { conflictingAwardsOf } from "../certificate/index.ts";
import type { Certification } from "../certification/index.ts";
import { reviewQueueOf } from "../evidence/index.ts";
import { factsOf, type ToldEvent, textIn } from "./tellings.ts";

/** What a condition is looked up in, for all notifications of one mail. */
export interface Present {
  readonly now: Date;
  readonly timeZone: string;
  readonly certificationOf: (event: ToldEvent) => Certification | undefined;
  /** The evidences that wait for the reader's review. */
  readonly toReview: ReadonlySet<string>;
  /** The evidences that are returned now. */
  readonly returned: ReadonlySet<string>;
  /** The enrolments whose award waits for an approver that the reader may not be. */
  readonly notToApprove: ReadonlySet<string>;
  /** The requests and appeals that are undecided and the reader may decide. */
  readonly undecided: ReadonlySet<string>;
}

/** Whether a condition of the table of notifications holds now. */
export function isStillTrue(condition: Condition, event: ToldEvent, present: Present): boolean {
  const { now, timeZone, certificationOf, toReview, returned, notToApprove, undecided } = present;
  const { enrolment, enrolmentId, evidenceId } = event;
  switch (condition) {
    case "LATEST_OF_TIME": {
      const all = (certificationOf(event)?.certificates ?? []).map((one) => ({
        ...one,
        reminders: one.policy.reminders,
      }));
      const certificate = all.find(({ id }) => id === event.certificateId);
      const told = event.dueAt && { type: event.type, dueAt: event.dueAt };
      return certificate !== undefined && told !== null && isLatestOfTime(told, certificate, all, now, timeZone);
    }
    case "WAITS_FOR_REVIEW":
      return evidenceId !== null && toReview.has(`${evidenceId} ${factsOf(event).revision}`);
    case "STILL_RETURNED":
      return evidenceId !== null && returned.has(evidenceId);
    case "WAITS_FOR_APPROVAL":
      return (
        enrolment?.status === "ACTIVE" && enrolment.approvalAwaitedAt !== null && !notToApprove.has(enrolmentId ?? "")
      );
    case "ENROLMENT_OPEN":
      return enrolment?.status === "ACTIVE";
    case "UNDECIDED":
      return undecided.has(textIn(factsOf(event).requestId) ?? textIn(factsOf(event).appealId) ?? "");
  }
}

/** Looks up what the conditions of these events ask for; what none asks for is not looked up. */
export async function loadPresent(
  tx: TenantTransaction,
  reader: Actor,
  told: ReadonlyArray<{ readonly event: ToldEvent; readonly condition: Condition | undefined }>,
): Promise<Pick<Present, "toReview" | "returned" | "notToApprove" | "undecided">> {
  const asked = (condition: Condition) => told.filter((one) => one.condition === condition).map(({ event }) => event);
  const evidenceIds = asked("WAITS_FOR_REVIEW").flatMap(({ evidenceId }) => evidenceId ?? []);
  const returnedIds = asked("STILL_RETURNED").flatMap(({ evidenceId }) => evidenceId ?? []);
  const toReview =
    evidenceIds.length === 0
      ? []
      : await tx.evidence.findMany({
          where: { AND: [{ id: { in: evidenceIds } }, await reviewQueueOf(tx, reader)] },
          select: { id: true, revisions: { orderBy: { number: "desc" }, take: 1, select: { number: true } } },
        });
  const returned =
    returnedIds.length === 0
      ? []
      : await tx.evidence.findMany({
          where: { id: { in: returnedIds }, status: "RETURNED" },
          select: { id: true },
        });
  return {
    toReview: new Set(toReview.map(({ id, revisions }) => `${id} ${revisions[0]?.number}`)),
    returned: new Set(returned.map(({ id }) => id)),
    notToApprove: new Set(
      asked("WAITS_FOR_APPROVAL").length === 0 ? [] : await conflictingAwardsOf(tx, reader.personId),
    ),
    undecided: await undecidedAmong(tx, reader, asked("UNDECIDED")),
  };
}

async function undecidedAmong(
  tx: TenantTransaction,
  { personId }: Actor,
  events: readonly ToldEvent[],
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set();
  const ids = (key: string) => events.flatMap((event) => textIn(factsOf(event)[key]) ?? []);
  const open = { where: { id: { in: ids("requestId") }, decidedAt: null }, select: { id: true } } as const;
  const enrolments = await tx.enrolmentRequest.findMany(open);
  const extensions = await tx.extensionRequest.findMany(open);
  const appeals = await tx.appeal.findMany({
    where: {
      id: { in: ids("appealId") },
      // R11: whoever took the decision that is appealed has no part in deciding the appeal.
      decision: { decidedById: { not: personId } },
    },
    select: { id: true, decisionId: true },
  });
  const decided = await tx.decision.findMany({
    where: {
      regardingId: { in: appeals.map(({ decisionId }) => decisionId) },
      kind: { in: ["APPEAL_UPHELD", "APPEAL_DISMISSED", "REINSTATED"] },
    },
    select: { regardingId: true },
  });
  const isDecided = new Set(decided.map(({ regardingId }) => regardingId));
  const undecided = appeals.filter(({ decisionId }) => !isDecided.has(decisionId));
  return new Set([...enrolments, ...extensions, ...undecided].map(({ id }) => id));
}
