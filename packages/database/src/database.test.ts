import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import {
  DatabaseUnavailable,
  sqlState,
  TransactionAborted,
  TransactionConflict,
  violatedConstraint,
} from "./errors.ts";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "./testing.ts";
import { type Fixture, seedOrganisation } from "./testing-fixtures.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`a database on ${kind} skipped: ${reason}`, () => {});

describe.each(kinds)("a database on %s", (kind) => {
  let database: TestDatabase;
  let our: Fixture;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    our = await seedOrganisation(database, "ours");
  });
  afterAll(() => database?.close());

  test("a statement that failed and was passed over fails the whole, instead of being dropped without a word", async () => {
    const work = database.transact(our.organisationId, async (tx) => {
      await tx.person.update({ where: { id: our.learnerId }, data: { name: "new" } });
      await tx.$queryRaw`SELECT 1 / 0`.catch(() => {});
    });
    await expect(work).rejects.toBeInstanceOf(TransactionAborted);
    const { name } = await database.transact(our.organisationId, (tx) =>
      tx.person.findUniqueOrThrow({ where: { id: our.learnerId } }),
    );
    expect(name).toBe("learner");
  });

  if (kind === "postgres") {
    test("instants don't depend on the server's time zone", async () => {
      await database.asSystem(
        (tx) =>
          tx.$executeRaw`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Tokyo'); END $$`,
      );
      const other = await openDatabase(database.location);
      const createdAt = new Date("2026-01-01T00:00:00Z");
      const written = await other.transact(our.organisationId, (tx) =>
        tx.program.create({ data: { organisationId: our.organisationId, key: "zone", createdAt } }),
      );
      await other.close();
      const read = await database.transact(our.organisationId, (tx) =>
        tx.program.findUniqueOrThrow({ where: { id: written.id } }),
      );
      expect(read.createdAt).toEqual(createdAt);
    });
  }

  test("a violated constraint is known by its name", async () => {
    const again = database.transact(our.organisationId, (tx) =>
      tx.enrolment.create({
        data: {
          organisationId: our.organisationId,
          personId: our.learnerId,
          programId: our.programId,
          versionId: our.published.versionId,
          enrolledAt: new Date(),
          enrolledById: our.reviewerId,
        },
      }),
    );
    const error: unknown = await again.catch((error: unknown) => error);
    expect([sqlState(error), violatedConstraint(error)]).toEqual(["23505", "Enrolment_one_active"]);
  });

  test("a serialization failure or deadlock is a TransactionConflict", async () => {
    for (const code of ["40001", "40P01"]) {
      const work = database.transact(our.organisationId, (tx) =>
        tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '${code}'; END $$`),
      );
      await expect(work).rejects.toBeInstanceOf(TransactionConflict);
    }
  });

  test("transactions at once, some undone, leave exactly what was done", async () => {
    const before = await database.asSystem((tx) => tx.team.count());
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) =>
        database.transact(our.organisationId, async (tx) => {
          await tx.team.create({
            data: {
              organisationId: our.organisationId,
              key: `t${n}`,
              name: "t",
              managerId: our.learnerId,
              createdAt: new Date(),
            },
          });
          if (n % 4 === 0) throw new Error("undone");
        }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
    expect(await database.asSystem((tx) => tx.team.count())).toBe(before + 30);
  });
});

describe("a database that can't be opened", () => {
  const scratch = mkdtempSync(join(tmpdir(), "kunna-open-"));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test("an unreachable server says what to do", async () => {
    const error: unknown = await openDatabase({ kind: "server", url: "postgres://kunna@127.0.0.1:1/none" }).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({
      code: "DATABASE_UNAVAILABLE",
      message: expect.stringContaining("check that it runs"),
    });
  });

  test("a folder with broken data says what to do, and is not changed", async () => {
    const folder = join(scratch, "broken");
    mkdirSync(folder);
    writeFileSync(join(folder, "PG_VERSION"), "18\n");
    const error: unknown = await openDatabase({ kind: "embedded", folder }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ message: expect.stringContaining("restore it from a backup") });
    expect(readFileSync(join(folder, "PG_VERSION"), "utf8")).toBe("18\n");
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  test("a folder in use by another process is refused, and a dead one's lock is taken over", async () => {
    const folder = join(scratch, "used");
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    writeFileSync(`${folder}.lock`, `${other.pid}\n`);
    const refused: unknown = await openDatabase({ kind: "embedded", folder }).catch((e: unknown) => e);
    expect(refused).toBeInstanceOf(DatabaseUnavailable);
    expect(refused).toMatchObject({ message: expect.stringContaining(`process ${other.pid}`) });
    expect(existsSync(folder)).toBe(false);

    const gone = new Promise((resolve) => other.once("exit", resolve));
    other.kill();
    await gone;
    const database = await openDatabase({ kind: "embedded", folder });
    await expect(openDatabase({ kind: "embedded", folder })).rejects.toThrow(DatabaseUnavailable);
    await database.close();
    expect(existsSync(`${folder}.lock`)).toBe(false);
    const again = await openDatabase({ kind: "embedded", folder });
    await again.close();
  });
});
