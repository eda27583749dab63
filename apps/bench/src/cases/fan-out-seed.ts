import { createHash, randomBytes } from "node:crypto";
import type { BenchDatabase } from "../database.ts";
import { seed } from "../seed.ts";

export interface FanOutSeed {
  readonly organisationId: string;
  /** Whom the events concern, and in which program. */
  readonly personId: string;
  readonly programId: string;
  /** One of each of as many persons, all admins of the organisation. */
  readonly tokens: readonly string[];
}

export async function seedFanOut(database: BenchDatabase, people: number): Promise<FanOutSeed> {
  const { organisationId } = await seed(database, { learners: 2 * people, programs: 8, certificates: 200 });
  const tokens = Array.from({ length: people }, () => `kunna_${randomBytes(32).toString("base64url")}`);
  const hashes = tokens.map((token) => createHash("sha256").update(token).digest("hex"));
  // The even persons are the first organisation's.
  await database.query(`UPDATE "Person" SET roles = '{ADMIN}' WHERE "organisationId" = $1`, [organisationId]);
  await database.query(
    `INSERT INTO "AccessToken" (id, "organisationId", "personId", label, "tokenHash", "createdAt")
     SELECT bench_id('token', n), $1, bench_id('person', 2 * (n - 1)), 'bench', decode(hash, 'hex'), '2026-01-01'
       FROM unnest($2::text[]) WITH ORDINALITY AS given (hash, n)`,
    [organisationId, hashes],
  );
  const [ids] = await database.query<{ personId: string; programId: string }>(
    `SELECT bench_id('person', 2) AS "personId", bench_id('program', 0) AS "programId"`,
  );
  if (!ids) throw new Error("The seed made no ids.");
  return { organisationId, tokens, ...ids };
}
