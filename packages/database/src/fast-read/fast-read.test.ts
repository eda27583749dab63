import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "../testing.ts";
import { bothWays, unordered } from "./testing-differential.ts";
import { byPrisma, call, fast, id, many } from "./testing-reads.ts";
import { seedRows } from "./testing-rows.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`fast reads on ${kind} skipped: ${reason}`, () => {});

describe.each(kinds)("fast reads on %s", (kind) => {
  let database: TestDatabase;
  let organisationId: string;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    organisationId = await seedRows(database, "ours");
    await seedRows(database, "theirs");
  });
  afterAll(() => database?.close());

  test.each(Object.entries(fast))("one statement: %s", async (name, read) => {
    const { prisma, reader, isFast } = await bothWays(database, organisationId, read);
    expect(isFast).toBe(true);
    if (/no order at all|every type|include/.test(name)) expect(unordered(reader)).toStrictEqual(unordered(prisma));
    else expect(reader).toStrictEqual(prisma);
  });

  // Prisma 7.10 drops an empty OR that stands below an AND, and finds every row. What is meant is said at its top level.
  test("an OR of nothing lets nothing through, wherever it stands", async () => {
    const where = { AND: [{ name: { not: "x" } }, { OR: [] }] };
    const { prisma, reader } = await bothWays(database, organisationId, call("person", "count", { where }));
    expect(reader).toEqual({ value: 0 });
    expect(prisma).toEqual({ value: 7 });
  });

  test("lookups by id in one tick are one statement, and each gets a row of its own", async () => {
    const statements: string[] = [];
    const stop = database.onQuery(({ sql }) => statements.push(sql.split(" ")[0] ?? ""));
    const { client, end } = database.reader(organisationId);
    const select = { name: true, enrolments: { select: { status: true }, orderBy: { id: "asc" } } } as const;
    const ids = [1, 2, 1, 99].map((number) => id("person", number));
    const find = (wanted: string) => client.person.findUnique({ where: { id: wanted }, select });
    const found = await Promise.all(ids.map(find));
    await end();
    stop();
    expect(statements).toEqual(["BEGIN", "SELECT", "COMMIT"]);
    const [first, second, again, nobody] = found;
    expect([first?.name, second?.name, nobody]).toEqual(["Anna", "anna", null]);
    expect(again).toStrictEqual(first);
    expect(again).not.toBe(first);
    const alone = await database.transact(organisationId, (tx) =>
      tx.person.findUnique({ where: { id: id("person", 1) }, select }),
    );
    expect(first).toStrictEqual(alone);
  });

  test("Prisma goes on in the transaction of a fast read, and the other way round", async () => {
    const statements: string[] = [];
    const stop = database.onQuery(({ sql }) => statements.push(sql.split(/[ ;]/)[0] ?? ""));
    const { client, end } = database.reader(organisationId);
    await client.person.count();
    const named = await client.person.groupBy({ by: ["name"], _count: true, where: { name: "Anna" } });
    expect(named).toEqual([{ name: "Anna", _count: 2 }]);
    await Promise.all([client.person.count(), client.person.aggregate({ _count: true }), client.team.findMany()]);
    await end();
    stop();
    expect(statements).toEqual(["BEGIN", "SELECT", "SELECT", "SELECT", "SELECT", "SELECT", "COMMIT"]);
  });

  const hostile = [
    '\'; DROP TABLE "Person"; --',
    '" OR 1=1 --',
    "$1",
    "%' OR '1'='1",
    "\\'; SELECT 1; --",
    '{"a"}',
    "$$;SELECT 1;$$",
    "\u2028';--",
  ];
  test.each(hostile)("a value is never part of a statement: %s", async (text) => {
    const before = await database.transact(organisationId, (tx) => tx.person.count());
    const texts: string[] = [];
    const stop = database.onQuery(({ sql }) => texts.push(sql));
    const { client, end } = database.reader(organisationId);
    const where = {
      OR: [
        { name: text },
        { name: { contains: text, mode: "insensitive" as const } },
        { name: { in: [text, "x"] } },
        { name: { startsWith: text } },
        { memberships: { some: { team: { key: text } } } },
      ],
    };
    expect(await client.person.findMany({ where, orderBy: { id: "asc" } })).toEqual([]);
    expect(await client.person.count({ where: { NOT: { email: text } } })).toBe(before);
    await end();
    stop();
    expect(texts.filter((sql) => sql.includes(text.slice(0, 6)) && text !== "$1")).toEqual([]);
  });

  test.each([
    ["a field", { select: { 'id" FROM "Person"; --': true } }],
    ["a filter", { where: { '"id" IS NOT NULL OR "name"': "x" } }],
    ["an order", { orderBy: { "id; DROP TABLE x": "asc" } }],
    ["a direction", { orderBy: { id: "asc; DROP TABLE x" } }],
    ["a page", { take: "1; DROP TABLE x" }],
    ["a prototype", { where: { __proto__: { name: "x" }, constructor: "x" } }],
  ])("a name is never taken from the arguments: %s", async (_, args) => {
    const { prisma, reader, isFast } = await bothWays(database, organisationId, many("person", args));
    expect(isFast).toBe(false);
    expect(reader.error).toBeDefined();
    expect(reader).toStrictEqual(prisma);
  });

  test.each(Object.entries(byPrisma))("left to Prisma: %s", async (_, read) => {
    const { prisma, reader, isFast } = await bothWays(database, organisationId, read);
    expect(isFast).toBe(false);
    expect(reader).toStrictEqual(prisma);
  });
});
