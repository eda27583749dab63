import type { Prisma, TenantTransaction } from "@kunna/database";
import { newToken } from "./access-token.ts";

export interface NewAccessToken {
  readonly organisationId: string;
  readonly personId: string;
  /** What it is for, as shown in lists. */
  readonly label: string;
  readonly createdAt: Date;
  /** Null: until revoked. */
  readonly expiresAt: Date | null;
}

/** Adds a bearer token. The token itself is told once, here, and never kept. */
export async function insertAccessToken(
  tx: TenantTransaction,
  data: NewAccessToken,
): Promise<{ readonly id: string; readonly token: string }> {
  const { token, hash } = newToken();
  const { id } = await tx.accessToken.create({ data: { ...data, tokenHash: hash }, select: { id: true } });
  return { id, token };
}

/** Makes tokens no good any more. */
export async function revokeAccessTokens(
  tx: TenantTransaction,
  which: Prisma.AccessTokenWhereInput,
  revokedAt: Date,
): Promise<void> {
  await tx.accessToken.updateMany({ where: { AND: [which, { revokedAt: null }] }, data: { revokedAt } });
}
