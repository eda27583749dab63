import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { endSessionsOf } from "../session.ts";

export interface MatchExternalIdentity {
  readonly identityId: string;
  readonly personId: string;
}

/**
 * Says who somebody in an LMS is: from now on they come as that person. Where they came as another before, that one's
 * sessions end; what was done in them stays that one's.
 * @throws NotPermitted, NotFound
 */
export const matchExternalIdentity: Command<MatchExternalIdentity, { identityId: string }> = async (
  { tx, actor, now, emit },
  { identityId, personId },
) => {
  authorize(actor, "lms.edit");
  await tx.$queryRaw`SELECT 1 FROM "ExternalIdentity" WHERE "id" = ${identityId}::uuid FOR NO KEY UPDATE`;
  const identity = await tx.externalIdentity.findUnique({ where: { id: identityId } });
  if (!identity) throw new NotFound("external identity");
  const person = await tx.person.findUnique({ where: { id: personId }, select: { id: true } });
  if (!person) throw new NotFound("person");
  if (identity.personId === personId && identity.confirmedById !== null) return { identityId };
  if (identity.personId !== null && identity.personId !== personId) await endSessionsOf(tx, identity.personId, now);
  await tx.externalIdentity.update({
    where: { id: identityId },
    data: { personId, confirmedAt: now, confirmedById: actor.personId },
    select: { id: true },
  });
  emit({ type: "IDENTITY_MATCHED", personId, facts: { identityId, connectionId: identity.connectionId } });
  return { identityId };
};
