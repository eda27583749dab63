import { mayBeAwarded, Refusal, type VersionContent } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { awardIfComplete } from "../certificate/index.ts";
import { type EnrolmentFacts, loadCountedEvidence } from "../enrolment/index.ts";

export interface Resuming extends EnrolmentFacts {
  readonly content: VersionContent;
}

/** How one is awarded in which all is met. What it gives is why it was not. */
export type Award = (
  run: CommandRun,
  enrolment: EnrolmentFacts,
  content: VersionContent,
  // biome-ignore lint/suspicious/noConfusingVoidType: what awards, or throws, gives nothing.
) => Promise<Refusal | void>;

/** One that can't be awarded stays as it is, all met, and keeps the others from nothing. */
export const awardIfItCan: Award = async (...parameters) => {
  try {
    return await awardIfComplete(...parameters);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error;
  }
};

/**
 * R5, R8: awards what is met by what the enrolments resume. Of a renewal, what it asks decides and not the whole path.
 * @returns why some were not awarded, by enrolment
 */
export async function awardResumed(
  run: CommandRun,
  made: readonly Resuming[],
  award: Award = awardIfComplete,
): Promise<ReadonlyMap<string, Refusal>> {
  const refused = new Map<string, Refusal>();
  const resuming = made.filter(({ resumesId }) => resumesId !== null);
  if (resuming.length === 0) return refused;
  const evidence = await loadCountedEvidence(run.tx, resuming, run.now);
  for (const { content, ...enrolment } of resuming) {
    if (enrolment.purpose !== "RENEWAL" && !mayBeAwarded(content, evidence.get(enrolment.id) ?? [])) continue;
    const refusal = await award(run, enrolment, content);
    if (refusal) refused.set(enrolment.id, refusal);
  }
  return refused;
}
