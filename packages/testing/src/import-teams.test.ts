import { createContext, importKinds, importRows, type RowResult } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`importing teams on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("importing teams on %s", (kind) => {
  const suite = demoSuite(kind);

  async function emailOf(): Promise<string> {
    const person = await newPerson(suite, ["LEARNER", "MANAGER"]);
    return (await data(suite.server, person, "{ viewer { email } }")).viewer.email;
  }

  async function results(rows: readonly object[], options: { dryRun?: boolean; batchSize?: number } = {}) {
    const list = rows.map((cells, index) => ({ number: index + 1, cells: { ...cells } }));
    const context = createContext(suite.server.services, suite.actors.admin);
    const told: RowResult[] = [];
    for await (const line of importRows(context, importKinds.teams(), list, { dryRun: false, ...options }))
      if (!("rows" in line)) told.push(line);
    return told.map(({ result, problems }) => [result, ...problems.map(({ code, path }) => `${path} ${code}`)]);
  }

  const state = (prefix: string) =>
    suite.server.services.database.asSystem(async (tx) => {
      const teams = await tx.team.findMany({
        where: { key: { startsWith: prefix } },
        orderBy: { key: "asc" },
        select: {
          key: true,
          name: true,
          manager: { select: { email: true } },
          members: { select: { person: { select: { email: true } } } },
        },
      });
      const events = await tx.event.findMany({
        where: { type: { startsWith: "TEAM_" } },
        select: { type: true, facts: true },
      });
      const ours = events.filter(({ facts }) => String((facts as { teamKey: string }).teamKey).startsWith(prefix));
      return {
        teams: teams.map(({ key, name, manager, members }) => [
          key.slice(prefix.length),
          name,
          manager.email,
          members.map(({ person }) => person.email).sort(),
        ]),
        events: ours.map(({ type }) => type).sort(),
      };
    });

  it("makes, changes and fills teams; a dry run tells the same, in any batches; sent twice nothing changes", async () => {
    const [boss, ann, bo] = [await emailOf(), await emailOf(), await emailOf()];
    const key = crypto.randomUUID();
    const rows = [
      { key: `${key}-a`, name: "Team A", managerEmail: boss, memberEmail: ann },
      { key: `${key}-a`, memberEmail: bo.toUpperCase() },
      { key: `${key}-b`, name: "Team B", managerEmail: boss },
      { key: `${key}-a`, name: "Team X", memberEmail: boss },
      { key: `${key}-a`, memberEmail: ann },
      { key: `${key}-c`, name: "Team C" },
      { key: `${key}-b`, managerEmail: "nobody@example.org", memberEmail: ann },
      { key: `${key}-b`, memberEmail: "nobody@example.org" },
      { key: `${key}-b`, membership: "REMOVED" },
      { key: `${key}-b`, memberEmail: bo, membership: "GONE" },
      { key: "", name: "N" },
    ];
    const dry = await results(rows, { dryRun: true, batchSize: 2 });
    expect(await state(key)).toEqual({ teams: [], events: [] });
    const real = await results(rows, { batchSize: 3 });
    expect(real).toEqual([
      ["CREATED"],
      ["CREATED"],
      ["CREATED"],
      ["REFUSED", "name TEAM_DISAGREES"],
      ["REFUSED", "key ROW_TWICE"],
      ["REFUSED", "managerEmail TEAM_UNKNOWN"],
      ["REFUSED", "managerEmail PERSON_UNKNOWN"],
      ["REFUSED", "memberEmail PERSON_UNKNOWN"],
      ["REFUSED", "memberEmail MEMBER_MISSING"],
      ["REFUSED", "membership MEMBERSHIP_UNKNOWN"],
      ["REFUSED", "key KEY_MISSING"],
    ]);
    expect(dry).toEqual(real);
    const after = await state(key);
    expect(after).toEqual({
      teams: [
        ["-a", "Team A", boss, [ann, bo].sort()],
        ["-b", "Team B", boss, []],
      ],
      events: ["TEAM_CREATED", "TEAM_CREATED", "TEAM_MEMBER_ADDED", "TEAM_MEMBER_ADDED"],
    });
    const again = await results(rows);
    expect(again.slice(0, 3)).toEqual([["UNCHANGED"], ["UNCHANGED"], ["UNCHANGED"]]);
    expect(await state(key)).toEqual(after);

    const change = [
      { key: `${key}-a`, managerEmail: ann, memberEmail: bo, membership: "removed" },
      { key: `${key}-b`, name: "Team Bee" },
      { key: `${key}-b`, memberEmail: ann, membership: "REMOVED" },
    ];
    expect(await results(change, { dryRun: true })).toEqual([["CHANGED"], ["CHANGED"], ["UNCHANGED"]]);
    expect(await results(change)).toEqual([["CHANGED"], ["CHANGED"], ["UNCHANGED"]]);
    expect((await state(key)).teams).toEqual([
      ["-a", "Team A", ann, [ann]],
      ["-b", "Team Bee", boss, []],
    ]);
    expect(await results(change)).toEqual([["UNCHANGED"], ["UNCHANGED"], ["UNCHANGED"]]);
  });

  it("ends in the same state however whole rows are shuffled, repeated and split into batches", async () => {
    const emails = [await emailOf(), await emailOf(), await emailOf()];
    const row = fc.record({ team: fc.nat(2), member: fc.option(fc.nat(2)), removed: fc.boolean() });
    const rowsArbitrary = fc.uniqueArray(row, { maxLength: 8, selector: ({ team, member }) => `${team} ${member}` });
    await fc.assert(
      fc.asyncProperty(
        rowsArbitrary.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 })),
        ),
        fc.integer({ min: 1, max: 5 }),
        async ([rows, shuffled], batchSize) => {
          const states = [];
          for (const [list, size] of [
            [rows, 100],
            [shuffled, batchSize],
          ] as const) {
            const key = crypto.randomUUID();
            await results(
              list.map(({ team, member, removed }) => ({
                key: `${key}-${team}`,
                name: `Team ${team}`,
                managerEmail: emails[team],
                ...(member === null ? {} : { memberEmail: emails[member], membership: removed ? "REMOVED" : "MEMBER" }),
              })),
              { batchSize: size },
            );
            states.push(await state(key));
          }
          expect(states[1]).toEqual(states[0]);
        },
      ),
      { numRuns: 15 },
    );
  });
});
