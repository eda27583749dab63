import type { TenantTransaction } from "@kunna/database";

/**
 * What is decided on one certification is decided one at a time: awards, suspensions, revocations, appeals. Taken after
 * the lock of an enrolment, never before it. What was read before this may be stale.
 */
export async function lockCertification(
  tx: TenantTransaction,
  { personId, programId }: { readonly personId: string; readonly programId: string },
): Promise<void> {
  const name = `certification ${personId} ${programId}`;
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))::text`;
}
