import { LtiKeyNotSigningYet } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { addKey, type LtiKeyFacts, successionOf } from "../key-store.ts";

export interface RotateLtiKey {
  /** A new key, made before any transaction: it takes a while. */
  readonly key: Pick<LtiKeyFacts, "kid" | "privateJwk">;
}

/**
 * Gives the organisation a new key to sign with for LMSs. It is published at once and signs a day later; the one before it
 * signs until then, and is published for 30 days. The first of all signs at once. @throws NotPermitted, LtiKeyNotSigningYet
 */
export const rotateLtiKey: Command<RotateLtiKey, { kid: string; signsFrom: string }> = async (
  { tx, actor, now, services, emit },
  { key },
) => {
  authorize(actor, "lms.edit");
  const newest = await tx.ltiKey.findFirst({ where: { removedAt: null }, select: { kid: true, signsFrom: true } });
  if (newest && newest.signsFrom > now) throw new LtiKeyNotSigningYet(newest.signsFrom);
  const { signsFrom, othersExpireAt } = newest ? successionOf(now) : { signsFrom: now, othersExpireAt: now };
  const change = { replaces: newest?.kid ?? null, key: { ...key, signsFrom, expiresAt: null }, othersExpireAt };
  if (!(await addKey(tx, services, actor.organisationId, change))) throw new LtiKeyNotSigningYet(signsFrom);
  const rotation = { kid: key.kid, signsFrom: signsFrom.toISOString() };
  emit({ type: "LTI_KEY_ROTATED", facts: rotation });
  return rotation;
};
