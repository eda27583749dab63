import type { CommandRun } from "../../command.ts";
import { dropApproval } from "../certificate/index.ts";
import type { CertificationKey } from "../certification/index.ts";
import { recordDecision } from "../decision/index.ts";

interface Revocation {
  readonly reason: string;
  readonly barUntil: Date | null;
  readonly certificateIds: readonly string[];
}

/** One decision, however many certificates it takes away, and an event for each of them. */
export async function recordRevocation(
  run: CommandRun,
  { personId, programId }: CertificationKey,
  { reason, barUntil, certificateIds }: Revocation,
): Promise<{ decisionId: string }> {
  const about = { personId, programId };
  const { decisionId } = await recordDecision(run, { kind: "REVOKED", reason, ...about, barUntil, certificateIds });
  for (const certificateId of certificateIds)
    run.emit({ type: "CERTIFICATE_REVOKED", ...about, certificateId, facts: { decisionId, barUntil } });
  await dropApproval(run.tx, about);
  return { decisionId };
}
