import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { insertDeployment } from "../deployment-store.ts";

export interface ApproveLtiDeployment {
  readonly connectionId: string;
  /** As the platform calls it. */
  readonly deploymentId: string;
}

/**
 * Lets a platform launch from a deployment: one that came and waits, or one that is yet to come. Approved before, it is as
 * it was. @throws NotPermitted, NotFound
 */
export const approveLtiDeployment: Command<ApproveLtiDeployment, { connectionId: string }> = async (
  { tx, actor, now, emit },
  { connectionId, deploymentId },
) => {
  authorize(actor, "lms.edit");
  const { organisationId } = actor;
  const registration = await tx.ltiRegistration.findUnique({ where: { connectionId }, select: { connectionId: true } });
  if (!registration) throw new NotFound("connection");
  const key = { connectionId_deploymentId: { connectionId, deploymentId } };
  const known = await tx.ltiDeployment.findUnique({ where: key });
  if (known?.approvedAt) return { connectionId };
  if (known) await tx.ltiDeployment.update({ where: key, data: { approvedAt: now }, select: { id: true } });
  else await insertDeployment(tx, { organisationId, connectionId, deploymentId }, now, true);
  emit({ type: "LTI_DEPLOYMENT_APPROVED", facts: { connectionId, deploymentId } });
  return { connectionId };
};
