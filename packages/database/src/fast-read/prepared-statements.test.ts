import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../database.ts";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "../testing.ts";
import { PreparedStatements } from "./prepared-statements.ts";
import { seedRows } from "./testing-rows.ts";

describe("which statements are prepared", () => {
  test("one that comes again, under one name everywhere", () => {
    const statements = new PreparedStatements();
    const [one, other] = [{}, {}];
    expect(statements.nameFor(one, "SELECT 1")).toBeNull();
    const name = statements.nameFor(one, "SELECT 1");
    expect(name).toMatch(/^kunna_\d+$/);
    expect(statements.nameFor(other, "SELECT 1")).toBe(name);
    statements.nameFor(one, "SELECT 2");
    expect(statements.nameFor(one, "SELECT 2")).not.toBe(name);
  });

  test("what clients make up is bounded: a connection that holds much is replaced, and what is old is forgotten", () => {
    const statements = new PreparedStatements();
    const connection = {};
    const names = new Set<string | null>();
    for (let number = 0; number < 300; number += 1) {
      statements.nameFor(connection, `SELECT ${number}`);
      names.add(statements.nameFor(connection, `SELECT ${number}`));
    }
    expect(statements.isFull(connection)).toBe(true);
    expect(statements.isFull({})).toBe(false);
    for (let number = 1_000; number < 2_000; number += 1) statements.nameFor({}, `SELECT ${number}`);
    expect(statements.nameFor({}, "SELECT 0")).toBeNull();
    expect(names.has(statements.nameFor({}, "SELECT 0"))).toBe(false);
  });
});

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`prepared reads on ${kind} skipped: ${reason}`, () => {});

describe.runIf(kinds.includes("postgres"))("prepared statements on a server", () => {
  let made: TestDatabase;
  let database: Database;
  let organisations: string[];

  beforeAll(async () => {
    made = await createTestDatabase("postgres");
    // One connection, so that every organisation meets the statements that another had prepared.
    if (made.location.kind !== "server") throw new Error("A server was asked for.");
    database = await openDatabase({ ...made.location, poolSize: 1 });
    organisations = [await seedRows(made, "ours"), await seedRows(made, "theirs")];
  });
  afterAll(async () => {
    await database?.close();
    await made?.close();
  });

  test("each organisation sees its own rows by the statement that another prepared", async () => {
    for (let round = 0; round < 8; round += 1) {
      for (const [index, organisationId] of organisations.entries()) {
        const { client, end } = database.reader(organisationId);
        const rows = await client.certificate.findMany({
          select: { number: true, organisationId: true, person: { select: { organisationId: true } } },
          orderBy: { id: "asc" },
        });
        await end();
        expect(rows.length).toBe(5);
        expect(rows.every((row) => row.organisationId === organisationId)).toBe(true);
        expect(rows.every(({ person }) => person.organisationId === organisationId)).toBe(true);
        expect(rows.every(({ number }) => number.startsWith(["ours-", "theirs-"][index] ?? "?"))).toBe(true);
      }
    }
    const prepared = await database.asSystem((tx) =>
      tx.$queryRawUnsafe<Array<{ name: string }>>("SELECT name FROM pg_prepared_statements WHERE name LIKE 'kunna%'"),
    );
    expect(prepared.length).toBe(1);
  });
});
