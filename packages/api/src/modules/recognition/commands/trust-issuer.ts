import { IssuerAlreadyTrusted, NoLongerInForce, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

export interface TrustIssuer {
  /** The URL or DID that its credentials name. */
  readonly issuer: string;
  readonly name: string;
  readonly reason: string;
}

/** Trusts an issuer: by itself nothing counts for it, until it is mapped (R12). @throws NotPermitted, IssuerAlreadyTrusted */
export const trustIssuer: Command<TrustIssuer, { issuerId: string }> = async ({ tx, actor, now, emit }, input) => {
  authorize(actor, "mapping.edit");
  const { issuer } = input;
  const known = await tx.trustedIssuer.findFirst({ where: { issuer, endedAt: null }, select: { id: true } });
  if (known) throw new IssuerAlreadyTrusted(known.id);
  const { organisationId, personId: trustedById } = actor;
  const { id: issuerId } = await tx.trustedIssuer.create({
    data: { ...input, organisationId, trustedAt: now, trustedById },
    select: { id: true },
  });
  emit({ type: "ISSUER_TRUSTED", facts: { issuerId, issuer } });
  return { issuerId };
};

export interface EndIssuerTrust {
  readonly issuerId: string;
  readonly reason: string;
}

/** Ends the trust, and with it what its mappings count for in awards to come. @throws NotPermitted, NotFound, NoLongerInForce */
export const endIssuerTrust: Command<EndIssuerTrust, { issuerId: string }> = async (run, { issuerId, reason }) => {
  const { tx, actor, now, emit } = run;
  authorize(actor, "mapping.edit");
  const row = await tx.trustedIssuer.findUnique({ where: { id: issuerId }, select: { issuer: true } });
  if (!row) throw new NotFound("trusted issuer");
  const { count } = await tx.trustedIssuer.updateMany({
    where: { id: issuerId, endedAt: null },
    data: { endedAt: now, endedById: actor.personId, endReason: reason },
  });
  if (count === 0) throw new NoLongerInForce();
  emit({ type: "ISSUER_TRUST_ENDED", facts: { issuerId, issuer: row.issuer } });
  return { issuerId };
};
