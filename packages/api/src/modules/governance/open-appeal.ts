import { NotFound } from "@kunna/domain";
import { authorize, type CommandRun } from "../../command.ts";
import type { CertificationKey } from "../certification/index.ts";
import { certificationOfDecision, type GovernanceDecision } from "../decision/index.ts";
import { assertMayDecide, decisionIn, openCase } from "./open-case.ts";

interface OpenAppeal {
  readonly key: CertificationKey;
  readonly asksForStay: boolean;
  /** The decision appealed. */
  readonly appealed: GovernanceDecision;
  /** All on the certification. */
  readonly decisions: readonly GovernanceDecision[];
}

/**
 * An appeal, with the certification locked, for who may decide on it: nobody who took part in the decision appealed.
 * @throws NotPermitted, NotFound, DeciderConflict
 */
export async function openAppeal(run: CommandRun, appealId: string): Promise<OpenAppeal> {
  const appeal = await run.tx.appeal.findUnique({
    where: { id: appealId },
    select: { decisionId: true, asksForStay: true },
  });
  if (!appeal) throw new NotFound("appeal");
  const key = await certificationOfDecision(run, appeal.decisionId);
  authorize(run.actor, "appeal.decide", { personId: key.personId });
  const certification = await openCase(run, key);
  const { decisions } = certification;
  const appealed = decisionIn(decisions, appeal.decisionId);
  await assertMayDecide(run, certification, new Set([appealed.decidedById]));
  return { key, asksForStay: appeal.asksForStay, appealed, decisions };
}
