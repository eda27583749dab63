import type { Command } from "../../../command.ts";
import { recordDecision } from "../../decision/index.ts";
import { openAward } from "../open-award.ts";
import type { DecideAward } from "./approve-award.ts";

/**
 * An approver declines an award that waits (R5). The enrolment goes on: nothing that was accepted is undone, the reason
 * says what is missing, and once more is accepted the award is put to an approver again.
 * @throws NotPermitted, NotFound, EnrolmentEnded, DecisionRefused, DeciderConflict
 */
export const declineAward: Command<DecideAward, { decisionId: string }> = async (run, { enrolmentId, reason }) => {
  const { personId, programId, versionId } = await openAward(run, enrolmentId);
  const data = { approvalAwaitedAt: null, renewalClaimedAt: null, approvalDeclinedAt: run.now };
  await run.tx.enrolment.update({ where: { id: enrolmentId }, data, select: { id: true } });
  const about = { personId, programId, enrolmentId };
  const made = await recordDecision(run, { kind: "AWARD_DECLINED", reason, ...about });
  run.emit({ type: "AWARD_DECLINED", ...about, versionId, facts: made });
  return made;
};
