import { afterStep, type InstructorRole } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockConnection } from "../connection-store.ts";

export interface OfLmsConnection {
  readonly connectionId: string;
}

export interface ApproveLmsConnection extends OfLmsConnection {
  /** What a course's instructors may do when they come by it. */
  readonly instructorRoles: readonly InstructorRole[];
  /** Whether whoever comes by it for the first time is added to the organisation. */
  readonly addsPeople: boolean;
}

/** Takes a connection into use that waits. @throws NotPermitted, NotFound, LmsConnectionInOtherState */
export const approveLmsConnection: Command<ApproveLmsConnection, OfLmsConnection> = async (
  { tx, actor, now, emit },
  { connectionId, instructorRoles, addsPeople },
) => {
  authorize(actor, "lms.edit");
  const status = afterStep((await lockConnection(tx, connectionId)).status, "APPROVE");
  const given = { instructorRoles: [...new Set(instructorRoles)], addsPeople };
  await tx.lmsConnection.update({
    where: { id: connectionId },
    data: { status, ...given, decidedAt: now, decidedById: actor.personId },
    select: { id: true },
  });
  emit({ type: "LMS_CONNECTION_APPROVED", facts: { connectionId, ...given } });
  return { connectionId };
};

/** Refuses a connection that waits, for good. @throws NotPermitted, NotFound, LmsConnectionInOtherState */
export const refuseLmsConnection: Command<OfLmsConnection, OfLmsConnection> = async (
  { tx, actor, now, emit },
  { connectionId },
) => {
  authorize(actor, "lms.edit");
  const status = afterStep((await lockConnection(tx, connectionId)).status, "REFUSE");
  await tx.lmsConnection.update({
    where: { id: connectionId },
    data: { status, decidedAt: now, decidedById: actor.personId },
    select: { id: true },
  });
  emit({ type: "LMS_CONNECTION_REFUSED", facts: { connectionId } });
  return { connectionId };
};
