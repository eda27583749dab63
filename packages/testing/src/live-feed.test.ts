import { hashOfToken, issueAccessToken, runCommandAs } from "@kunna/api";
import { appendEvents } from "@kunna/database";
import { allPlaced, availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it, vi } from "vitest";
import { feedOf, follow } from "./live-feed.test.support.ts";
import { loadDemoHistory } from "./load-demo.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data, enrolOn, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the live feed on ${kind}`, ({ skip }) => skip(reason));

const cursors =
  "subscription ($after: Cursor, $filter: EventFilterInput) { events(after: $after, filter: $filter) { cursor type } }";
interface Told {
  readonly cursor: string;
  readonly type: string;
}
const isOfNoDraft = ({ type }: Told) => !type.startsWith("PROGRAM_");
const within = { timeout: 30_000, interval: 50 };

describe.each(kinds)("the live feed on %s", (kind) => {
  const suite = demoSuite(kind);

  const withdraw = (actor: Actor, id: string) =>
    data(suite.server, actor, "mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename } }", { id });
  const setRoles = (personId: string, roles: readonly string[]) =>
    data(
      suite.server,
      suite.actors.admin,
      "mutation ($input: SetPersonRolesInput!) { setPersonRoles(input: $input) { __typename } }",
      { input: { personId: Buffer.from(`Person:${personId}`).toString("base64url"), roles } },
    );
  const ids = async () => {
    const found = await data(
      suite.server,
      suite.actors.admin,
      `{ program(key: "digcomp-1-foundation") { id } people(first: 1, search: "Elin") { nodes { id } } teams(first: 1) { nodes { id } } }`,
    );
    return { program: found.program.id, person: found.people.nodes[0].id, team: found.teams.nodes[0].id };
  };
  /** So many events of a kind, at once. */
  const write = (count: number) =>
    suite.server.services.database.transact(suite.actors.admin.organisationId, (tx) =>
      appendEvents(
        tx,
        Array.from({ length: count }, (_, n) => ({
          type: "TEAM_CHANGED",
          occurredAt: suite.clock.now(),
          facts: { n },
        })),
      ),
    );

  it("R13: gives each reader, live, exactly what the feed gives when it is asked: by rights, and by every filter", async () => {
    const { server, actors } = suite;
    await allPlaced(server.services.database);
    const start = (await feedOf(server, actors.admin)).at(-1)?.cursor ?? null;
    expect(await data(server, actors.learner, "{ feedCursor }")).toEqual({ feedCursor: start });
    const { program, person, team } = await ids();
    const filters = [
      {},
      { types: ["CERTIFICATE_AWARDED", "EVIDENCE_SUBMITTED"] },
      { programId: program },
      { personId: person },
      { teamId: team },
      { teamId: team, types: ["CERTIFICATE_AWARDED"] },
    ];
    const readers = await Promise.all(
      Object.entries(actors).flatMap(([name, actor]) =>
        filters.map(async (filter) => {
          // Each organisation has a feed of its own.
          const { feedCursor } = await data(server, actor, "{ feedCursor }");
          const seen = await follow(server, actor, cursors, { after: feedCursor, filter });
          return { name, actor, filter, after: feedCursor as string, seen };
        }),
      ),
    );
    await loadDemoHistory(server.services);
    await allPlaced(server.services.database);
    let all = 0;
    for (const { name, actor, filter, after, seen } of readers) {
      // What told of a draft was not for those who read no drafts; by now it tells of a published version.
      const asked = (await feedOf(server, actor, after, filter)).filter(isOfNoDraft);
      const given = () => (seen.values as readonly Told[]).filter(isOfNoDraft);
      await vi.waitFor(() => expect(given().length, name).toBeGreaterThanOrEqual(asked.length), within);
      expect(given(), `${name} ${JSON.stringify(filter)}`).toEqual(asked);
      all += asked.length;
    }
    expect(all).toBeGreaterThan(500);
  });

  it("executes an event once for all who ask for the same with the same roles, wherever they began", async () => {
    const { server, actors } = suite;
    const reviewers = [actors.reviewer, await newPerson(suite, ["REVIEWER"]), await newPerson(suite, ["REVIEWER"])];
    await allPlaced(server.services.database);
    const start = (await feedOf(server, actors.admin)).at(-2)?.cursor;
    const executed = vi.spyOn(server.services.metrics, "executions");
    const document = "subscription Same($after: Cursor) { events(after: $after) { cursor person { name } } }";
    const readers = await Promise.all(
      [...reviewers, ...reviewers].map((actor, n) => follow(server, actor, document, n < 3 ? {} : { after: start })),
    );
    await vi.waitFor(() => expect(readers.map(({ values }) => values.length)).toEqual([0, 0, 0, 1, 1, 1]), within);
    executed.mockClear();
    await enrolOn(server, actors.learner, "digcomp-1-foundation");
    await vi.waitFor(() => expect(readers.map(({ values }) => values.length)).toEqual([1, 1, 1, 2, 2, 2]), within);
    expect(executed).toHaveBeenCalledTimes(1);
    expect(new Set(readers.map(({ values }) => JSON.stringify(values.at(-1)))).size).toBe(1);
    executed.mockRestore();
  });

  it("executes it for each person where the answer is personal, and gives none another's", async () => {
    const { server, actors } = suite;
    const second = await newPerson(suite, ["LEARNER", "REVIEWER"]);
    await allPlaced(server.services.database);
    const first: Actor = { ...actors.learner, roles: ["LEARNER", "REVIEWER"] };
    const document = "subscription { events { type person { name enrolments(first: 50) { totalCount } } } }";
    // Each may read all events by being a reviewer; what waits for them is their own.
    const queue = "subscription { evidenceToReview { waitsForYou evidence { status } event { type } } }";
    const [one, two] = [await follow(server, first, document), await follow(server, second, document)];
    const [ownQueue, otherQueue] = [await follow(server, first, queue), await follow(server, second, queue)];
    const enrolmentId = await enrolOn(server, actors.learner, "digcomp-2-foundation");
    await submit(server, actors.learner, { enrolmentId, text: "Done at work.", requirementKeys: ["apply-task"] });
    await vi.waitFor(() => expect([one.values.length, two.values.length]).toEqual([2, 2]), within);
    await vi.waitFor(() => expect(otherQueue.values.length).toBe(1), within);
    // Nobody reviews their own.
    expect(otherQueue.values[0]).toEqual({
      waitsForYou: true,
      evidence: { status: "SUBMITTED" },
      event: { type: "EVIDENCE_SUBMITTED" },
    });
    await withdraw(actors.learner, enrolmentId);
    await vi.waitFor(() => expect(two.values.length).toBe(3), within);
    expect(ownQueue.values).toEqual([]);
  });

  it("ends a stream whose reader does not take what comes, says after which cursor to go on, and holds up nobody", async () => {
    const { server, actors } = suite;
    await allPlaced(server.services.database);
    const slow = await follow(server, actors.reviewer, cursors);
    const quick = await follow(server, actors.reviewer, cursors);
    await write(1);
    await vi.waitFor(() => expect([slow.values.length, quick.values.length]).toEqual([1, 1]), within);
    slow.waiting = 2_000_000;
    await write(1);
    await vi.waitFor(() => expect(quick.values.length).toBe(2), within);
    expect(slow.values.length).toBe(1);
    await vi.waitFor(() => expect(slow.code).toBe("READER_TOO_SLOW"), within);
    const [had] = slow.values as readonly { cursor: string }[];
    expect(slow.ended?.error?.extensions.after).toBe(had?.cursor);
    const again = await follow(server, actors.reviewer, cursors, { after: had?.cursor });
    await vi.waitFor(() => expect(again.values).toEqual(quick.values.slice(1)), within);
  });

  it("R13: loses nothing, and gives nothing twice or out of order, when far more comes than can be answered at once", async () => {
    const { server, actors } = suite;
    await allPlaced(server.services.database);
    const start = (await feedOf(server, actors.admin)).at(-1)?.cursor;
    const document = "subscription Burst($after: Cursor) { events(after: $after) { cursor type } }";
    const live = await follow(server, actors.admin, document);
    for (let n = 0; n < 6; n++) await write(400);
    const late = await follow(server, actors.admin, document, { after: start });
    await allPlaced(server.services.database);
    const asked = await feedOf(server, actors.admin, start);
    expect(asked.length).toBe(2_400);
    for (const reader of [live, late]) {
      await vi.waitFor(() => expect(reader.values.length).toBeGreaterThanOrEqual(asked.length), {
        timeout: 100_000,
        interval: 100,
      });
      expect(reader.values).toEqual(asked);
    }
  });

  it("R13: gives an event once the database is back, when it was away as the event was read", async () => {
    const { server, actors } = suite;
    const { database } = server.services;
    await allPlaced(database);
    const reader = await follow(server, actors.admin, cursors);
    const start = (await feedOf(server, actors.admin)).at(-1)?.cursor ?? null;
    const lost = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const open = database.reader.bind(database);
    let lostTimes = 0;
    const event = { findUniqueOrThrow: () => Promise.reject(lost) };
    const away = { client: { event }, end: async () => {} } as unknown as ReturnType<typeof open>;
    const opened = vi.spyOn(database, "reader").mockImplementation((organisationId) => {
      if (lostTimes === 2) return open(organisationId);
      lostTimes += 1;
      return away;
    });
    await write(1);
    await vi.waitFor(() => expect(reader.results).toHaveLength(1), within);
    opened.mockRestore();
    expect(lostTimes).toBe(2);
    expect(reader.results).toEqual((await feedOf(server, actors.admin, start)).map((events) => ({ data: { events } })));
  });

  it("R13: decides by the team that one is in now, though the event was read when it was another", async () => {
    const { server, actors } = suite;
    const { person, team } = await ids();
    // Somebody follows all the while, so that what was read stays at hand.
    await follow(server, actors.admin, cursors);
    await allPlaced(server.services.database);
    const start = (await feedOf(server, actors.admin)).at(-1)?.cursor ?? null;
    const personId = Buffer.from(person, "base64url").toString().split(":")[1] ?? "";
    await server.services.database.transact(actors.admin.organisationId, (tx) =>
      appendEvents(tx, [{ type: "PERSON_CHANGED", occurredAt: suite.clock.now(), personId, facts: {} }]),
    );
    await allPlaced(server.services.database);
    const before = await follow(server, actors.manager, cursors, { after: start });
    await vi.waitFor(() => expect(before.results).toHaveLength(1), within);
    await data(
      server,
      actors.admin,
      "mutation ($input: TeamMemberInput!) { removeTeamMember(input: $input) { __typename } }",
      { input: { teamId: team, personId: person } },
    );
    await allPlaced(server.services.database);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    const expected = (await feedOf(server, actors.manager, start)).map((events) => ({ data: { events } }));
    const after = await follow(server, actors.manager, cursors, { after: start });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(after.results).toEqual(expected);
  });

  it("looks at everybody's rights in one statement, however many read a backlog when it is due", async () => {
    const { server, actors } = suite;
    const { database } = server.services;
    const input = { personId: actors.admin.personId, label: "many", expiresAt: null };
    const { token } = await runCommandAs(server.services, actors.admin, issueAccessToken, input);
    await follow(server, actors.admin, cursors);
    await write(3);
    await allPlaced(database);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    const statements = vi.spyOn(database, "asSystem");
    const after = (await feedOf(server, actors.admin)).at(-4)?.cursor;
    const readers = await Promise.all(
      Array.from({ length: 20 }, () =>
        follow(server, actors.admin, cursors, { after }, { tokenHash: hashOfToken(token) }),
      ),
    );
    await vi.waitFor(() => expect(readers.map(({ results }) => results.length)).toEqual(readers.map(() => 3)), within);
    // What the server does beside it has some of its own.
    expect(statements.mock.calls.length).toBeLessThan(8);
    statements.mockRestore();
  });

  it("gives a token so many streams and no more, and another as soon as one has ended", async () => {
    const { server, actors } = suite;
    const limited = { ...server, services: { ...server.services, streamsPerToken: 2 } };
    const token = { tokenHash: hashOfToken("kunna_one") };
    const open = [
      await follow(limited, actors.admin, cursors, {}, token),
      await follow(limited, actors.admin, cursors, {}, token),
    ];
    const third = await follow(limited, actors.admin, cursors, {}, token);
    expect([open.map(({ ended }) => ended), third.code]).toEqual([[null, null], "TOO_MANY_STREAMS"]);
    expect(
      (await follow(limited, actors.admin, cursors, {}, { tokenHash: hashOfToken("kunna_two") })).ended,
    ).toBeNull();
  });

  it("ends a stream before the first event after its person's roles were changed, and one whose token is revoked though nothing comes", async () => {
    const { server, actors } = suite;
    const person = await newPerson(suite, ["REVIEWER"]);
    const issued = await data(
      server,
      actors.admin,
      `mutation ($id: ID!) { issueAccessToken(input: { personId: $id, label: "one" }) { ... on IssuedAccessToken { token } } }`,
      { id: Buffer.from(`Person:${person.personId}`).toString("base64url") },
    );
    const tokenHash = hashOfToken(issued.issueAccessToken.token);
    await allPlaced(server.services.database);
    const stream = await follow(server, person, cursors, {}, { tokenHash });
    await write(1);
    await vi.waitFor(() => expect(stream.values.length).toBe(1), within);
    await setRoles(person.personId, ["LEARNER"]);
    await write(1);
    await vi.waitFor(() => expect(stream.code).toBe("RIGHTS_CHANGED"), within);
    expect(stream.values.length).toBe(1);

    const next = await follow(server, { ...person, roles: ["LEARNER"] }, cursors, {}, { tokenHash });
    const { database } = server.services;
    await database.asSystem((tx) =>
      tx.accessToken.updateMany({ where: { personId: person.personId }, data: { revokedAt: suite.clock.now() } }),
    );
    await vi.waitFor(() => expect(next.code).toBe("UNAUTHENTICATED"), within);
    expect(next.ended?.error?.extensions.after).toEqual(expect.any(String));
  });
});
