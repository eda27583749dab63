import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "../testing.ts";
import { models } from "./model.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`the model on ${kind} skipped: ${reason}`, () => {});

interface ForeignKey {
  readonly from: string;
  readonly to: string;
  readonly ours: string[];
  readonly theirs: string[];
}

const foreignKeys = `
  SELECT c.conrelid::regclass::text AS "from", c.confrelid::regclass::text AS "to",
         (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k(number, place)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS ours,
         (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY k(number, place)
            JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number) AS theirs
    FROM pg_constraint c WHERE c.contype = 'f'`;

const spelled = (from: string, to: string, ours: readonly string[], theirs: readonly string[]) =>
  `${from}(${ours.join()}) -> ${to}(${theirs.join()})`;

describe.each(kinds)("the model that fast reads go by, on %s", (kind) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
  });
  afterAll(() => database?.close());

  test("joins rows as the database's foreign keys do", async () => {
    const rows = await database.asSystem((tx) => tx.$queryRawUnsafe<ForeignKey[]>(foreignKeys));
    const inDatabase = rows.map(({ from, to, ours, theirs }) =>
      spelled(from.replaceAll('"', ""), to.replaceAll('"', ""), ours, theirs),
    );
    const known = new Set<string>();
    for (const { name, relations } of models().values()) {
      for (const { target, on } of relations.values()) {
        const [ours, theirs] = [on.map(([our]) => our), on.map(([, their]) => their)];
        const [forth, back] = [spelled(name, target, ours, theirs), spelled(target, name, theirs, ours)];
        expect(inDatabase.includes(forth) || inDatabase.includes(back), forth).toBe(true);
        known.add(forth).add(back);
      }
    }
    expect(inDatabase.filter((foreignKey) => !known.has(foreignKey))).toEqual([]);
  });

  test("has the database's columns, all of them", async () => {
    type Column = { table: string; column: string };
    const rows = await database.asSystem((tx) =>
      tx.$queryRawUnsafe<Column[]>(
        `SELECT table_name::text AS "table", column_name::text AS "column" FROM information_schema.columns
          WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'`,
      ),
    );
    const ours = [...models().values()].flatMap(({ name, scalars }) =>
      [...scalars.keys()].map((field) => `${name}.${field}`),
    );
    expect(ours.sort()).toEqual(rows.map(({ table, column }) => `${table}.${column}`).sort());
  });
});
