import { assertMaySuspend } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import type { CertificationKey } from "../../certification/index.ts";
import { recordDecision } from "../../decision/index.ts";
import { assertMayDecide, openCase } from "../open-case.ts";

export interface DecideOnCertification extends CertificationKey {
  readonly reason: string;
}

/** Suspends a certification, until it is reinstated (R6, R11). @throws NotPermitted, NotFound, DeciderConflict, DecisionRefused */
export const suspendCertification: Command<DecideOnCertification, { decisionId: string }> = async (
  run,
  { personId, programId, reason },
) => {
  authorize(run.actor, "certification.decide", { personId });
  const certification = await openCase(run, { personId, programId });
  await assertMayDecide(run, certification);
  assertMaySuspend(run.now, certification, certification.decisions);
  const { decisionId } = await recordDecision(run, { kind: "SUSPENDED", reason, personId, programId });
  run.emit({ type: "CERTIFICATION_SUSPENDED", personId, programId, facts: { decisionId } });
  return { decisionId };
};
