import { EnrolmentEnded } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { endEnrolment, lockEnrolment, managersOf } from "../enrolment-store.ts";

export interface WithdrawEnrolment {
  readonly enrolmentId: string;
}

/** Gives an enrolment up; its history is kept. @throws NotPermitted, NotFound, EnrolmentEnded */
export const withdrawEnrolment: Command<WithdrawEnrolment, { enrolmentId: string }> = async (
  { tx, actor, now, emit },
  { enrolmentId },
) => {
  const { personId, programId, versionId, status } = await lockEnrolment(tx, enrolmentId);
  authorize(actor, "enrolment.withdraw", { personId, managerIds: await managersOf(tx, personId) });
  if (status !== "ACTIVE") throw new EnrolmentEnded();
  await endEnrolment(tx, enrolmentId, "WITHDRAWN", now);
  emit({ type: "ENROLMENT_WITHDRAWN", personId, programId, versionId, enrolmentId, facts: {} });
  return { enrolmentId };
};
