import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ReadOnlyClient, sqlState } from "./errors.ts";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "./testing.ts";
import { type Fixture, seedOrganisation } from "./testing-fixtures.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`a reader on ${kind} skipped: ${reason}`, () => {});

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

describe.each(kinds)("a reader on %s", (kind) => {
  let database: TestDatabase;
  let our: Fixture;
  let statements: string[];
  let stop: () => void;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    our = await seedOrganisation(database, "ours");
    await seedOrganisation(database, "theirs");
  });
  afterAll(() => database?.close());
  beforeEach(() => {
    statements = [];
    stop = database.onQuery(({ sql }) => statements.push(sql.split(/[ ;]/)[0] ?? ""));
  });
  afterEach(() => stop());

  test("the calls of a request, one level after the other, share one transaction, which ends by itself", async () => {
    const { client } = database.reader(our.organisationId);
    const people = await client.person.findMany({ orderBy: { name: "asc" } });
    await Promise.all(people.map(({ id }) => client.enrolment.findMany({ where: { personId: id } })));
    expect(await client.certificate.count()).toBe(1);
    await expect.poll(() => statements).toEqual(["BEGIN", "SELECT", "SELECT", "SELECT", "SELECT", "COMMIT"]);
    await client.organisation.findFirstOrThrow({ where: { key: "ours" } });
    await expect.poll(() => statements.slice(6)).toEqual(["BEGIN", "SELECT", "COMMIT"]);
  });

  test("findUnique calls of one tick become one query", async () => {
    const { client } = database.reader(our.organisationId);
    await Promise.all([our.learnerId, our.reviewerId].map((id) => client.person.findUnique({ where: { id } })));
    await expect.poll(() => statements).toEqual(["BEGIN", "SELECT", "COMMIT"]);
  });

  test("it sees its organisation only, by raw SQL too", async () => {
    const { client } = database.reader(our.organisationId);
    const rows = await client.$queryRaw`SELECT key, current_user::text AS role FROM "Organisation" WHERE key <> ${"x"}`;
    expect(rows).toEqual([{ key: "ours", role: "kunna_app" }]);
    expect(await client.$queryRawUnsafe(`SELECT count(*)::int AS n FROM "Certificate"`)).toEqual([{ n: 1 }]);
  });

  test("it is what a Prisma client is: aggregate, groupBy, relations", async () => {
    const { client } = database.reader(our.organisationId);
    expect(await client.programVersion.aggregate({ _max: { number: true } })).toEqual({ _max: { number: 2 } });
    expect(
      await client.programVersion.groupBy({ by: ["status"], _count: true, orderBy: { status: "asc" } }),
    ).toHaveLength(2);
    expect("programVersion" in client && !("nothing" in client)).toBe(true);
    const program = await client.program.findFirstOrThrow({ include: { versions: { include: { modules: true } } } });
    expect(program.versions.map(({ modules }) => modules.length)).toEqual([1, 1]);
  });

  test("a write is refused, by the reader and by the database", async () => {
    const { client, end } = database.reader(our.organisationId);
    expect(() => client.person.deleteMany()).toThrow(ReadOnlyClient);
    expect(() => client.person.create({ data: {} as never })).toThrow(ReadOnlyClient);
    expect(() => client.$executeRaw`DELETE FROM "Person"`).toThrow(ReadOnlyClient);
    expect(() => client.$transaction([])).toThrow(ReadOnlyClient);
    const smuggled = client.$queryRaw`UPDATE "Person" SET name = 'x' RETURNING 1`;
    expect(await smuggled.catch(sqlState)).toBe("25006");
    await end();
  });

  test("a failed call does not spoil the calls after it; what is not found spoils nothing", async () => {
    const { client, end } = database.reader(our.organisationId);
    await expect(client.$queryRaw`SELECT 1 / 0`).rejects.toThrow();
    expect(await client.person.count()).toBe(2);
    await turn();
    statements = [];
    await expect(client.person.findFirstOrThrow({ where: { name: "nobody" } })).rejects.toThrow();
    expect(await client.person.count()).toBe(2);
    await end();
    expect(statements).toEqual(["BEGIN", "SELECT", "SELECT", "COMMIT"]);
  });

  test("end() waits for what is open, so that a command's transaction can follow", async () => {
    const { client, end } = database.reader(our.organisationId);
    const pending = client.person.count();
    await end();
    expect(statements).toEqual(["BEGIN", "SELECT", "COMMIT"]);
    expect(await pending).toBe(2);
    await end();
    await client.person.count();
    await database.transact(our.organisationId, (tx) => tx.person.count());
    expect(await client.person.count()).toBe(2);
  });

  // PGlite has one connection: nothing is written while a reader's transaction is open.
  if (kind === "postgres") {
    test("all calls see one snapshot", async () => {
      const { client, end } = database.reader(our.organisationId);
      expect(await client.team.count()).toBe(0);
      const held = client.$queryRaw`SELECT pg_sleep(0.3)::text`;
      await database.transact(our.organisationId, (tx) =>
        tx.team.create({
          data: {
            organisationId: our.organisationId,
            key: "t",
            name: "t",
            managerId: our.learnerId,
            createdAt: new Date(),
          },
        }),
      );
      expect(await client.team.count()).toBe(0);
      await held;
      await end();
      expect(await client.team.count()).toBe(1);
    });
  }

  test("many requests at once, more than there are connections, all get their answer", async () => {
    const counts = await Promise.all(
      Array.from({ length: 30 }, () => database.reader(our.organisationId).client.person.count()),
    );
    expect(new Set(counts)).toEqual(new Set([2]));
  });
});
