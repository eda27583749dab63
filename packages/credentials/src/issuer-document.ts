import { DID_V1, MULTIKEY_V1, OPEN_BADGES_V3 } from "./contexts.ts";
import { dateTimeStamp } from "./dates.ts";

/** A key of an issuer, as its document lists it. */
export interface IssuerKey {
  /** The URL that proofs name: the issuer's URL and a fragment. */
  readonly id: string;
  readonly publicKeyMultibase: string;
  /** Since when the key signs nothing new. What it signed before stays verifiable. */
  readonly retiredAt?: Date;
  /** Since when nothing that the key signed may be trusted, as after a theft. */
  readonly revokedAt?: Date;
}

/** What an issuer publishes about itself. */
export interface IssuerDocumentInput {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly keys: readonly IssuerKey[];
}

/** A controlled identifier document that is an Open Badges Profile too. */
export interface IssuerDocument {
  readonly "@context": readonly [typeof DID_V1, typeof MULTIKEY_V1, typeof OPEN_BADGES_V3];
  readonly id: string;
  readonly type: readonly ["Profile"];
  readonly name: string;
  readonly url: string;
  readonly verificationMethod: readonly {
    readonly id: string;
    readonly type: "Multikey";
    readonly controller: string;
    readonly publicKeyMultibase: string;
    readonly revoked?: string;
  }[];
  readonly assertionMethod: readonly string[];
}

/**
 * Builds the document served at the issuer's URL (Controlled Identifiers 1.0, section 2 "Data Model"; OB 3.0 Profile).
 *
 * A retired key stays under both lists without `expires`: a verifier refuses every proof of a method after its
 * `expires` (section 2.2 "Verification Methods"), old ones too, so rotating a key would void all that it signed. Keys in
 * use come first. A revoked key carries `revoked` and leaves assertionMethod: its proofs' dates can be forged by
 * whoever has it, so none counts any more.
 */
export function issuerDocument(input: IssuerDocumentInput): IssuerDocument {
  const keys = [...input.keys].sort((a, b) => rank(a) - rank(b));
  return {
    "@context": [DID_V1, MULTIKEY_V1, OPEN_BADGES_V3],
    id: input.id,
    type: ["Profile"],
    name: input.name,
    url: input.url,
    verificationMethod: keys.map((key) => ({
      id: key.id,
      type: "Multikey",
      controller: input.id,
      publicKeyMultibase: key.publicKeyMultibase,
      ...(key.revokedAt === undefined ? {} : { revoked: dateTimeStamp(key.revokedAt) }),
    })),
    assertionMethod: keys.filter((key) => key.revokedAt === undefined).map((key) => key.id),
  };
}

function rank(key: IssuerKey): number {
  if (key.revokedAt !== undefined) return 2;
  return key.retiredAt === undefined ? 0 : 1;
}
