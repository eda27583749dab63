import { assertStep } from "@kunna/domain";
import type { Command } from "../../../command.ts";
import { recordDecision } from "../../decision/index.ts";
import { openAppeal } from "../open-appeal.ts";

export interface DecideAppeal {
  readonly appealId: string;
  readonly outcome: "UPHELD" | "DISMISSED";
  readonly reason: string;
}

/**
 * Decides an appeal (R11), once, by someone who took no part in the decision appealed. Upheld, it ends the effect from
 * now on; dismissed, the decision stands and a stay ends.
 * @throws NotPermitted, NotFound, DeciderConflict, DecisionRefused
 */
export const decideAppeal: Command<DecideAppeal, { decisionId: string }> = async (
  run,
  { appealId, outcome, reason },
) => {
  const { appealed, decisions, key } = await openAppeal(run, appealId);
  const kind = outcome === "UPHELD" ? "APPEAL_UPHELD" : "APPEAL_DISMISSED";
  assertStep(appealed, decisions, kind);
  const made = await recordDecision(run, { kind, reason, ...key, regardingId: appealed.id });
  run.emit({ type: "APPEAL_DECIDED", ...key, facts: { ...made, appealId, outcome } });
  return made;
};
