import { assertPathOffered, EnrolmentEnded, InvalidInput } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockEnrolment } from "../../enrolment/index.ts";
import { factsAt, loadRenewalStates } from "../../renewal/index.ts";
import { awardIfComplete } from "./award-if-complete.ts";

export interface ChooseRenewalPath {
  readonly enrolmentId: string;
  readonly pathKey: string;
}

/**
 * The holder chooses by which way of the policy to renew (R8). Where that way is complete already, the renewal is awarded
 * at once.
 * @throws NotPermitted, NotFound, EnrolmentEnded, InvalidInput, RenewalPathNotOffered
 */
export const chooseRenewalPath: Command<ChooseRenewalPath, { enrolmentId: string }> = async (
  run,
  { enrolmentId, pathKey },
) => {
  const { tx, actor, now, emit } = run;
  const enrolment = await lockEnrolment(tx, enrolmentId);
  const { personId, programId, versionId } = enrolment;
  authorize(actor, "renewal.choose", { personId });
  if (enrolment.status !== "ACTIVE") throw new EnrolmentEnded();
  const [state] = await loadRenewalStates(tx, [enrolment], now);
  if (enrolment.purpose !== "RENEWAL" || !state) throw new InvalidInput([notARenewal]);
  assertPathOffered(pathKey, state.certificate.policy, state.version.content, factsAt(state, now));
  // What waited for an approver was complete by another way (R5): by this one it may not be.
  const data = { renewalPathKey: pathKey, approvalAwaitedAt: null, renewalClaimedAt: null };
  await tx.enrolment.update({ where: { id: enrolmentId }, data, select: { id: true } });
  emit({ type: "RENEWAL_PATH_CHOSEN", personId, programId, versionId, enrolmentId, facts: { pathKey } });
  await awardIfComplete(run, enrolment);
  return { enrolmentId };
};

const notARenewal = {
  code: "NOT_A_RENEWAL",
  path: "enrolmentId",
  message: "The enrolment leads to a first certificate, which has one way.",
  fix: "Pass an enrolment whose purpose is RENEWAL.",
};
