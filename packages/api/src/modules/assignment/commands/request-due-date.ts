import { EnrolmentEnded, InvalidInput, RequestWaits } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockEnrolment } from "../../enrolment/index.ts";
import { loadDueAt } from "../assignment-store.ts";
import { assertLater, assertNotPast } from "../due-day.ts";

export interface RequestDueDate {
  readonly enrolmentId: string;
  /** The last day that is asked for: YYYY-MM-DD. */
  readonly dueOn: string;
  readonly reason: string;
}

/**
 * A learner asks for a later due date of an enrolment.
 * @throws NotPermitted, NotFound, EnrolmentEnded, RequestWaits, InvalidInput
 */
export const requestDueDate: Command<RequestDueDate, { requestId: string }> = async (run, input) => {
  const { tx, actor, now, emit } = run;
  const { enrolmentId, dueOn, reason } = input;
  const { personId, programId, versionId, status } = await lockEnrolment(tx, enrolmentId);
  authorize(actor, "due-date.request", { personId });
  if (status !== "ACTIVE") throw new EnrolmentEnded();
  const dueAt = await loadDueAt(tx, enrolmentId);
  if (dueAt === null)
    throw new InvalidInput([
      {
        code: "NO_DUE_DATE",
        path: "enrolmentId",
        message: "The enrolment has no due date.",
        fix: "Go on: it does not end by itself.",
      },
    ]);
  const requestedDueAt = await assertNotPast(tx, dueOn, now, "dueOn");
  assertLater(requestedDueAt, dueAt, "dueOn");
  const waits = await tx.extensionRequest.findFirst({ where: { enrolmentId, decidedAt: null }, select: { id: true } });
  if (waits) throw new RequestWaits();
  const { organisationId } = actor;
  const { id: requestId } = await tx.extensionRequest.create({
    data: { organisationId, enrolmentId, personId, reason, dueAt, requestedDueAt, requestedAt: now },
    select: { id: true },
  });
  const about = { personId, programId, versionId, enrolmentId };
  emit({ type: "EXTENSION_REQUESTED", ...about, facts: { requestId, dueAt, requestedDueAt } });
  return { requestId };
};
