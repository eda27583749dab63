import { suspensionToLift } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { recordDecision } from "../../decision/index.ts";
import { assertMayDecide, openCase } from "../open-case.ts";
import type { DecideOnCertification } from "./suspend-certification.ts";

/** Lifts the suspension of a certification (R11). @throws NotPermitted, NotFound, DeciderConflict, DecisionRefused */
export const reinstateCertification: Command<DecideOnCertification, { decisionId: string }> = async (
  run,
  { personId, programId, reason },
) => {
  authorize(run.actor, "certification.decide", { personId });
  const certification = await openCase(run, { personId, programId });
  await assertMayDecide(run, certification);
  const { id: regardingId } = suspensionToLift(certification.decisions);
  const { decisionId } = await recordDecision(run, { kind: "REINSTATED", reason, personId, programId, regardingId });
  run.emit({ type: "CERTIFICATION_REINSTATED", personId, programId, facts: { decisionId } });
  return { decisionId };
};
