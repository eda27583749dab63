import {
  datesAt,
  EnrolmentEnded,
  earlyChoice,
  InvalidInput,
  ReinstatementBarred,
  RenewalIncomplete,
  RenewalNotOpen,
  renewalPeriod,
} from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockEnrolment } from "../../enrolment/index.ts";
import { loadPolicy } from "../../program/index.ts";
import { renewalCompletion } from "../../renewal/index.ts";
import { answerToDecline, awaitApproval, loadApproval } from "../approval.ts";
import { loadRenewal } from "../renewal.ts";
import { awardRenewal } from "./award-certificate.ts";

export interface ClaimRenewal {
  readonly enrolmentId: string;
  /** Whether the holder, having seen both dates, takes it before the renewal opens. */
  readonly early: boolean;
}

/**
 * Awards a renewal that was complete before it opened, or under a bar: then no review is left to award it (R9). Where its
 * policy asks for an approver, the claim puts it to one, and counts from now (R5). Claimed again, it waits on.
 * @throws NotPermitted, NotFound, EnrolmentEnded, InvalidInput, RenewalIncomplete, RenewalNotOpen, ReinstatementBarred, NothingLaterToRenewTo
 */
export const claimRenewal: Command<ClaimRenewal, { enrolmentId: string }> = async (run, { enrolmentId, early }) => {
  const { tx, actor, now } = run;
  const enrolment = await lockEnrolment(tx, enrolmentId);
  authorize(actor, "renewal.claim", { personId: enrolment.personId });
  if (enrolment.status !== "ACTIVE") throw new EnrolmentEnded();
  if (enrolment.purpose !== "RENEWAL") throw new InvalidInput([notARenewal]);
  const { approver } = await loadPolicy(tx, enrolment.versionId);
  if (approver && (await loadApproval(tx, enrolmentId)).approvalAwaitedAt) return { enrolmentId };
  const answer = approver ? await answerToDecline(tx, enrolment) : null;
  if (answer && !answer.shownAt) throw new RenewalIncomplete();
  const completion = await renewalCompletion(run, enrolment, { claimedAt: now, notBefore: answer?.shownAt ?? null });
  if (!completion) throw new RenewalIncomplete();

  const facts = await loadRenewal(run, enrolment, completion, now);
  if (facts.bar) throw new ReinstatementBarred(facts.bar.until);
  if (facts.row === "EARLY" && !early) {
    const { opensAt } = datesAt(now, facts.renewal.certificate);
    throw new RenewalNotOpen(opensAt, earlyChoice(facts.renewal));
  }
  // Also where it waits for an approver: what can't be had is not put to one.
  renewalPeriod(facts.renewal);
  if (approver) await awaitApproval(run, enrolment, now);
  else await awardRenewal(run, enrolment, facts);
  return { enrolmentId };
};

const notARenewal = {
  code: "NOT_A_RENEWAL",
  path: "enrolmentId",
  message: "The enrolment leads to a first certificate, which is awarded when its last requirement is met.",
  fix: "Pass an enrolment whose purpose is RENEWAL.",
};
