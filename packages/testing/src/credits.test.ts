import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { demoSuite, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`credits on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("R8 the ledger of credits on %s", (kind) => {
  const suite = demoSuite(kind);

  const entry = `id unit category credits spent earnedOn activity links status enteredBy { id } person { id }
    program { id } decision { verdict comment decidedAt decidedBy { id } }`;
  const refusal = "... on InvalidInput { problems { code path } } ... on Refusal { code }";
  const record = async (actor: Actor, over: object = {}) => {
    const document = `mutation ($input: RecordCreditsInput!) { recordCredits(input: $input) {
      __typename ... on CreditEntry { ${entry} } ${refusal} } }`;
    const input = { credits: 2.5, earnedOn: "2026-11-20", activity: "A course.", ...over };
    return (await data(suite.server, actor, document, { input })).recordCredits;
  };
  const decide = async (actor: Actor, creditEntryId: string, verdict = "ACCEPTED") => {
    const document = `mutation ($input: DecideCreditsInput!) { decideCredits(input: $input) {
      __typename ... on CreditEntry { ${entry} } ... on CreditsDecided { verdict } ${refusal} } }`;
    const input = { creditEntryId, verdict, comment: "Looked at." };
    return (await data(suite.server, actor, document, { input })).decideCredits;
  };
  const personOf = ({ personId }: Actor) => encodeId("Person", personId);

  it("takes credits, has them decided once by another, and tells each step", async () => {
    const { server, actors } = suite;
    const learner = await newPerson(suite, ["LEARNER"]);
    const { programId } = await publishedProgram(suite);
    const links = ["https://example.org/course"];
    const made = await record(learner, { unit: "HOURS", category: "TALKS", credits: 0.07, links, programId });
    expect(made).toMatchObject({
      unit: "HOURS",
      category: "TALKS",
      credits: 0.07,
      spent: 0,
      earnedOn: "2026-11-20",
      activity: "A course.",
      links,
      status: "PENDING",
      enteredBy: { id: personOf(learner) },
      person: { id: personOf(learner) },
      program: { id: programId },
      decision: null,
    });
    const queue = "{ creditQueue(first: 100) { nodes { id } } }";
    const waits = async (actor: Actor) =>
      (await data(server, actor, queue)).creditQueue.nodes.some(({ id }: { id: string }) => id === made.id);
    expect(await waits(actors.reviewer)).toBe(true);
    expect(await decide(actors.reviewer, made.id)).toMatchObject({
      status: "ACCEPTED",
      decision: {
        verdict: "ACCEPTED",
        comment: "Looked at.",
        decidedAt: "2026-11-24T09:00:00.000Z",
        decidedBy: { id: personOf(actors.reviewer) },
      },
    });
    expect(await waits(actors.reviewer)).toBe(false);
    expect(await decide(actors.reviewer, made.id, "REJECTED")).toEqual({
      __typename: "CreditsDecided",
      code: "CREDITS_DECIDED",
      verdict: "ACCEPTED",
    });
    const rows = await server.services.database.asSystem((tx) =>
      tx.event.findMany({
        where: { personId: learner.personId },
        orderBy: { sequence: "asc" },
        select: { type: true },
      }),
    );
    expect(rows.map(({ type }) => type)).toEqual(["PERSON_CREATED", "CREDITS_RECORDED", "CREDITS_ACCEPTED"]);
  });

  it("keeps who earned or entered them from deciding", async () => {
    const { actors } = suite;
    const both = await newPerson(suite, ["LEARNER", "REVIEWER"]);
    const own = await record(both);
    expect(await decide(both, own.id)).toMatchObject({ code: "REVIEWER_CONFLICT" });
    const admin = await newPerson(suite, ["ADMIN", "REVIEWER"]);
    const entered = await record(admin, { personId: personOf(both) });
    expect(entered).toMatchObject({ enteredBy: { id: personOf(admin) }, person: { id: personOf(both) } });
    expect(await decide(admin, entered.id)).toMatchObject({ code: "REVIEWER_CONFLICT" });
    expect(await decide(both, entered.id)).toMatchObject({ code: "REVIEWER_CONFLICT" });
    expect(await decide(actors.reviewer, entered.id, "REJECTED")).toMatchObject({ status: "REJECTED" });
  });

  it.each<[string, object, string, string]>([
    ["none", { credits: 0 }, "input.credits", "INVALID_VALUE"],
    ["three decimals", { credits: 1.005 }, "input.credits", "INVALID_VALUE"],
    ["a day to come", { earnedOn: "2026-11-25" }, "earnedOn", "EARNED_IN_FUTURE"],
    ["no activity", { activity: " " }, "input.activity", "INVALID_VALUE"],
    ["a unit that is no key", { unit: "CPD hours" }, "input.unit", "INVALID_VALUE"],
    ["a file of nobody", { fileIds: [encodeId("EvidenceFile", crypto.randomUUID())] }, "fileIds.0", "FILE_UNKNOWN"],
  ])("refuses %s, and writes nothing", async (_what, over, path, code) => {
    const learner = await newPerson(suite, ["LEARNER"]);
    expect(await record(learner, over)).toEqual({
      __typename: "InvalidInput",
      code: "INVALID_INPUT",
      problems: [{ code, path }],
    });
    const { creditEntries } = await data(suite.server, learner, "{ creditEntries { totalCount } }");
    expect(creditEntries.totalCount).toBe(0);
  });

  it("sums them up by unit and category, and lists them by what is asked", async () => {
    const { server, actors } = suite;
    const learner = await newPerson(suite, ["LEARNER"]);
    const { programId } = await publishedProgram(suite);
    const accepted = [
      await record(learner, { credits: 1.1 }),
      await record(learner, { credits: 2.2, programId }),
      await record(learner, { credits: 3, category: "TALKS" }),
    ];
    for (const { id } of accepted) await decide(actors.reviewer, id);
    await record(learner, { credits: 5 });
    await decide(actors.reviewer, (await record(learner, { credits: 7 })).id, "REJECTED");
    const document = `query ($person: ID, $program: ID) {
      creditBalances(personId: $person) { unit category accepted spent unspent pending }
      pending: creditEntries(personId: $person, status: PENDING) { nodes { credits } }
      accepted: creditEntries(personId: $person, status: ACCEPTED) { totalCount }
      forProgram: creditEntries(personId: $person, programId: $program, unit: "CPD") { totalCount }
    }`;
    const variables = { person: personOf(learner), program: (await publishedProgram(suite)).programId };
    const sums = [
      { unit: "CPD", category: "TALKS", accepted: 3, spent: 0, unspent: 3, pending: 0 },
      { unit: "CPD", category: null, accepted: 3.3, spent: 0, unspent: 3.3, pending: 5 },
    ];
    const lists = { pending: { nodes: [{ credits: 5 }] }, accepted: { totalCount: 3 }, forProgram: { totalCount: 4 } };
    for (const actor of [learner, actors.reviewer, actors.admin])
      expect(await data(server, actor, document, variables)).toEqual({ creditBalances: sums, ...lists });
    expect((await data(server, learner, "{ creditBalances { unit } }")).creditBalances).toHaveLength(2);
    for (const actor of [await newPerson(suite, ["LEARNER"]), actors.manager, actors.otherAdmin])
      expect((await data(server, actor, document, variables)).creditBalances).toEqual([]);
  });

  it("lets two reviewers at once decide once", async () => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const reviewers = [suite.actors.reviewer, await newPerson(suite, ["REVIEWER"])];
    for (let round = kind === "postgres" ? 5 : 1; round > 0; round--) {
      const { id } = await record(learner);
      const answers = await Promise.all(reviewers.map((reviewer) => decide(reviewer, id)));
      expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(["CreditEntry", "CreditsDecided"]);
    }
  });
});
