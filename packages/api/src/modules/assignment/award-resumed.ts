import { mayBeAwarded, type VersionContent } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { awardIfComplete } from "../certificate/index.ts";
import { type EnrolmentFacts, loadCountedEvidence } from "../enrolment/index.ts";

export interface Resuming extends EnrolmentFacts {
  readonly content: VersionContent;
}

/**
 * R5, R8: awards what is met by what the enrolments resume. Of a renewal, what it asks decides and not the whole path.
 * @param award how one is awarded
 */
export async function awardResumed(
  run: CommandRun,
  made: readonly Resuming[],
  award: (run: CommandRun, enrolment: EnrolmentFacts, content: VersionContent) => Promise<void> = awardIfComplete,
): Promise<void> {
  const resuming = made.filter(({ resumesId }) => resumesId !== null);
  if (resuming.length === 0) return;
  const evidence = await loadCountedEvidence(run.tx, resuming, run.now);
  for (const { content, ...enrolment } of resuming) {
    if (enrolment.purpose === "RENEWAL" || mayBeAwarded(content, evidence.get(enrolment.id) ?? []))
      await award(run, enrolment, content);
  }
}
