import { decryptSecret, encryptSecret, generateSigningKey } from "@kunna/credentials";
import type { TenantTransaction } from "@kunna/database";

export interface OpenSigningKey {
  readonly id: string;
  readonly publicKeyMultibase: string;
  readonly secretKeyMultibase: string;
}

/** The organisation's key in use, made at its first award. Its secret is kept encrypted under the installation's secret. */
export async function signingKeyOf(
  tx: TenantTransaction,
  organisationId: string,
  installationSecret: Uint8Array,
  now: Date,
): Promise<OpenSigningKey> {
  const current = await findCurrent(tx);
  if (current) return open(current, installationSecret);
  // Two first awards at once wait here for each other; the second finds the key of the first.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`signing-key ${organisationId}`}, 0))::text`;
  const made = await findCurrent(tx);
  if (made) return open(made, installationSecret);
  const { publicKeyMultibase, secretKeyMultibase } = await generateSigningKey();
  const id = crypto.randomUUID();
  await tx.signingKey.create({
    data: {
      id,
      organisationId,
      publicKeyMultibase,
      encryptedSecret: encryptSecret(secretKeyMultibase, installationSecret, id),
      createdAt: now,
    },
  });
  return { id, publicKeyMultibase, secretKeyMultibase };
}

function findCurrent(tx: TenantTransaction) {
  return tx.signingKey.findFirst({ where: { retiredAt: null }, orderBy: { createdAt: "desc" } });
}

function open(
  { id, publicKeyMultibase, encryptedSecret }: { id: string; publicKeyMultibase: string; encryptedSecret: Uint8Array },
  installationSecret: Uint8Array,
): OpenSigningKey {
  return { id, publicKeyMultibase, secretKeyMultibase: decryptSecret(encryptedSecret, installationSecret, id) };
}
