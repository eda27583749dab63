import { afterStep } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockConnection } from "../connection-store.ts";
import { sound } from "../health-store.ts";
import type { OfLmsConnection } from "./decide-lms-connection.ts";

/**
 * Lets nothing come or go by a connection until it is resumed: whoever came by it has to come again then.
 * @throws NotPermitted, NotFound, LmsConnectionInOtherState
 */
export const pauseLmsConnection: Command<OfLmsConnection, OfLmsConnection> = async (
  { tx, actor, emit },
  { connectionId },
) => {
  authorize(actor, "lms.edit");
  const before = await lockConnection(tx, connectionId);
  const status = afterStep(before.status, "PAUSE");
  if (status === before.status) return { connectionId };
  await tx.lmsConnection.update({ where: { id: connectionId }, data: { status }, select: { id: true } });
  emit({ type: "LMS_CONNECTION_PAUSED", facts: { connectionId } });
  return { connectionId };
};

/**
 * Takes a paused connection into use again; what failed by it before is tried at once.
 * @throws NotPermitted, NotFound, LmsConnectionInOtherState
 */
export const resumeLmsConnection: Command<OfLmsConnection, OfLmsConnection> = async (
  { tx, actor, emit },
  { connectionId },
) => {
  authorize(actor, "lms.edit");
  const before = await lockConnection(tx, connectionId);
  const status = afterStep(before.status, "RESUME");
  if (status === before.status) return { connectionId };
  await tx.lmsConnection.update({ where: { id: connectionId }, data: { status, ...sound }, select: { id: true } });
  emit({ type: "LMS_CONNECTION_RESUMED", facts: { connectionId } });
  return { connectionId };
};

/**
 * Takes a connection out of use for good, and forgets its secrets; what came by it stays.
 * @throws NotPermitted, NotFound, LmsConnectionInOtherState
 */
export const retireLmsConnection: Command<OfLmsConnection, OfLmsConnection> = async (
  { tx, actor, now, emit },
  { connectionId },
) => {
  authorize(actor, "lms.edit");
  const status = afterStep((await lockConnection(tx, connectionId)).status, "RETIRE");
  await tx.lmsConnection.update({
    where: { id: connectionId },
    data: { status, retiredAt: now, nextSyncAt: null, leasedUntil: null, ...sound },
    select: { id: true },
  });
  await tx.lmsSecret.deleteMany({ where: { connectionId } });
  emit({ type: "LMS_CONNECTION_RETIRED", facts: { connectionId } });
  return { connectionId };
};
