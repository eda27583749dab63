import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "../testing.ts";
import { models } from "./model.ts";
import { anyRead, poolKey, propertyOf, type ValuePool } from "./testing-arbitrary.ts";
import { bothWays } from "./testing-differential.ts";
import { seedRows } from "./testing-rows.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`random reads on ${kind} skipped: ${reason}`, () => {});

/** The same ones in each run, so that a pull request fails by what it changed; try others when you change fast-read/. */
const runs = { seed: 20_261_124, numRuns: 300 };

describe.each(kinds)("random reads on %s", (kind) => {
  let database: TestDatabase;
  let organisationId: string;
  let pool: ValuePool;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    organisationId = await seedRows(database, "ours");
    pool = await readPool(database, organisationId);
  });
  afterAll(() => database?.close());

  test("are answered as Prisma answers them", { timeout: 120_000 }, async () => {
    let fast = 0;
    await fc.assert(
      fc.asyncProperty(anyRead(pool), async (call) => {
        const { prisma, reader, isFast } = await bothWays(database, organisationId, call);
        if (isFast) fast += 1;
        expect(reader).toStrictEqual(prisma);
      }),
      runs,
    );
    expect(fast).toBeGreaterThan(runs.numRuns / 2);
  });
});

async function readPool(database: TestDatabase, organisationId: string): Promise<ValuePool> {
  const pool = new Map<string, readonly unknown[]>();
  await database.transact(organisationId, async (tx) => {
    const client = tx as unknown as Record<string, { findMany(args: object): Promise<Record<string, unknown>[]> }>;
    for (const model of models().values()) {
      const rows = (await client[propertyOf(model)]?.findMany({ take: 50 })) ?? [];
      for (const field of model.scalars.keys()) {
        const found = rows.map((row) => row[field]).filter((value) => value !== null);
        pool.set(poolKey(model, field), [...new Set(found)].slice(0, 12));
      }
    }
  });
  return pool;
}
