import { DecisionRefused, EnrolmentEnded } from "@kunna/domain";
import { authorize, type CommandRun } from "../../command.ts";
import { type EnrolmentFacts, lockEnrolment } from "../enrolment/index.ts";
import { loadPolicy } from "../program/index.ts";
import { assertApprover, loadApproval } from "./approval.ts";

/**
 * An enrolment whose award waits for an approver, locked, for one who may decide on it (R5).
 * @throws NotPermitted, NotFound, EnrolmentEnded, DecisionRefused, DeciderConflict
 */
export async function openAward(run: CommandRun, enrolmentId: string): Promise<EnrolmentFacts> {
  const enrolment = await lockEnrolment(run.tx, enrolmentId);
  authorize(run.actor, "award.approve", { personId: enrolment.personId });
  if (enrolment.status !== "ACTIVE") throw new EnrolmentEnded();
  const { approvalAwaitedAt } = await loadApproval(run.tx, enrolmentId);
  if (!approvalAwaitedAt) throw new DecisionRefused("AWARD_NOT_AWAITED");
  await assertApprover(run, enrolment, await loadPolicy(run.tx, enrolment.versionId));
  return enrolment;
}
