import { createPerson, runCommandAs } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { expect, it } from "vitest";
import { demoActor } from "./load-demo.ts";
import { data, enrolOn, people, reviewMutation, startDemo, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`races on ${kind}`, ({ skip }) => skip(reason));

const tests = ["1-1-browsing-test", "1-2-evaluating-test", "1-3-managing-test"];

it.each(kinds)(
  "R5 awards exactly once, however many verdicts meet the last requirement at once, on %s",
  async (kind) => {
    const server = await startDemo(kind);
    const learner = await people.learner(server);
    const reviewers = [await people.reviewer(server), await demoActor(server.services, "nordvik", "secondReviewer")];
    const enrolmentId = await enrolOn(server, learner, "digcomp-1-foundation");
    const first = await submit(server, learner, { enrolmentId, requirementKeys: tests, score: 90 });
    const document =
      "query ($id: ID!) { node(id: $id) { ... on Enrolment { version { modules { key requirements { key } } } certificate { number } } } }";
    await data(server, reviewers[0] ?? null, reviewMutation, { evidenceId: first, verdict: "ACCEPTED" });
    const { node } = await data(server, learner, document, { id: enrolmentId });
    const closing = node.version.modules.at(-1).requirements.map(({ key }: { key: string }) => key);
    const rest: string[] = [];
    for (const key of closing)
      rest.push(
        await submit(server, learner, { enrolmentId, requirementKeys: [key], text: "I did, I learnt, I will." }),
      );

    // Each of the last evidences by both reviewers, all at once.
    const verdicts = await Promise.all(
      rest.flatMap((evidenceId) =>
        reviewers.map((reviewer) => data(server, reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" })),
      ),
    );
    const outcomes = verdicts.map(({ reviewEvidence }) => reviewEvidence.__typename).toSorted();
    expect(outcomes).toEqual([...rest.map(() => "Evidence"), ...rest.map(() => "EvidenceStatusRefused")]);
    const counts = await server.services.database.asSystem(async (tx) => ({
      certificates: await tx.certificate.count(),
      awards: await tx.event.count({ where: { type: "CERTIFICATE_AWARDED" } }),
      completions: await tx.event.count({ where: { type: "ENROLMENT_COMPLETED" } }),
      reviews: await tx.review.count(),
    }));
    expect(counts).toEqual({ certificates: 1, awards: 1, completions: 1, reviews: 1 + rest.length });
  },
);

it.each(kinds)("enrols once and reviews once, however often it is asked at once, on %s", async (kind) => {
  const server = await startDemo(kind);
  const learner = await people.learner(server);
  const reviewer = await people.reviewer(server);
  const { program } = await data(server, learner, '{ program(key: "digcomp-1-foundation") { id } }');
  const enrol = "mutation ($id: ID!) { enrol(input: { programId: $id }) { __typename ... on Enrolment { id } } }";
  const enrolled = await Promise.all(Array.from({ length: 5 }, () => data(server, learner, enrol, { id: program.id })));
  const names = enrolled.map(({ enrol }) => enrol.__typename).toSorted();
  expect(names).toEqual([...Array.from({ length: 4 }, () => "AlreadyEnrolled"), "Enrolment"]);

  const enrolmentId = enrolled.map(({ enrol }) => enrol.id).find(Boolean);
  const evidenceId = await submit(server, learner, { enrolmentId, requirementKeys: tests, score: 90 });
  const reviews = await Promise.all(
    Array.from({ length: 5 }, () => data(server, reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" })),
  );
  expect(reviews.filter(({ reviewEvidence }) => reviewEvidence.__typename === "Evidence")).toHaveLength(1);
  expect(await server.services.database.asSystem((tx) => tx.review.count())).toBe(1);
});

it.each(kinds)("R3 refuses that a learner reviews their own evidence, with a reason, on %s", async (kind) => {
  const server = await startDemo(kind);
  const admin = await people.admin(server);
  const { personId } = await runCommandAs(server.services, admin, createPerson, {
    name: "Både Och",
    email: "bade@example.org",
    roles: ["LEARNER", "REVIEWER"],
  });
  const both = { organisationId: admin.organisationId, personId, roles: ["LEARNER", "REVIEWER"] as const };
  const enrolmentId = await enrolOn(server, both, "digcomp-1-foundation");
  const evidenceId = await submit(server, both, { enrolmentId, requirementKeys: tests, score: 90 });
  const { reviewEvidence } = await data(server, both, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
  expect(reviewEvidence).toEqual({ __typename: "ReviewerConflict", code: "REVIEWER_CONFLICT" });
  const { reviewQueue } = await data(server, both, "{ reviewQueue { totalCount } }");
  expect(reviewQueue.totalCount).toBe(0);
});
