import { EnrolmentEnded, NotFound, RequestDecided, type RequestDecision } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockEnrolment, lockSuccessor, managersOf } from "../../enrolment/index.ts";
import { loadDueAt } from "../assignment-store.ts";
import { assertLater, assertNotPast } from "../due-day.ts";

export interface DecideDueDate {
  readonly requestId: string;
  readonly decision: RequestDecision;
  /** Why, as the learner is told. */
  readonly reason: string;
  /** The last day that is granted (YYYY-MM-DD); null: as asked for. */
  readonly dueOn: string | null;
}

/**
 * Decides a request for a later due date, once. Approval moves the due date; the date as it was first stays beside it.
 * @throws NotPermitted, NotFound, RequestDecided, EnrolmentEnded, InvalidInput
 */
export const decideDueDate: Command<DecideDueDate, { requestId: string }> = async (run, input) => {
  const { tx, actor, now, emit } = run;
  const { requestId, decision, reason, dueOn } = input;
  const seen = await tx.extensionRequest.findUnique({ where: { id: requestId }, select: { enrolmentId: true } });
  if (!seen) throw new NotFound("extension request");
  // Whatever happens to one enrolment happens one at a time: what is read from here on stays so.
  const asked = await lockEnrolment(tx, seen.enrolmentId);
  // Who has moved on meanwhile has the due date there (R10).
  const enrolment = (asked.status === "MOVED" && (await lockSuccessor(tx, asked))) || asked;
  const { id: enrolmentId, personId, programId, versionId, status } = enrolment;
  authorize(actor, "due-date.decide", { personId, managerIds: await managersOf(tx, personId) });
  const request = await tx.extensionRequest.findUniqueOrThrow({ where: { id: requestId } });
  if (request.decision !== null) throw new RequestDecided(request.decision);
  if (status !== "ACTIVE" && decision === "APPROVED") throw new EnrolmentEnded();

  const granted = async () => {
    const dueAt = dueOn === null ? request.requestedDueAt : await assertNotPast(tx, dueOn, now, "dueOn");
    assertLater(dueAt, (await loadDueAt(tx, enrolmentId)) ?? request.dueAt, "dueOn");
    await tx.enrolment.update({ where: { id: enrolmentId }, data: { dueAt }, select: { id: true } });
    return dueAt;
  };
  const grantedDueAt = decision === "APPROVED" ? await granted() : null;
  await tx.extensionRequest.update({
    where: { id: requestId },
    data: { decision, decisionReason: reason, grantedDueAt, decidedAt: now, decidedById: actor.personId },
    select: { id: true },
  });
  const about = { personId, programId, versionId, enrolmentId };
  emit({ type: "EXTENSION_REQUEST_DECIDED", ...about, facts: { requestId, decision, reason, dueAt: grantedDueAt } });
  return { requestId };
};
