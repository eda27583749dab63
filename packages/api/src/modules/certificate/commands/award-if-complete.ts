import {
  NothingLaterToRenewTo,
  type ProgramPolicy,
  progressOf,
  renewalPeriod,
  type VersionContent,
} from "@kunna/domain";
import type { CommandRun } from "../../../command.ts";
import { type EnrolmentFacts, loadEvidenceFacts } from "../../enrolment/index.ts";
import { loadContent } from "../../program/index.ts";
import { renewalCompletion } from "../../renewal/index.ts";
import { answerToDecline, awaitApproval } from "../approval.ts";
import { loadRenewal } from "../renewal.ts";
import { awardFirst, awardRenewal } from "./award-certificate.ts";
import { awardMicroCredentials } from "./award-micro-credentials.ts";

/**
 * R5: awards the micro-credentials of the modules that are completed, and the certificate of an open enrolment when all
 * is met, in the caller's transaction, with the enrolment
 * locked. Called wherever the last requirement can come to be met: by a verdict, or by resuming what was met before.
 * A renewal that is complete before it opens, under a bar, or when there is nothing later to renew to, is not awarded:
 * its holder claims it (R9). Where the version asks for an approver, what would be awarded waits for one instead; a
 * micro-credential does not: it rests on its reviews alone.
 * @param loaded the content of its version, where the caller has it
 * @throws NothingLeftToAward
 */
export async function awardIfComplete(
  run: CommandRun,
  enrolment: EnrolmentFacts,
  loaded?: VersionContent,
): Promise<void> {
  if (enrolment.status !== "ACTIVE") return;
  const content = loaded ?? (await loadContent(run.tx, enrolment.versionId));
  const evidence = await loadEvidenceFacts(run.tx, enrolment, content, run.now);
  // First, so that the program's certificate stacks on them.
  await awardMicroCredentials(run, enrolment, content, evidence);
  if (enrolment.purpose === "RENEWAL") return awardRenewalIfComplete(run, enrolment, content.policy);
  if (!progressOf(content, evidence).complete) return;
  if (!content.policy.approver) {
    await awardFirst(run, enrolment);
    return;
  }
  const answer = await answerToDecline(run.tx, enrolment);
  if (!answer || answer.shownAt) await awaitApproval(run, enrolment, null);
}

async function awardRenewalIfComplete(
  run: CommandRun,
  enrolment: EnrolmentFacts,
  { approver }: ProgramPolicy,
): Promise<void> {
  const answer = approver ? await answerToDecline(run.tx, enrolment) : null;
  if (answer && !answer.shownAt) return;
  const completion = await renewalCompletion(run, enrolment, { notBefore: answer?.shownAt ?? null });
  if (!completion) return;
  const facts = await loadRenewal(run, enrolment, completion, null);
  if (facts.row === "EARLY" || facts.bar) return;
  try {
    renewalPeriod(facts.renewal);
    if (approver) await awaitApproval(run, enrolment, null);
    else await awardRenewal(run, enrolment, facts);
  } catch (error) {
    // The verdict stands; who claims the renewal is told which version has a later date.
    if (!(error instanceof NothingLaterToRenewTo)) throw error;
  }
}
