import { NoLongerInForce, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

export interface RetireCredentialMapping {
  readonly mappingId: string;
  readonly reason: string;
}

/** Retires a mapping: nothing counts by it in awards to come; those made stay (R12). @throws NotPermitted, NotFound, NoLongerInForce */
export const retireCredentialMapping: Command<RetireCredentialMapping, { mappingId: string }> = async (
  { tx, actor, now, emit },
  { mappingId, reason },
) => {
  authorize(actor, "mapping.edit");
  const row = await tx.credentialMapping.findUnique({ where: { id: mappingId }, select: { sourceId: true } });
  if (!row) throw new NotFound("credential mapping");
  const { count } = await tx.credentialMapping.updateMany({
    where: { id: mappingId, retiredAt: null },
    data: { retiredAt: now, retiredById: actor.personId, retireReason: reason },
  });
  if (count === 0) throw new NoLongerInForce();
  emit({ type: "CREDENTIAL_MAPPING_RETIRED", facts: { mappingId, sourceId: row.sourceId } });
  return { mappingId };
};
