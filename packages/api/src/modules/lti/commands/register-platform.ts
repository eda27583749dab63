import { LtiPlatformKnown } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { insertDeployment } from "../deployment-store.ts";
import { insertRegistration } from "../registration-link-store.ts";
import type { LtiPlatformFacts } from "../registration-store.ts";

export interface RegisterLtiPlatform {
  readonly platform: LtiPlatformFacts;
  /** Those that are known. None: the first that comes is trusted. */
  readonly deploymentIds: readonly string[];
}

/**
 * Writes down a platform by the values that an LMS shows for a tool that was added by hand. Its connection waits for an
 * administrator, as that of one that registered itself. @throws NotPermitted, LtiPlatformKnown
 */
export const registerLtiPlatform: Command<RegisterLtiPlatform, { connectionId: string }> = async (
  { tx, actor, now },
  { platform, deploymentIds },
) => {
  authorize(actor, "lms.edit");
  const { organisationId, personId: createdById } = actor;
  const { issuer, clientId } = platform;
  const same = await tx.ltiRegistration.findUnique({
    where: { organisationId_issuer_clientId: { organisationId, issuer, clientId } },
    select: { connectionId: true },
  });
  if (same) throw new LtiPlatformKnown(issuer, clientId);
  const connectionId = await insertRegistration(tx, { organisationId, createdById, platform, now });
  for (const deploymentId of new Set(deploymentIds))
    await insertDeployment(tx, { organisationId, connectionId, deploymentId }, now, true);
  return { connectionId };
};
