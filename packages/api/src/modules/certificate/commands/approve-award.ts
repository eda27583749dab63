import { DecisionRefused, progressOf, ReinstatementBarred } from "@kunna/domain";
import type { Command, CommandRun } from "../../../command.ts";
import { linkCertificates, recordDecision } from "../../decision/index.ts";
import { type EnrolmentFacts, loadEvidenceFacts } from "../../enrolment/index.ts";
import { loadContent } from "../../program/index.ts";
import { renewalCompletion } from "../../renewal/index.ts";
import { answerToDecline, loadApproval } from "../approval.ts";
import { openAward } from "../open-award.ts";
import { loadRenewal, type RenewalFacts } from "../renewal.ts";
import { awardFirst, awardRenewal } from "./award-certificate.ts";

export interface DecideAward {
  readonly enrolmentId: string;
  readonly reason: string;
}

/**
 * An approver who did not review approves an award that waits, and it is made in the same transaction, once (R5). The
 * certificate is valid from now; the row of R9 is that of the last accepted submission, however long this took.
 * @throws NotPermitted, NotFound, EnrolmentEnded, DecisionRefused, DeciderConflict, NothingLeftToAward, ReinstatementBarred,
 * NothingLaterToRenewTo
 */
export const approveAward: Command<DecideAward, { decisionId: string }> = async (run, { enrolmentId, reason }) => {
  const enrolment = await openAward(run, enrolmentId);
  const { personId, programId, versionId } = enrolment;
  const award = enrolment.purpose === "RENEWAL" ? await renewalOf(run, enrolment) : await firstOf(run, enrolment);
  const about = { personId, programId, enrolmentId };
  const { decisionId } = await recordDecision(run, { kind: "AWARD_APPROVED", reason, ...about });
  run.emit({ type: "AWARD_APPROVED", ...about, versionId, facts: { decisionId } });
  const { certificateId } = await award();
  await linkCertificates(run, decisionId, [certificateId]);
  return { decisionId };
};

type Award = () => Promise<{ certificateId: string }>;

async function firstOf(run: CommandRun, enrolment: EnrolmentFacts): Promise<Award> {
  const content = await loadContent(run.tx, enrolment.versionId);
  // A micro-credential that it stacks on may have gone stale while it waited (R10).
  const evidence = await loadEvidenceFacts(run.tx, enrolment, content, run.now);
  if (!progressOf(content, evidence).complete) throw new DecisionRefused("AWARD_NOT_COMPLETE");
  return () => awardFirst(run, enrolment);
}

async function renewalOf(run: CommandRun, enrolment: EnrolmentFacts): Promise<Award> {
  const { renewalClaimedAt: claimedAt } = await loadApproval(run.tx, enrolment.id);
  const answer = await answerToDecline(run.tx, enrolment);
  const completion = await renewalCompletion(run, enrolment, { claimedAt, notBefore: answer?.shownAt ?? null });
  if (!completion) throw new DecisionRefused("AWARD_NOT_COMPLETE");
  const facts: RenewalFacts = await loadRenewal(run, enrolment, completion, claimedAt);
  if (facts.bar) throw new ReinstatementBarred(facts.bar.until);
  return () => awardRenewal(run, enrolment, facts);
}
