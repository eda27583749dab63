import { assertStep } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { certificationOfDecision } from "../../decision/index.ts";
import { decisionIn, openCase } from "../open-case.ts";

export interface FileAppeal {
  readonly decisionId: string;
  readonly reason: string;
  /** Whether it asks that the effect be held up until it is decided. */
  readonly asksForStay: boolean;
}

/** The person concerned appeals a suspension or a revocation (R11), once. @throws NotPermitted, NotFound, DecisionRefused */
export const fileAppeal: Command<FileAppeal, { appealId: string }> = async (
  run,
  { decisionId, reason, asksForStay },
) => {
  const { tx, actor, now, emit } = run;
  const key = await certificationOfDecision(run, decisionId);
  authorize(actor, "appeal.file", { personId: key.personId });
  const { decisions } = await openCase(run, key);
  assertStep(decisionIn(decisions, decisionId), decisions, "APPEAL_FILED");
  const { id: appealId } = await tx.appeal.create({
    data: {
      organisationId: actor.organisationId,
      decisionId,
      reason,
      asksForStay,
      filedAt: now,
      filedById: actor.personId,
    },
    select: { id: true },
  });
  emit({ type: "APPEAL_FILED", ...key, facts: { decisionId, appealId, asksForStay } });
  return { appealId };
};
