import { createContext, encodeId, pauseLmsConnection, resumeLmsConnection, runCommandAs, schema } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Actor, permissions, roles } from "@kunna/domain";
import { execute, parse } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { follow } from "./live-feed.test.support.ts";
import { actorOf, comesFrom, connectionInUseBy, launch } from "./lms.test.support.ts";
import { type Submitted, submittedTask, verdict } from "./review.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`sessions from an LMS on ${kind}`, ({ skip }) => skip(reason));

const lists = `{
  people { totalCount nodes { id } }
  reviewQueue { totalCount nodes { id } }
  enrolments(first: 100) { totalCount nodes { id } }
  certificates(first: 100) { totalCount }
  programs(first: 1) { nodes { enrolments { totalCount } } }
}`;
const nodesQuery = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }";

describe.each(kinds)("sessions from an LMS on %s", (kind) => {
  const suite = demoSuite(kind);
  let inA: Submitted;
  let inB: Submitted;
  let instructor: Awaited<ReturnType<typeof comesFrom>>;
  let place: Awaited<ReturnType<typeof connectionInUseBy>>;

  beforeAll(async () => {
    place = await connectionInUseBy(suite);
    inA = await submittedTask(suite);
    inB = await submittedTask(suite);
    await comesFrom(suite, place, inA.learner, "A", ["LEARNER"]);
    await comesFrom(suite, place, inB.learner, "B", ["LEARNER"]);
    const person = await newPerson(suite, ["ADMIN", "PROGRAM_OWNER", "REVIEWER"]);
    instructor = await comesFrom(suite, place, person, "A", ["INSTRUCTOR"]);
  });

  it("an instructor sees the learners of their course, and of another neither the row nor the count nor the node", async () => {
    const { server } = suite;
    const seen = await data(server, instructor.actor, lists);
    expect(seen.reviewQueue).toEqual({ totalCount: 1, nodes: [{ id: inA.evidenceId }] });
    expect(seen.enrolments).toEqual({ totalCount: 1, nodes: [{ id: inA.enrolmentId }] });
    const people = [inA.learner, instructor.actor].map(({ personId }) => ({ id: encodeId("Person", personId) }));
    expect(seen.people.totalCount).toBe(2);
    expect(seen.people.nodes).toEqual(expect.arrayContaining(people));
    expect(seen.certificates.totalCount).toBe(0);
    expect(seen.programs.nodes[0].enrolments.totalCount).toBe(0);
    const ids = ({ evidenceId, enrolmentId, learner }: Submitted) => [
      evidenceId,
      enrolmentId,
      encodeId("Person", learner.personId),
    ];
    const nodes = await data(server, instructor.actor, nodesQuery, { ids: [...ids(inA), ...ids(inB)] });
    const found = ["Evidence", "Enrolment", "Person"].map((__typename) => ({ __typename }));
    expect(nodes.nodes).toEqual([...found, null, null, null]);
  });

  it("R3 an instructor reviews and observes a learner of their course, and none of another, nor themselves", async () => {
    const { server } = suite;
    const own = await submittedTask(suite);
    const learnsToo = await comesFrom(suite, place, own.learner, "A", ["LEARNER", "INSTRUCTOR"]);
    expect(learnsToo.actor.roles).toEqual(["LEARNER", "REVIEWER"]);
    expect(await verdict(suite, learnsToo.actor, { evidenceId: own.evidenceId, verdict: "ACCEPTED" })).toMatchObject({
      code: "REVIEWER_CONFLICT",
    });
    const reviewed = (evidenceId: string, actor: Actor) => verdict(suite, actor, { evidenceId, verdict: "ACCEPTED" });
    expect(await reviewed(inB.evidenceId, instructor.actor)).toMatchObject({ code: "NOT_PERMITTED" });
    const observed = { requirementKeys: ["task"], text: "Seen." };
    await expect(submit(server, instructor.actor, { enrolmentId: inB.enrolmentId, ...observed })).rejects.toThrow(
      "NOT_PERMITTED",
    );
    await submit(server, instructor.actor, { enrolmentId: inA.enrolmentId, ...observed });
    expect(await reviewed(inA.evidenceId, instructor.actor)).toMatchObject({ status: "ACCEPTED" });
  });

  it("who has left the course is reached no more, from the next request", async () => {
    const { server } = suite;
    const left = await submittedTask(suite);
    const { identityId, courseId } = await comesFrom(suite, place, left.learner, "A", ["LEARNER"]);
    const ids = [left.evidenceId];
    expect((await data(server, instructor.actor, nodesQuery, { ids })).nodes).toEqual([{ __typename: "Evidence" }]);
    await server.services.database.transact(place.organisationId, (tx) =>
      tx.lmsMember.update({
        where: { courseId_identityId: { courseId: courseId ?? "", identityId } },
        data: { active: false },
      }),
    );
    expect((await data(server, instructor.actor, nodesQuery, { ids })).nodes).toEqual([null]);
    expect(await verdict(suite, instructor.actor, { evidenceId: ids[0], verdict: "ACCEPTED" })).toMatchObject({
      code: "NOT_PERMITTED",
    });
  });

  it("R13 the feed tells an instructor of their course's learners alone: read back, live and filtered", async () => {
    const { server } = suite;
    const person = await newPerson(suite, ["LEARNER"]);
    const { actor } = await comesFrom(suite, place, person, "A", ["INSTRUCTOR"]);
    const reviewer = await newPerson(suite, ["REVIEWER"]);
    const document = "subscription { events { type person { id } } }";
    const live = await follow(server, actor, document);
    const all = await follow(server, reviewer, document);
    const mine = await submittedTask(suite);
    await comesFrom(suite, place, mine.learner, "A", ["LEARNER"]);
    for (const { enrolmentId, learner } of [inB, mine])
      await submit(server, learner, { enrolmentId, requirementKeys: ["reflection"], text: "So I did." });
    const of = ({ learner }: Submitted) => ({
      type: "EVIDENCE_SUBMITTED",
      person: { id: encodeId("Person", learner.personId) },
    });
    await expect.poll(() => all.values, { timeout: 20_000 }).toEqual(expect.arrayContaining([of(inB), of(mine)]));
    await expect.poll(() => live.values, { timeout: 20_000 }).toContainEqual(of(mine));
    expect(live.values).not.toContainEqual(of(inB));
    const reached = new Set(live.values.map(({ person }: { person: { id: string } | null }) => person?.id));
    expect(reached).toEqual(new Set([encodeId("Person", mine.learner.personId)]));

    const feed = "{ events(first: 100) { person { id } } }";
    const { events } = await data(server, actor, feed);
    const people = events.map(({ person }: { person: { id: string } | null }) => person?.id ?? null);
    expect(people).toContain(encodeId("Person", mine.learner.personId));
    expect(people).not.toContain(encodeId("Person", inB.learner.personId));
    expect(people).not.toContain(null);
  });

  it("a learner who is an administrator besides has what is their own, and nothing else", async () => {
    const { server } = suite;
    const person = await newPerson(suite, [...roles]);
    const { actor } = await comesFrom(suite, place, person, "A", ["LEARNER"]);
    expect(actor.roles).toEqual(["LEARNER"]);
    const seen = await data(server, actor, "{ people { totalCount nodes { id } } enrolments { totalCount } }");
    expect(seen.people).toEqual({ totalCount: 1, nodes: [{ id: encodeId("Person", actor.personId) }] });
    expect(seen.enrolments.totalCount).toBe(0);
    expect((await data(server, actor, nodesQuery, { ids: [inA.evidenceId, inA.enrolmentId] })).nodes).toEqual([
      null,
      null,
    ]);
  });

  it("a session of no course reaches its own person alone, as an instructor too", async () => {
    const { server } = suite;
    const person = await newPerson(suite, ["REVIEWER"]);
    const { actor } = await comesFrom(suite, place, person, null, ["INSTRUCTOR"]);
    expect(actor.courseId).toBeNull();
    const { people, reviewQueue } = await data(server, actor, lists);
    expect([people.totalCount, reviewQueue.totalCount]).toEqual([0, 0]);
    expect(await verdict(suite, actor, { evidenceId: inA.evidenceId, verdict: "ACCEPTED" })).toMatchObject({
      code: "NOT_PERMITTED",
    });
  });

  it("no session administers: it issues no token, creates no webhook, no person and no program", async () => {
    const { server } = suite;
    const input = { personId: encodeId("Person", instructor.actor.personId), label: "x" };
    const mutations: [document: string, input: object][] = [
      [
        `mutation ($input: IssueAccessTokenInput!) { it: issueAccessToken(input: $input) { ... on Refusal { code } } }`,
        input,
      ],
      [
        `mutation ($input: CreateWebhookEndpointInput!) { it: createWebhookEndpoint(input: $input) { ... on Refusal { code } } }`,
        { url: "https://x.example", description: "x" },
      ],
      [
        `mutation ($input: CreatePersonInput!) { it: createPerson(input: $input) { ... on Refusal { code } } }`,
        { name: "x", email: "x@example.org", roles: ["ADMIN"] },
      ],
      [
        `mutation ($input: SetPersonRolesInput!) { it: setPersonRoles(input: $input) { ... on Refusal { code } } }`,
        { personId: input.personId, roles: ["ADMIN"] },
      ],
    ];
    for (const [document, given] of mutations)
      expect((await data(server, instructor.actor, document, { input: given })).it).toEqual({ code: "NOT_PERMITTED" });
    const granted = new Set(
      instructor.actor.roles.flatMap((role) => Object.entries(permissions).filter(([, by]) => role in by)),
    );
    expect([...granted].map(([action]) => action)).not.toContain("token.issue");
  });

  it("a session ends when its time is up, and at once when its connection is paused; resumed, it goes on", async () => {
    const { server, clock, actors } = suite;
    const place = await connectionInUseBy(suite);
    const { token } = await launch(suite, place, {
      identity: { subject: crypto.randomUUID(), name: "Eva Ny" },
      course: { externalId: "A" },
      roles: ["LEARNER"],
    });
    expect(await actorOf(suite, token)).toMatchObject({ roles: ["LEARNER"] });
    await runCommandAs(server.services, actors.admin, pauseLmsConnection, place);
    expect(await actorOf(suite, token)).toBeNull();
    await runCommandAs(server.services, actors.admin, resumeLmsConnection, place);
    expect(await actorOf(suite, token)).not.toBeNull();
    const start = clock.now();
    clock.set(new Date(start.getTime() + 4 * 3_600_000).toISOString());
    expect(await actorOf(suite, token)).toBeNull();
    clock.set(start.toISOString());
  });

  it("a stream of a session ends when its connection is no longer in use", async () => {
    const { server, actors } = suite;
    const place = await connectionInUseBy(suite);
    const { actor, token, tokenHash } = await comesFrom(suite, place, await newPerson(suite, []), "A", ["LEARNER"]);
    const currentActor = () => actorOf(suite, token);
    const stream = await follow(server, actor, "subscription { events { type } }", {}, { tokenHash, currentActor });
    await runCommandAs(server.services, actors.admin, pauseLmsConnection, place);
    await expect.poll(() => stream.code, { timeout: 20_000 }).toBe("UNAUTHENTICATED");
  });

  it("a token tells what it was launched for: a learner's course shows themselves alone; another token, nothing", async () => {
    const { server, actors } = suite;
    const person = await newPerson(suite, ["ADMIN"]);
    const { actor, tokenHash } = await comesFrom(suite, place, person, "A", ["LEARNER"]);
    const document = parse(`{ lmsSession { connection { name } roles deepLinking
      course { title members { totalCount nodes { roles person { id } } } } } }`);
    const asked = async (who: Actor, hash: string | null) => {
      const contextValue = createContext(server.services, who, { tokenHash: hash });
      return JSON.parse(JSON.stringify(await execute({ schema, document, contextValue })));
    };
    const members = {
      totalCount: 1,
      nodes: [{ roles: ["LEARNER"], person: { id: encodeId("Person", person.personId) } }],
    };
    expect(await asked(actor, tokenHash)).toEqual({
      data: {
        lmsSession: {
          connection: { name: "Campus" },
          roles: ["LEARNER"],
          deepLinking: false,
          course: { title: "A", members },
        },
      },
    });
    expect(await asked(actors.admin, null)).toEqual({ data: { lmsSession: null } });
    // A token of another organisation is nobody's here.
    expect(await asked(actors.otherAdmin, tokenHash)).toEqual({ data: { lmsSession: null } });
  });
});
