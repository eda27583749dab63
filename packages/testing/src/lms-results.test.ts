import { encodeId, type LtiScore, type LtiServices, pushUnpushed, sendPushes } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { ConnectorError, type PushOutcome } from "@kunna/lms-kit";
import { beforeEach, describe, expect, it } from "vitest";
import {
  completion,
  connect,
  grade,
  issuer,
  learnerOn,
  lmsProgram,
  map,
  match,
  ScriptedLms,
  tell,
} from "./lms-facts.test.support.ts";
import { demoSuite } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`results on their way to LMSs on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("results on their way to LMSs on %s", (kind) => {
  // The platforms at the other end: what they were told, and what they answer next.
  const told: LtiScore[] = [];
  let answers: (PushOutcome | Error)[] = [];
  const nothing = () => Promise.reject(new Error("Not asked here."));
  const lti: LtiServices = {
    signDeepLink: nothing,
    async *readRoster() {},
    async publishScore(score) {
      const answer = answers.shift() ?? "TAKEN";
      if (answer instanceof Error) throw answer;
      told.push(score);
      return answer;
    },
  };
  const suite = demoSuite(kind, undefined, undefined, { connectors: [new ScriptedLms().connector], lti });
  beforeEach(() => {
    told.length = 0;
    answers = [];
  });
  const asSystem: typeof suite.server.services.database.asSystem = (work) =>
    suite.server.services.database.asSystem(work);
  const pushes = (connectionId: string) => asSystem((tx) => tx.lmsPush.findMany({ where: { connectionId } }));

  /** A learner on a program that counts what an LMS says, and a course of a platform with links to it. */
  async function start() {
    const { admin } = suite.actors;
    const [source, programId] = [await connect(suite, admin), await lmsProgram(suite)];
    await map(suite, { connectionId: source, programId, requirementKey: "read" });
    await map(suite, { connectionId: source, programId, requirementKey: "test", activityId: "quiz" });
    const learner = await learnerOn(suite, programId);
    const subject = `s-${crypto.randomUUID()}`;
    await match(suite, source, subject, learner);
    const platform = await connect(suite, admin);
    await asSystem((tx) => tx.lmsConnection.update({ where: { id: platform }, data: { connector: "lti" } }));
    return { admin, source, platform, programId, learner, subject };
  }

  /** A link in a course that the learner is in, with a place in the gradebook. */
  async function link(
    platform: string,
    programId: string,
    subject: string,
    { organisationId }: Actor,
    more: object = {},
  ) {
    const at = suite.clock.now();
    const seen = { organisationId, connectionId: platform, firstSeenAt: at, lastSeenAt: at };
    const lineItemUrl = `https://lms.example.org/items/${crypto.randomUUID()}`;
    await asSystem(async (tx) => {
      const key = { organisationId_issuer_subject: { organisationId, issuer, subject } };
      const { id: identityId } = await tx.externalIdentity.findUniqueOrThrow({ where: key });
      const { id: courseId } = await tx.lmsCourse.create({ data: { ...seen, externalId: lineItemUrl, title: "x" } });
      await tx.lmsMember.create({ data: { organisationId, courseId, identityId, roles: ["LEARNER"], lastSeenAt: at } });
      await tx.ltiResourceLink.create({
        data: {
          ...seen,
          courseId,
          externalId: lineItemUrl,
          title: "x",
          target: "PROGRAM",
          programId,
          lineItemUrl,
          ...more,
        },
      });
    });
    return lineItemUrl;
  }

  it("R4 what is met is pushed to each place that shows it: the newest alone, and once", async () => {
    const { admin, source, platform, programId, learner, subject } = await start();
    const whole = await link(platform, programId, subject, learner);
    const module = await link(platform, programId, subject, learner, { target: "MODULE", moduleKey: "quiz" });
    const task = await link(platform, programId, subject, learner, { target: "EVIDENCE_TASK", requirementKey: "read" });
    await tell(suite, admin, source, completion(subject));
    await sendPushes(suite.server.services);
    const shown = () =>
      Object.fromEntries(told.map((one) => [one.lineItemUrl, [one.share, one.completed, one.subject]]));
    // Where nothing is reached nothing is shown.
    expect(shown()).toEqual({ [whole]: [0.5, false, subject], [task]: [1, true, subject] });
    told.length = 0;
    await tell(suite, admin, source, grade(subject, 9, { activity: "quiz" }));
    await sendPushes(suite.server.services);
    await sendPushes(suite.server.services);
    expect(told).toHaveLength(2);
    expect(shown()).toEqual({ [whole]: [1, true, subject], [module]: [1, true, subject] });
  });

  it("what was met before its place was known is pushed when it is", async () => {
    const { admin, source, platform, programId, learner, subject } = await start();
    await tell(suite, admin, source, completion(subject));
    await link(platform, programId, subject, learner);
    await Promise.all([pushUnpushed(suite.server.services), pushUnpushed(suite.server.services)]);
    await Promise.all([sendPushes(suite.server.services), sendPushes(suite.server.services)]);
    expect(told.filter(({ connectionId }) => connectionId === platform)).toHaveLength(1);
  });

  it("one that fails is tried again, one whose place is gone is given up, shown, and sent again by hand", async () => {
    const { admin, source, platform, programId, learner, subject } = await start();
    await link(platform, programId, subject, learner);
    answers = [new ConnectorError("UNREACHABLE", "No answer.")];
    await tell(suite, admin, source, completion(subject));
    await sendPushes(suite.server.services);
    const [first] = await pushes(platform);
    expect(first).toMatchObject({
      status: "PENDING",
      failures: 1,
      lastErrorCode: "UNREACHABLE",
      lastError: "No answer.",
    });
    expect(Number(first?.nextAttemptAt)).toBeGreaterThan(suite.clock.now().getTime());
    answers = [new ConnectorError("NOT_FOUND", "No such line item.")];
    const retry = "mutation ($id: ID!) { result: retryLmsPush(pushId: $id) { ... on LmsPush { status } } }";
    const again = () => data(suite.server, admin, retry, { id: encodeId("LmsPush", first?.id ?? "") });
    await again();
    await sendPushes(suite.server.services);
    expect(await pushes(platform)).toMatchObject([{ status: "DEAD", lastErrorCode: "NOT_FOUND" }]);
    answers = ["SUPERSEDED"];
    await again();
    await sendPushes(suite.server.services);
    expect(await pushes(platform)).toMatchObject([{ status: "SUPERSEDED", lastErrorCode: null }]);
  });
});
