import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draftNext, publish, show, versionWith } from "./carry-over.test.support.ts";
import { demoSuite, draftProgram, enrolMutation, newPerson, publishMutation } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the carry-over preview on ${kind}`, ({ skip }) => skip(reason));

const requirements =
  "requirements { requirements { requirementKey revision reason state } work { asked accepted } reflection { asked accepted } }";
const asks = `version { number } path { key } opensAt expiresAt progress { method complete ${requirements} rules { method ${requirements} } }`;
const preview = `query ($input: CarryOverPreviewInput!, $first: Int, $after: String) { carryOverPreview(input: $input) {
  totals { people holders underWay }
  people(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes {
    person { id } standing
    renewal { before { asked { requirementKey revision reason } ${asks} } after { asked { requirementKey revision reason } ${asks} } }
    learning { before { share nextSteps { requirementKey } } after { share nextSteps { requirementKey } } }
  } }
} }`;

describe.each(kinds)("R10 the dry run of a publication, on %s", (kind) => {
  const suite = demoSuite(kind);

  /** Somebody on a program, who has shown some of it: all of it is a certificate. */
  async function enrolled(programId: string, keys: readonly string[]): Promise<Actor> {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { enrol } = await data(suite.server, learner, enrolMutation, { programId });
    await show(suite, learner, enrol.id, ...keys);
    return learner;
  }

  async function published(renewalPaths?: object[]) {
    suite.clock.set("2026-11-24T09:00:00Z");
    const version = versionWith({}, renewalPaths && { renewalPaths });
    const { programId, versionId } = await draftProgram(suite, version);
    await data(suite.server, suite.actors.programOwner, publishMutation, { versionId });
    return programId;
  }

  const previewed = async (input: object, page: object = {}) =>
    (await data(suite.server, suite.actors.programOwner, preview, { input, ...page })).carryOverPreview;
  const renewalOf = async (actor: Actor, programId: string) => {
    const document = `query ($programId: ID!) { certification(programId: $programId) { standing renewal { ${asks} } } }`;
    return (await data(suite.server, actor, document, { programId })).certification;
  };

  it("says who is affected, what each would be asked for and which dates move, and writes nothing", async () => {
    const { clock } = suite;
    const programId = await published([{ key: "delta", title: "Delta", rule: { delta: true } }]);
    const holder = await enrolled(programId, ["task", "reflection"]);
    const learner = await enrolled(programId, ["task"]);
    clock.set("2027-02-01T09:00:00Z");
    const versionId = await draftNext(suite, programId, versionWith({ task: 2, extra: 1 }));
    const before = await renewalOf(holder, programId);

    const byDate = await previewed({ versionId, mode: "BY_DATE", by: "2027-06-30", learnersUnderWay: "MOVE" });
    expect(byDate.totals).toEqual({ people: 2, holders: 1, underWay: 1 });
    const of = (actor: Actor, { people }: typeof byDate) =>
      people.nodes.find(({ person }: { person: { id: string } }) => person.id === encodeId("Person", actor.personId));
    const expiresAt = "2028-11-24T09:00:00.000Z";
    expect(of(holder, byDate)).toMatchObject({
      standing: "CERTIFIED",
      learning: null,
      renewal: {
        before: { version: { number: 1 }, asked: [], opensAt: "2028-08-26T08:00:00.000Z", expiresAt },
        after: {
          version: { number: 2 },
          asked: [
            { requirementKey: "task", revision: 2, reason: "RAISED" },
            { requirementKey: "extra", revision: 1, reason: "NEW" },
          ],
          opensAt: "2027-02-01T09:00:00.000Z",
          expiresAt,
        },
      },
    });
    expect(of(holder, byDate).renewal.before.progress.requirements).toMatchObject({
      work: { asked: 1 },
      reflection: { asked: 1 },
    });
    expect(of(learner, byDate)).toMatchObject({
      standing: "IN_PROGRESS",
      renewal: null,
      learning: {
        before: { nextSteps: [{ requirementKey: "reflection" }] },
        after: {
          nextSteps: [{ requirementKey: "task" }, { requirementKey: "reflection" }, { requirementKey: "extra" }],
        },
      },
    });
    const next = await previewed({ versionId });
    expect(of(holder, next).renewal.after).toMatchObject({
      opensAt: "2028-08-26T08:00:00.000Z",
      version: { number: 2 },
    });
    expect(of(learner, next).learning.after).toEqual(of(learner, next).learning.before);
    const none = await previewed({ versionId, mode: "NONE" });
    expect(of(holder, none).renewal.after).toEqual(of(holder, none).renewal.before);
    expect(await renewalOf(holder, programId)).toEqual(before);
  });

  it("is for program owners, of versions that can be published or are", async () => {
    const { server, actors } = suite;
    const programId = await published();
    const versionId = await draftNext(suite, programId, versionWith({ task: 2 }));
    const ask = async (actor: Actor, input: object) => {
      const [error] = (await server.execute(actor, preview, { input })).errors ?? [];
      return { ...error?.originalError, ...error?.extensions };
    };
    for (const actor of [actors.admin, actors.manager, actors.learner, actors.reviewer])
      expect(await ask(actor, { versionId })).toMatchObject({ code: "NOT_PERMITTED" });
    const without = await ask(actors.programOwner, { versionId, mode: "BY_DATE" });
    expect(without).toMatchObject({
      code: "INVALID_INPUT",
      problems: [{ code: "CARRY_OVER_WITHOUT_DATE" }],
    });
    await publish(suite, versionId);
    expect(await ask(actors.programOwner, { versionId, mode: "NONE" })).toEqual({});
    const retire = "mutation ($id: ID!) { retireProgramVersion(versionId: $id) { __typename } }";
    await data(server, actors.programOwner, retire, { id: versionId });
    expect(await ask(actors.programOwner, { versionId })).toMatchObject({ code: "VERSION_STATUS_REFUSED" });
  });

  it("goes on page by page, by the same statements however many persons a page has", async () => {
    const programId = await published();
    const people = [];
    for (let i = 0; i < 5; i++) people.push(await enrolled(programId, i % 2 === 0 ? ["task", "reflection"] : []));
    const versionId = await draftNext(suite, programId, versionWith({ task: 2 }));
    const statements = async (first: number, after: string | null = null) => {
      let count = 0;
      const stop = suite.server.services.database.onQuery(({ sql }) => {
        // What the relay of the feed does beside it is not ours.
        if (!/"Feed"|unplaced|^(BEGIN|COMMIT|ROLLBACK)\b(?!.*set_config)/.test(sql)) count++;
      });
      const page = await previewed({ versionId }, { first, after });
      stop();
      return { count, ...page };
    };
    const one = await statements(2);
    const two = await statements(2, one.people.pageInfo.endCursor);
    const three = await statements(2, two.people.pageInfo.endCursor);
    expect([one, two, three].map(({ people }) => people.pageInfo.hasNextPage)).toEqual([true, true, false]);
    const ids = [one, two, three].flatMap(({ people }) =>
      people.nodes.map((node: { person: { id: string } }) => node.person.id),
    );
    expect(ids).toEqual(
      people
        .map(({ personId }) => personId)
        .toSorted()
        .map((personId) => encodeId("Person", personId)),
    );
    expect((await statements(10)).count).toBe(one.count);
  });

  it("says of each holder what their renewal says after the publication, whatever has changed", async () => {
    const rule = fc.constantFrom(
      { full: true },
      { delta: true },
      { all: [{ practice: { count: 1 } }, { delta: true }] },
    );
    const revisions = fc.record({
      task: fc.integer({ min: 1, max: 3 }),
      reflection: fc.integer({ min: 1, max: 2 }),
      extra: fc.constantFrom(0, 1),
    });
    const mode = fc.constantFrom("NEXT_RENEWAL", "BY_DATE", "NONE");
    const later = fc.constantFrom("2027-01-15", "2028-10-01", "2028-11-26");
    await fc.assert(
      fc.asyncProperty(rule, revisions, mode, later, fc.boolean(), async (rule, revisions, mode, day, begun) => {
        const programId = await published([{ key: "way", title: "Way", rule }]);
        const holders = [
          await enrolled(programId, ["task", "reflection"]),
          await enrolled(programId, ["task", "reflection"]),
        ];
        suite.clock.set(`${day}T09:00:00Z`);
        if (begun) await data(suite.server, holders[0] ?? null, enrolMutation, { programId });
        const versionId = await draftNext(suite, programId, versionWith(revisions));
        const by = mode === "BY_DATE" ? "2029-01-01" : null;
        const { people } = await previewed({ versionId, mode, by });
        await publish(suite, versionId, { mode, by, note: by && "Because." });
        for (const holder of holders) {
          const id = encodeId("Person", holder.personId);
          const said = people.nodes.find(({ person }: { person: { id: string } }) => person.id === id);
          const is = await renewalOf(holder, programId);
          const lapsed = day > "2028-11-24";
          if (lapsed && !(begun && holder === holders[0])) expect(said).toBeUndefined();
          else {
            const { asked: _asked, ...after } = said.renewal.after;
            expect(after).toEqual(is.renewal);
          }
        }
      }),
      { numRuns: kind === "postgres" ? 8 : 3, endOnFailure: true },
    );
  });
});
