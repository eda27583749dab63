import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { isOffered, rubricOf, type Submitted, submittedTask, verdict } from "./review.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`blind review on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("blind review on %s", (kind) => {
  const suite = demoSuite(kind);

  /** Two reviewers, of whom the first has given a verdict on a learner's evidence. */
  async function halfReviewed(first: "ACCEPTED" | "RETURNED", policy: object = { blindReview: true }) {
    const reviewers = [await newPerson(suite, ["REVIEWER"]), await newPerson(suite, ["REVIEWER"])] as const;
    const submitted = await submittedTask(suite, { reviewers: 2, ...policy }, rubricOf("care"));
    await review(reviewers[0], submitted.evidenceId, first);
    return { ...submitted, reviewers };
  }

  const secret = "The first reviewer's words.";

  function review(reviewer: Actor, evidenceId: string, of: string) {
    const levelKey = of === "ACCEPTED" ? "good" : "weak";
    const ratings = [{ requirementKey: "task", criterionKey: "care", levelKey, comment: secret }];
    return verdict(suite, reviewer, { evidenceId, verdict: of, comment: secret, missing: [secret], ratings });
  }

  /** All that someone can read of an evidence and its reviews, by every way there is to it. */
  async function seenBy(reader: Actor, { evidenceId, enrolmentId }: Submitted) {
    const { server } = suite;
    const [, rowId = ""] = Buffer.from(evidenceId, "base64url").toString().split(":");
    const rows = await server.services.database.asSystem((tx) =>
      tx.review.findMany({ where: { revision: { evidenceId: rowId } }, orderBy: { id: "asc" }, select: { id: true } }),
    );
    const reviews = "reviews { id verdict comment missing ratings { levelKey comment } notMet { levelKey } }";
    const evidence = `status decidedAt latestRevision { decidedAt ${reviews} } revisions { decidedAt ${reviews} }`;
    const ask = (document: string, variables: object) => data(server, reader, document, { ...variables });
    const byId = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Review { verdict comment } } }";
    const byEvent = `query ($filter: EventFilterInput) { events(first: 10, filter: $filter) {
      cursor type facts evidence { latestRevision { reviews { verdict comment } } }
    } }`;
    const byEnrolment = `query ($enrolmentId: ID!) { node(id: $enrolmentId) { ... on Enrolment {
      evidence(first: 1) { totalCount nodes { latestRevision { reviews { verdict } } } }
    } } }`;
    return {
      node: (await ask(`query ($id: ID!) { node(id: $id) { ... on Evidence { ${evidence} } } }`, { id: evidenceId }))
        .node,
      nodes: (await ask(byId, { ids: rows.map(({ id }) => encodeId("Review", id)) })).nodes,
      events: (await ask(byEvent, { filter: { enrolmentId } })).events.slice(1),
      enrolment: (await ask(byEnrolment, { enrolmentId })).node.evidence.nodes[0],
    };
  }

  it.each(["ACCEPTED", "RETURNED"] as const)(
    "R3: until they have given their own, nobody else reads, counts or infers a first verdict that is %s",
    async (first) => {
      const { server, actors } = suite;
      const work = await halfReviewed(first);
      const { evidenceId, learner, reviewers } = work;
      await expect.poll(async () => (await seenBy(learner, work)).events.length, { timeout: 10_000 }).toBe(2);
      for (const reader of [reviewers[1], learner, actors.admin, actors.programOwner]) {
        const seen = await seenBy(reader, work);
        expect(JSON.stringify(seen)).not.toContain(secret);
        expect(seen.node.latestRevision).toEqual({ decidedAt: null, reviews: [] });
        expect(seen.node).toMatchObject({ status: "SUBMITTED", decidedAt: null, revisions: [{ reviews: [] }] });
        expect(seen.nodes).toEqual([null]);
        expect(seen.enrolment).toEqual({ latestRevision: { reviews: [] } });
        expect(seen.events.map(({ type, facts }: { type: string; facts: object }) => [type, facts])).toMatchObject([
          ["EVIDENCE_SUBMITTED", {}],
          ["EVIDENCE_REVIEWED", { revision: 1 }],
        ]);
        expect(Object.keys(seen.events[1].facts)).toEqual(["revision"]);
      }
      // Live, as it happened and as it is looked at now.
      const { events } = await seenBy(reviewers[1], work);
      const followed = await server.subscribe(
        reviewers[1],
        `subscription ($after: Cursor!, $filter: EventFilterInput) { events(after: $after, filter: $filter) {
          facts evidence { latestRevision { reviews { verdict } } }
        } }`,
        { after: events[0].cursor, filter: { enrolmentId: work.enrolmentId } },
      );
      if (!("next" in followed)) throw new Error("There is nothing to follow.");
      const { value } = await followed.next();
      const told = { facts: { revision: 1 }, evidence: { latestRevision: { reviews: [] } } };
      expect(JSON.parse(JSON.stringify(value))).toEqual({ data: { events: told } });
      await followed.return?.();
      // Whoever gave it reads it, and is not asked again; the other is.
      expect((await seenBy(reviewers[0], work)).nodes).toMatchObject([{ verdict: first }]);
      expect(await isOffered(suite, reviewers[0], evidenceId)).toBe(false);
      expect(await isOffered(suite, reviewers[1], evidenceId)).toBe(true);
    },
  );

  it.each([
    ["ACCEPTED", "ACCEPTED", "ACCEPTED"],
    ["RETURNED", "ACCEPTED", "RETURNED"],
    ["ACCEPTED", "RETURNED", "RETURNED"],
  ] as const)("R3: %s and then %s, blind, is %s, and then all is seen by all", async (first, second, status) => {
    const { server } = suite;
    const work = await halfReviewed(first);
    const { evidenceId, enrolmentId, learner, reviewers } = work;
    const given = await review(reviewers[1], evidenceId, second);
    expect(given).toMatchObject({ status, latestRevision: { reviews: [{ verdict: first }, { verdict: second }] } });
    for (const reader of [learner, ...reviewers]) {
      const seen = await seenBy(reader, work);
      expect(seen.node.latestRevision.reviews).toMatchObject([{ verdict: first }, { verdict: second }]);
      expect(seen.nodes).toMatchObject([{ verdict: first }, { verdict: second }]);
    }
    const decided = async () => (await seenBy(learner, work)).events.at(-1);
    await expect
      .poll(decided, { timeout: 10_000 })
      .toMatchObject({ type: `EVIDENCE_${status}`, facts: { verdict: status } });
    if (status !== "RETURNED") return;
    expect((await decided()).facts.notMet).toEqual(["task/care"]);
    // The next revision is as blind as the first was; what was said of the first stays readable.
    await submit(server, learner, { evidenceId, enrolmentId, requirementKeys: ["task"], text: "Again." });
    await review(reviewers[0], evidenceId, "ACCEPTED");
    const { node } = await seenBy(reviewers[1], work);
    expect(node.revisions).toMatchObject([{ reviews: [{ verdict: first }, { verdict: second }] }, { reviews: [] }]);
  });

  it("R3: without blind review others see the first verdict at once, and the learner once it is decided", async () => {
    const work = await halfReviewed("ACCEPTED", {});
    const { evidenceId, learner, reviewers } = work;
    expect((await seenBy(reviewers[1], work)).nodes).toMatchObject([{ verdict: "ACCEPTED" }]);
    expect((await seenBy(learner, work)).nodes).toEqual([null]);
    await review(reviewers[1], evidenceId, "ACCEPTED");
    expect((await seenBy(learner, work)).nodes).toHaveLength(2);
    expect((await seenBy(learner, work)).nodes).not.toContain(null);
  });
});
