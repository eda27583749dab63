import { type TenantTransaction, TransactionConflict } from "@kunna/database";
import { type Actor, IdempotencyKeyReused, SecretShownOnce } from "@kunna/domain";
import type { KeyedStep } from "./keyed-request.ts";

/** How long an answer is kept at least, in milliseconds. */
const keptFor = 24 * 60 * 60 * 1000;

/** A command under its caller's key. */
export interface KeyedCommand extends KeyedStep {
  readonly inputHash: Uint8Array<ArrayBuffer>;
}

/**
 * Takes the key for this transaction. A concurrent request with the same key waits here until the first one has ended:
 * then it gets the first one's answer, or the key, if nothing came of the first. Removes up to ten answers of the
 * organisation that have been kept long enough.
 *
 * @returns null: run the command; else what it gave the first time
 * @throws IdempotencyKeyReused, SecretShownOnce
 */
export async function takeKey(
  tx: TenantTransaction,
  { organisationId, personId }: Actor,
  { key, operation, step, inputHash }: KeyedCommand,
  now: Date,
): Promise<{ readonly output: unknown } | null> {
  const keptSince = new Date(now.getTime() - keptFor);
  const taken = await tx.$queryRaw<unknown[]>`
    with removed as (
      delete from "IdempotencyKey" where ("organisationId", "personId", "key", "step") in (
        select "organisationId", "personId", "key", "step" from "IdempotencyKey"
        where "createdAt" < ${keptSince} and not ("personId" = ${personId}::uuid and "key" = ${key})
        order by "createdAt" limit 10 for update skip locked))
    insert into "IdempotencyKey"
      ("organisationId", "personId", "key", "step", "operation", "inputHash", "createdAt")
    values (${organisationId}::uuid, ${personId}::uuid, ${key}, ${step}, ${operation}, ${inputHash}, ${now})
    on conflict do nothing returning 1 as "taken"`;
  if (taken.length > 0) return null;
  const first = await tx.idempotencyKey.findUnique({
    where: { organisationId_personId_key_step: { organisationId, personId, key, step } },
  });
  if (!first) throw new TransactionConflict("The key was removed just now; try again.");
  if (first.operation !== operation || Buffer.compare(first.inputHash, inputHash) !== 0)
    throw new IdempotencyKeyReused(first.operation);
  if (first.output === null) throw new SecretShownOnce();
  return { output: first.output };
}

/** Keeps what the command gave, in its own transaction. */
export async function keepOutput(
  tx: TenantTransaction,
  { organisationId, personId }: Actor,
  { key, step }: KeyedCommand,
  output: object,
): Promise<void> {
  await tx.$executeRaw`
    update "IdempotencyKey" set "output" = ${JSON.stringify(output)}::jsonb
    where "organisationId" = ${organisationId}::uuid and "personId" = ${personId}::uuid
      and "key" = ${key} and "step" = ${step}`;
}
