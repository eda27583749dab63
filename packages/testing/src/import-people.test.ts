import { createContext, importKinds, importRows, type RowResult } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`importing people on ${kind}`, ({ skip }) => skip(reason));

const importPeople = `mutation ($rows: [PersonRowInput!]!, $dryRun: Boolean) {
  importPeople(input: { rows: $rows, dryRun: $dryRun }) {
    __typename
    ... on ImportReport { dryRun created changed unchanged refused rows { row result id: nodeId problems { code path fix } } }
    ... on Refusal { code }
  }
}`;

type Cells = Record<string, unknown>;

describe.each(kinds)("importing people on %s", (kind) => {
  const suite = demoSuite(kind);

  async function* rowsOf(list: Iterable<Cells>) {
    let number = 0;
    for (const cells of list) yield { number: ++number, cells };
  }

  const run = (actor: Actor, list: Iterable<Cells>, options: { dryRun?: boolean; batchSize?: number } = {}) =>
    importRows(createContext(suite.server.services, actor), importKinds.people(), rowsOf(list), {
      dryRun: false,
      ...options,
    });

  async function results(lines: ReturnType<typeof run>): Promise<RowResult[]> {
    const told: RowResult[] = [];
    for await (const line of lines) if (!("rows" in line)) told.push(line);
    return told;
  }

  /** What is stored of the persons whose address ends so, and how many events tell of them. */
  const stateOf = (ending: string) =>
    suite.server.services.database.asSystem(async (tx) => {
      const people = await tx.person.findMany({
        where: { email: { endsWith: ending } },
        orderBy: { email: "asc" },
        select: { id: true, email: true, name: true, roles: true },
      });
      const events = await tx.event.groupBy({
        by: ["type"],
        where: { personId: { in: people.map(({ id }) => id) } },
        orderBy: { type: "asc" },
        _count: true,
      });
      return {
        people: people.map(({ email, name, roles }) => ({ email, name, roles })),
        events: events.map(({ type, _count }) => [type, _count]),
      };
    });

  it("creates, changes, leaves and refuses row by row; a dry run tells the same and writes nothing", async () => {
    const { server, actors } = suite;
    const at = `@${crypto.randomUUID()}.example.org`;
    await results(
      run(actors.admin, [
        { email: `ada${at}`, name: "Ada Ek" },
        { email: `bo${at}`, name: "Bo Al" },
      ]),
    );
    const rows = [
      { email: `ADA${at}`, name: "Ada  Ek" },
      { email: `bo${at}`, roles: ["REVIEWER", "LEARNER"] },
      { email: `cia${at}`, name: " Cia\nLind " },
      { email: `dan${at}` },
      { email: "no address", name: "N" },
      { email: "", name: "N" },
      { email: `CIA${at}`, name: "Cia again" },
      { email: `nul${at}`, name: "N\u0000" },
      { email: `half${at}`, name: "N\ud800" },
      { email: `long${at}`, name: "n".repeat(201) },
      { email: `eva${at}`, name: "Eva Bo", roles: ["MANAGER"] },
    ];
    const before = await stateOf(at);
    const dry = (await data(server, actors.admin, importPeople, { rows, dryRun: true })).importPeople;
    expect(await stateOf(at)).toEqual(before);
    const real = (await data(server, actors.admin, importPeople, { rows })).importPeople;
    const told = real.rows.map(({ row, result, problems }: RowResult) => [
      row,
      result,
      ...problems.map(({ code, path }) => `${path} ${code}`),
    ]);
    expect(told).toEqual([
      [1, "UNCHANGED"],
      [2, "CHANGED"],
      [3, "CREATED"],
      [4, "REFUSED", "name NAME_MISSING"],
      [5, "REFUSED", "email EMAIL_MALFORMED"],
      [6, "REFUSED", "email EMAIL_MISSING"],
      [7, "REFUSED", "email ROW_TWICE"],
      [8, "REFUSED", "name TEXT_UNKEEPABLE"],
      [9, "REFUSED", "name TEXT_UNKEEPABLE"],
      [10, "REFUSED", "name TEXT_TOO_LONG"],
      [11, "CREATED"],
    ]);
    expect(real).toMatchObject({ dryRun: false, created: 2, changed: 1, unchanged: 1, refused: 7 });
    const withoutNewIds = (rows: RowResult[]) =>
      rows.map((row) => (row.result === "CREATED" ? { ...row, id: null } : row));
    expect(dry).toEqual({ ...real, dryRun: true, rows: withoutNewIds(real.rows) });
    expect(await stateOf(at)).toEqual({
      people: [
        { email: `ada${at}`, name: "Ada Ek", roles: ["LEARNER"] },
        { email: `bo${at}`, name: "Bo Al", roles: ["REVIEWER", "LEARNER"] },
        { email: `cia${at}`, name: "Cia Lind", roles: ["LEARNER"] },
        { email: `eva${at}`, name: "Eva Bo", roles: ["MANAGER"] },
      ],
      events: [
        ["PERSON_CHANGED", 1],
        ["PERSON_CREATED", 4],
      ],
    });
    const { node } = await data(server, actors.admin, "query ($id: ID!) { node(id: $id) { ... on Person { name } } }", {
      id: real.rows[2].id,
    });
    expect(node).toEqual({ name: "Cia Lind" });

    const after = await stateOf(at);
    const again = (await data(server, actors.admin, importPeople, { rows })).importPeople;
    expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 4, refused: 7 });
    expect(await stateOf(at)).toEqual(after);
  });

  it("does not let an administrator take the role from themselves, and is for administrators", async () => {
    const { server } = suite;
    const admin = await newPerson(suite, ["ADMIN"]);
    const { email } = (await data(server, admin, "{ viewer { email } }")).viewer;
    const [own] = await results(run(admin, [{ email, roles: "LEARNER" }]));
    expect(own).toMatchObject({ result: "REFUSED", problems: [{ code: "OWN_ADMIN_ROLE", path: "roles" }] });
    const [kept] = await results(run(admin, [{ email, roles: "reviewer | ADMIN" }]));
    expect(kept).toMatchObject({ result: "CHANGED" });
    const manager = await newPerson(suite, ["MANAGER", "PROGRAM_OWNER", "REVIEWER", "LEARNER"]);
    const refused = await data(server, manager, importPeople, { rows: [{ email, name: "N" }] });
    expect(refused.importPeople).toMatchObject({ code: "NOT_PERMITTED" });
    await expect(results(run(manager, []))).rejects.toMatchObject({ code: "NOT_PERMITTED" });
  });

  it("asks again before each batch who acts", async () => {
    const { services } = suite.server;
    const { admin } = suite.actors;
    const at = `@${crypto.randomUUID()}.example.org`;
    let asked = 0;
    const context = createContext(services, admin, {
      currentActor: async () => ({ ...admin, roles: ++asked > 2 ? ["LEARNER"] : ["ADMIN"] }),
    });
    const list = [1, 2, 3, 4].map((n) => ({ email: `${n}${at}`, name: "N" }));
    const lines = importRows(context, importKinds.people(), rowsOf(list), { dryRun: false, batchSize: 2 });
    await expect(results(lines)).rejects.toMatchObject({ code: "NOT_PERMITTED" });
    expect((await stateOf(at)).people).toHaveLength(2);
  });

  const rowArbitrary = fc.record({
    email: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
    name: fc.constantFrom("", "Ada", "Bo"),
    roles: fc.constantFrom("", "ADMIN", "LEARNER;REVIEWER", "NOBODY"),
  });

  it("ends in the same state however the rows are shuffled, repeated and split into batches", async () => {
    const { admin } = suite.actors;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(rowArbitrary, { maxLength: 7, selector: ({ email }) => email }).chain((rows) =>
          fc.record({
            rows: fc.constant(rows),
            other: fc.array(fc.nat(Math.max(rows.length - 1, 0)), { maxLength: 5 }).chain((repeated) => {
              const all = [...rows, ...repeated.flatMap((i) => rows[i] ?? [])];
              return fc.shuffledSubarray(all, { minLength: all.length });
            }),
            sizes: fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })),
          }),
        ),
        async ({ rows, other, sizes }) => {
          const states = [];
          for (const [list, batchSize] of [
            [rows, sizes[0]],
            [other, sizes[1]],
          ] as const) {
            const at = `@${crypto.randomUUID()}.example.org`;
            const addressed = list.map((row) => ({ ...row, email: row.email + at }));
            await results(run(admin, addressed, { batchSize }));
            // Where it was broken off does not matter either.
            await results(run(admin, addressed, { batchSize }));
            const { people, events } = await stateOf(at);
            states.push({ people: people.map(({ email, ...rest }) => [email.replace(at, ""), rest]), events });
          }
          expect(states[1]).toEqual(states[0]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("streams 20,000 rows: the same statements for each batch, and no row read before its time", async () => {
    const { database } = suite.server.services;
    const at = `@${crypto.randomUUID()}.example.org`;
    const rows = 20_000;
    let read = 0;
    function* people() {
      while (read < rows) {
        read += 1;
        yield { email: `${read}${at}`, name: `Person ${read}`, roles: "LEARNER" };
      }
    }
    let statements = 0;
    const stop = database.onQuery(({ sql }) => {
      if (!/"Feed"|unplaced|^(BEGIN|COMMIT)\b(?!.*set_config)|set_config/.test(sql)) statements += 1;
    });
    const perBatch = new Set<number>();
    let told = 0;
    let ahead = 0;
    for await (const line of run(suite.actors.admin, people())) {
      if ("rows" in line) {
        expect(line).toMatchObject({ rows, created: rows, refused: 0 });
        continue;
      }
      ahead = Math.max(ahead, read - told);
      told += 1;
      if (told % 500 === 1) {
        perBatch.add(statements);
        statements = 0;
      }
    }
    stop();
    expect(ahead).toBeLessThanOrEqual(501);
    // Who is there, the new ones, their events, and three that look for the rules that would assign them something.
    expect([...perBatch]).toEqual([6]);
    expect((await stateOf(at)).people).toHaveLength(rows);
  });

  it("killed in the middle and sent again, ends as if it had not been", async () => {
    const { admin } = suite.actors;
    const at = `@${crypto.randomUUID()}.example.org`;
    const list = Array.from({ length: 95 }, (_, n) => ({ email: `${n}${at}`, name: `Person ${n}` }));
    const broken = run(admin, list, { batchSize: 10 });
    const told: string[] = [];
    for await (const line of broken) {
      if ("rows" in line || line.row === 33) break;
      told.push(line.result);
    }
    const kept = (await stateOf(at)).people.length;
    expect(told).toHaveLength(32);
    expect(kept).toBe(40);
    const again = await results(run(admin, list, { batchSize: 10 }));
    expect(again.filter(({ result }) => result === "UNCHANGED")).toHaveLength(40);
    expect(again.filter(({ result }) => result === "CREATED")).toHaveLength(55);
    const { people, events } = await stateOf(at);
    expect(people).toHaveLength(95);
    expect(events).toEqual([["PERSON_CREATED", 95]]);
  });

  it("two that send the same file at once make each person once", async () => {
    const { admin } = suite.actors;
    const at = `@${crypto.randomUUID()}.example.org`;
    const list = Array.from({ length: 40 }, (_, n) => ({ email: `${n}${at}`, name: `Person ${n}` }));
    const both = await Promise.all([
      results(run(admin, list, { batchSize: 10 })),
      results(run(admin, list, { batchSize: 10 })),
    ]);
    const created = both.flat().filter(({ result }) => result === "CREATED");
    expect(created).toHaveLength(40);
    expect((await stateOf(at)).events).toEqual([["PERSON_CREATED", 40]]);
  });
});
