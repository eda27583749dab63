import { assertBar, assertMayRevoke, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { assertMayDecide, openCase } from "../open-case.ts";
import { recordRevocation } from "../record-revocation.ts";

export interface RevokeCertificate {
  readonly certificateId: string;
  readonly reason: string;
  /** Before this instant no reinstatement may be completed; null: no bar. */
  readonly barUntil: Date | null;
}

/**
 * Revokes one certificate: from then on an older one that is still in force counts again (R6, R11).
 * @throws NotPermitted, NotFound, InvalidInput, DeciderConflict, DecisionRefused
 */
export const revokeCertificate: Command<RevokeCertificate, { decisionId: string }> = async (
  run,
  { certificateId, reason, barUntil },
) => {
  const found = await run.tx.certificate.findUnique({
    where: { id: certificateId },
    select: { personId: true, programId: true },
  });
  if (!found) throw new NotFound("certificate");
  authorize(run.actor, "certification.decide", { personId: found.personId });
  const certification = await openCase(run, found);
  await assertMayDecide(run, certification);
  assertBar(run.now, barUntil);
  assertMayRevoke(certificateId, certification.decisions);
  return recordRevocation(run, certification, { reason, barUntil, certificateIds: [certificateId] });
};
