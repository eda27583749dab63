import { type CreditSpend, isDeltaOnly, isOfCycle, renewalProgress, spendsOf } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import type { EnrolmentFacts } from "../enrolment/index.ts";
import { insertSpends } from "../ledger/index.ts";
import { loadRenewalStates } from "./load.ts";
import { factsAt, type RenewalState } from "./state.ts";

/** That all that a renewal asks is met (R8). */
export interface RenewalCompletion {
  /** R5: when the submission that met the last of it was made. */
  readonly submittedAt: Date;
  /** R10: all that was asked is a delta. */
  readonly isDelta: boolean;
  /** The path by which it is complete; null: a reinstatement. */
  readonly pathKey: string | null;
  /** What it spends. */
  readonly spends: readonly CreditSpend[];
}

/** How it is asked whether a renewal is complete. */
interface CompletionTerms {
  /**
   * When its holder claimed it, where no decision on what they put forward completes it: then it is complete as of the
   * claim, and the newest work must be recent at it.
   */
  readonly claimedAt?: Date | null;
  /** The submission that answered to a decline (R5): nothing before it completes the renewal. */
  readonly notBefore?: Date | null;
}

/**
 * Whether a renewal has met what it asks. Null: not yet. Locks the person: what is spent here is spent nowhere else.
 */
export async function renewalCompletion(
  { tx, now }: CommandRun,
  { personId, programId }: EnrolmentFacts,
  { claimedAt = null, notBefore = null }: CompletionTerms = {},
): Promise<RenewalCompletion | null> {
  await tx.$queryRaw`select "id"::text from "Person" where "id" = ${personId}::uuid for no key update`;
  const [state] = await loadRenewalStates(tx, [{ personId, programId }], now);
  if (!state) return null;
  // What is accepted after it was complete does not move the completion, and what is asked is asked as of then.
  for (const at of submissionsOf(state)) {
    if (notBefore && at < notBefore) continue;
    const { certificate, version } = state;
    const found = renewalProgress(certificate.policy, version.content, {
      ...factsAt(state, claimedAt ?? at),
      evidence: state.evidence.filter((one) => one.status === "ACCEPTED" && (submissionOf(one) ?? at) <= at),
      credits: state.credits.filter(({ enteredAt }) => enteredAt <= at),
    });
    if (found.complete) {
      const pathKey = found.path?.key ?? null;
      return { submittedAt: at, isDelta: isDeltaOnly(found.progress), pathKey, spends: spendsOf(found.progress) };
    }
  }
  return null;
}

/** Writes by which path the renewal is awarded, while its enrolment is open. */
export async function pinRenewalPath(
  { tx }: CommandRun,
  { id }: EnrolmentFacts,
  { pathKey }: RenewalCompletion,
): Promise<void> {
  await tx.enrolment.update({ where: { id }, data: { renewalPathKey: pathKey }, select: { id: true } });
}

/** Writes what the renewal spends, in the transaction of its award (R8). */
export async function spendCredits(
  { tx, actor, now, emit }: CommandRun,
  { id: enrolmentId, personId, programId, versionId }: EnrolmentFacts,
  certificateId: string,
  { spends }: RenewalCompletion,
): Promise<void> {
  if (spends.length === 0) return;
  await insertSpends(tx, actor.organisationId, certificateId, spends, now);
  emit({ type: "CREDITS_USED", personId, programId, versionId, enrolmentId, certificateId, facts: { spends } });
}

/** The instants of the cycle at which something that counts was put forward, in order. */
function submissionsOf({ certificate: { validFrom }, evidence, credits }: RenewalState): Date[] {
  const ofCycle = evidence.filter((one) => one.status === "ACCEPTED" && isOfCycle(one, validFrom));
  const instants = [...ofCycle.map(submissionOf), ...credits.map(({ enteredAt }) => enteredAt)];
  // What was put forward before the cycle began counts from its beginning.
  const times = instants.map((at) => Math.max(Number(at ?? validFrom), Number(validFrom)));
  return [...new Set(times)].sort((a, b) => a - b).map((time) => new Date(time));
}

function submissionOf({ submittedAt, decidedAt }: RenewalState["evidence"][number]): Date | null {
  return submittedAt ?? decidedAt;
}
