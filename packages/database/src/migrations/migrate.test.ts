import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Driver } from "../driver.ts";
import { EmbeddedDriver } from "../embedded-driver.ts";
import { ServerDriver } from "../server-driver.ts";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "../testing.ts";
import { createMigration } from "./create.ts";
import { diffToSchema } from "./engine.ts";
import { MigrationEdited, MigrationFailed, MigrationMissing, SchemaDrift } from "./errors.ts";
import { defaultFolder, type PrismaFolder } from "./files.ts";
import { migrate, retryMigration } from "./migrate.ts";
import { migrationStatus } from "./status.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`migrations on ${kind} skipped: ${reason}`, () => {});

const schema = `datasource db {
  provider = "postgresql"
}
model Thing {
  id   Int    @id
  name String
}
`;
const first = `CREATE TABLE "Thing" ("id" INTEGER NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Thing_pkey" PRIMARY KEY ("id"));`;
const second = `CREATE FUNCTION kunna_one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
ALTER TABLE "Thing" ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON "Thing" USING (true);`;

const scratch = mkdtempSync(join(tmpdir(), "kunna-migrate-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function write(folder: PrismaFolder, name: string, sql: string): void {
  mkdirSync(join(folder.migrations, name), { recursive: true });
  writeFileSync(join(folder.migrations, name, "migration.sql"), sql);
}

describe.each(kinds)("migrations on %s", (kind) => {
  let database: TestDatabase;
  let driver: Driver;
  let other: Driver;
  let folder: PrismaFolder;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    const open = async (): Promise<Driver> =>
      database.location.kind === "server"
        ? ServerDriver.open(database.location.url, 2)
        : EmbeddedDriver.open(null, database.location.snapshot);
    driver = await open();
    other = kind === "postgres" ? await open() : driver;
  });
  afterAll(async () => {
    await driver?.close();
    if (other !== driver) await other?.close();
    await database?.close();
  });

  const run = (sql: string) => driver.whileMigrating((session) => session.query(sql));
  const problem = () => driver.whileMigrating(async (session) => (await migrationStatus(session, folder)).problem);
  const failure = () =>
    migrate(driver, folder).then(
      () => null,
      (error: unknown) => error,
    );

  test("the migrations make what the Prisma schema says", async () => {
    expect(await driver.whileMigrating((session) => diffToSchema(session, defaultFolder))).toBeNull();
    expect(await database.migrationStatus()).toMatchObject({ pending: [], problem: null });
  });

  describe("of a small schema", () => {
    beforeEach(async () => {
      for (const sql of ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"]) await run(sql);
      const root = mkdtempSync(join(scratch, "prisma-"));
      folder = { schema: join(root, "schema"), migrations: join(root, "migrations") };
      mkdirSync(folder.schema);
      writeFileSync(join(folder.schema, "main.prisma"), schema);
      write(folder, "20260101000000_first", first);
      write(folder, "20260102000000_second", second);
    });

    test("a fresh database gets all, a second run does nothing, and fast", async () => {
      expect(await migrate(driver, folder)).toEqual({ applied: ["20260101000000_first", "20260102000000_second"] });
      const start = performance.now();
      expect(await migrate(driver, folder)).toEqual({ applied: [] });
      expect(performance.now() - start).toBeLessThan(1_000); // Some 30 ms on an idle machine.
      expect(await run("SELECT kunna_one() AS one")).toEqual([{ one: 1 }]);
    });

    test("two at once apply each migration once", async () => {
      const results = await Promise.all([migrate(driver, folder), migrate(other, folder)]);
      expect(results.flatMap(({ applied }) => applied)).toHaveLength(2);
      expect(await run(`SELECT count(*)::int AS rows FROM _prisma_migrations`)).toEqual([{ rows: 2 }]);
    });

    test("an edited migration is refused by name", async () => {
      await migrate(driver, folder);
      write(folder, "20260101000000_first", `${first}\n-- another word`);
      write(folder, "20260103000000_third", `CREATE TABLE third (id int)`);
      const error = await failure();
      expect(error).toBeInstanceOf(MigrationEdited);
      expect(error).toMatchObject({ migrations: ["20260101000000_first"], message: expect.stringContaining("_first") });
      expect(await run(`SELECT to_regclass('third')::text AS third`)).toEqual([{ third: null }]);
    });

    test("line ends of another system are no edit", async () => {
      await migrate(driver, folder);
      write(folder, "20260102000000_second", second.replaceAll("\n", "\r\n"));
      expect(await migrate(driver, folder)).toEqual({ applied: [] });
    });

    test("a migration that is missing here is refused by name", async () => {
      await migrate(driver, folder);
      rmSync(join(folder.migrations, "20260102000000_second"), { recursive: true });
      const error = await failure();
      expect(error).toBeInstanceOf(MigrationMissing);
      expect(error).toMatchObject({ migrations: ["20260102000000_second"] });
    });

    test("a failed migration leaves nothing behind, is refused by name, and can be tried again", async () => {
      await migrate(driver, folder);
      await run(`INSERT INTO "Thing" VALUES (1, 'kept')`);
      write(folder, "20260103000000_third", `CREATE TABLE third (id int); DROP TABLE "Thing"; SELECT 1/0;`);
      const now = await failure();
      expect(now).toBeInstanceOf(MigrationFailed);
      expect(now).toMatchObject({
        migration: "20260103000000_third",
        message: expect.stringContaining("division by zero"),
      });
      expect(await run(`SELECT name, to_regclass('third')::text AS third FROM "Thing"`)).toEqual([
        { name: "kept", third: null },
      ]);
      const later = await failure();
      expect(later).toBeInstanceOf(MigrationFailed);
      expect(later).toMatchObject({
        migration: "20260103000000_third",
        message: expect.stringContaining("division by zero"),
      });
      write(folder, "20260103000000_third", `ALTER TABLE "Thing" ADD CHECK (id > 0)`);
      await retryMigration(driver, "20260103000000_third", folder);
      expect(await migrate(driver, folder)).toEqual({ applied: ["20260103000000_third"] });
      expect(await migrate(driver, folder)).toEqual({ applied: [] });
    });

    test.each([
      [`ALTER TABLE "Thing" ADD COLUMN extra text`, ["table Thing: changed"]],
      [`CREATE INDEX extra ON "Thing" (name)`, ["table Thing: changed"]],
      [`CREATE TABLE extra (id int)`, ["table extra: not made by a migration"]],
      [`DROP POLICY everything ON "Thing"`, ["policy everything on Thing: gone"]],
      [`ALTER TABLE "Thing" DISABLE ROW LEVEL SECURITY`, ["table Thing: changed"]],
      [`GRANT DELETE ON "Thing" TO kunna_app`, ["table Thing: changed"]],
      [
        `CREATE OR REPLACE FUNCTION kunna_one() RETURNS int LANGUAGE sql AS 'SELECT 2'`,
        ["function kunna_one: changed"],
      ],
      [
        `CREATE TRIGGER extra BEFORE UPDATE ON "Thing" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
        ["trigger extra on Thing: not made by a migration"],
      ],
    ])("drift is refused, saying what: %s", async (sql, found) => {
      await migrate(driver, folder);
      await run(sql);
      write(folder, "20260103000000_third", `CREATE TABLE third (id int)`);
      const error = await failure();
      expect(error).toBeInstanceOf(SchemaDrift);
      expect(error).toMatchObject({ differences: found });
      expect(await run(`SELECT to_regclass('third')::text AS third`)).toEqual([{ third: null }]);
    });

    test("without the fingerprint, the engine compares the live tables with the schema", async () => {
      await migrate(driver, folder);
      await run(`COMMENT ON TABLE _prisma_migrations IS NULL`);
      expect(await problem()).toBeNull();
      await run(`ALTER TABLE "Thing" ADD COLUMN extra text`);
      expect(await problem()).toMatchObject({
        code: "SCHEMA_DRIFT",
        message: expect.stringContaining(`DROP COLUMN "extra"`),
      });
      await run(`ALTER TABLE "Thing" DROP COLUMN extra`);
      expect(await migrate(driver, folder)).toEqual({ applied: [] });
      await run(`DROP POLICY everything ON "Thing"`);
      expect(await problem()).toBeInstanceOf(SchemaDrift);
    });

    test("a database with tables of another program is refused", async () => {
      await run(`CREATE TABLE theirs (id int)`);
      expect(await failure()).toMatchObject({
        code: "SCHEMA_DRIFT",
        differences: ["table theirs: not made by a migration"],
      });
    });
  });
});

test("createMigration writes the difference between the migrations and the schema", async () => {
  const folder = { schema: join(scratch, "create", "schema"), migrations: join(scratch, "create", "migrations") };
  mkdirSync(folder.schema, { recursive: true });
  writeFileSync(join(folder.schema, "main.prisma"), schema);
  write(folder, "20260101000000_first", first);
  const now = new Date("2026-02-01T10:20:30Z");
  writeFileSync(join(folder.schema, "main.prisma"), schema.replace("name String", "name String\n  note String?"));
  expect(await createMigration({ name: "note", now, folder })).toMatchObject({ name: "20260201102030_note" });
  expect(await createMigration({ name: "nothing", now, folder })).toBeNull();
}, 60_000);
