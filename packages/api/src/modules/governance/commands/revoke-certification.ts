import { assertBar, certificatesToRevoke } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { assertMayDecide, openCase } from "../open-case.ts";
import { recordRevocation } from "../record-revocation.ts";
import type { DecideOnCertification } from "./suspend-certification.ts";

export interface RevokeCertification extends DecideOnCertification {
  /** Before this instant no reinstatement may be completed; null: no bar. */
  readonly barUntil: Date | null;
}

/**
 * Revokes, for misconduct, all of a person's certificates in a program that are unexpired (R6, R11).
 * @throws NotPermitted, NotFound, InvalidInput, DeciderConflict, DecisionRefused
 */
export const revokeCertification: Command<RevokeCertification, { decisionId: string }> = async (
  run,
  { personId, programId, reason, barUntil },
) => {
  authorize(run.actor, "certification.decide", { personId });
  const certification = await openCase(run, { personId, programId });
  await assertMayDecide(run, certification);
  assertBar(run.now, barUntil);
  const held = [...certification.certificates, ...certification.microCredentials];
  const certificates = certificatesToRevoke(run.now, held, certification.decisions);
  return recordRevocation(run, certification, { reason, barUntil, certificateIds: certificates.map(({ id }) => id) });
};
