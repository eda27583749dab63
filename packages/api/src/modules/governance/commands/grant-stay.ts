import { assertStep, DecisionRefused } from "@kunna/domain";
import type { Command } from "../../../command.ts";
import { recordDecision } from "../../decision/index.ts";
import { openAppeal } from "../open-appeal.ts";

export interface GrantStay {
  readonly appealId: string;
  readonly reason: string;
}

/**
 * Holds the effect of the decision appealed up until the appeal is decided (R11), where the appeal asks for it.
 * @throws NotPermitted, NotFound, DeciderConflict, DecisionRefused
 */
export const grantStay: Command<GrantStay, { decisionId: string }> = async (run, { appealId, reason }) => {
  const { asksForStay, appealed, decisions, key } = await openAppeal(run, appealId);
  assertStep(appealed, decisions, "STAY_GRANTED");
  if (!asksForStay) throw new DecisionRefused("NO_STAY_ASKED");
  const made = await recordDecision(run, { kind: "STAY_GRANTED", reason, ...key, regardingId: appealed.id });
  run.emit({ type: "STAY_GRANTED", ...key, facts: { ...made, appealId } });
  return made;
};
