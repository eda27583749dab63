import { lookAgainAtMappings } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import {
  completion,
  connect,
  enrolOn,
  eventsOf,
  grade,
  learnerOn,
  lmsProgram,
  map,
  match,
  outcomes,
  ScriptedLms,
  tell,
} from "./lms-facts.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`facts of an LMS on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("facts of an LMS on %s", (kind) => {
  const suite = demoSuite(kind, undefined, undefined, { connectors: [new ScriptedLms().connector] });

  /** A learner on a program whose course and quiz count, who is known in the LMS as a subject. */
  async function start(freshness: string | null = null) {
    const { admin } = suite.actors;
    const [connectionId, programId] = [await connect(suite, admin), await lmsProgram(suite, freshness)];
    await map(suite, { connectionId, programId, requirementKey: "read" });
    await map(suite, { connectionId, programId, requirementKey: "test", activityId: "quiz" });
    const learner = await learnerOn(suite, programId);
    const subject = `s-${crypto.randomUUID()}`;
    await match(suite, connectionId, subject, learner);
    return { admin, connectionId, programId, learner, subject };
  }

  it("R3 R5 a completion and a passing result are accepted by policy, and award in the same transaction", async () => {
    const { admin, connectionId, learner, subject } = await start();
    const told = await tell(
      suite,
      admin,
      connectionId,
      completion(subject),
      grade(subject, 7.95, { activity: "quiz" }),
    );
    expect(told).toEqual({ told: 2, known: 0, outcomes: { COUNTED: 2 } });
    const events = await eventsOf(suite, learner);
    const made = events.slice(events.findIndex(({ type }) => type === "EVIDENCE_SUBMITTED"));
    expect(made.map(({ type }) => type)).toEqual([
      ...["EVIDENCE_SUBMITTED", "EVIDENCE_ACCEPTED", "EVIDENCE_SUBMITTED", "EVIDENCE_ACCEPTED"],
      ...["ENROLMENT_COMPLETED", "CERTIFICATE_AWARDED"],
    ]);
    expect(new Set(made.map(({ actorId }) => actorId))).toEqual(new Set([null]));
    const revisions = await suite.server.services.database.asSystem((tx) =>
      tx.evidenceRevision.findMany({
        where: { submittedById: learner.personId },
        orderBy: { score: { sort: "asc", nulls: "first" } },
      }),
    );
    expect(revisions).toMatchObject([
      { provenance: "CONNECTION", connectionId, score: null, performedOn: new Date("2026-11-20") },
      { provenance: "CONNECTION", connectionId, score: 79 },
    ]);
    expect(revisions[0]?.text).toMatch(/Our LMS.*c1.*a1/);
  });

  it("R3 what is told again does nothing, whoever tells it at once", async () => {
    const { admin, connectionId, learner, subject } = await start();
    const facts = [completion(subject), grade(subject, 8, { activity: "quiz" })];
    const told = await Promise.all([1, 2, 3].map(() => tell(suite, admin, connectionId, ...facts)));
    expect(told.map(({ known }) => known).toSorted()).toEqual([0, 2, 2]);
    expect((await eventsOf(suite, learner)).filter(({ type }) => type === "CERTIFICATE_AWARDED")).toHaveLength(1);
    expect(await outcomes(suite, connectionId)).toEqual(["COUNTED", "COUNTED"]);
  });

  it("R3 below the pass mark, undone, or too old is no evidence", async () => {
    const { admin, connectionId, learner, subject } = await start("P30D");
    await tell(
      ...([suite, admin, connectionId] as const),
      grade(subject, 6.99, { activity: "quiz" }),
      completion(subject, { completed: false, record: "undone" }),
      completion(subject, { at: "2026-01-01T00:00:00Z", record: "old" }),
    );
    expect((await outcomes(suite, connectionId)).toSorted()).toEqual(["NOT_MET", "NOT_MET", "TOO_OLD"]);
    expect((await eventsOf(suite, learner)).some(({ type }) => type.startsWith("EVIDENCE"))).toBe(false);
  });

  it("R3 what counted stays when the LMS says otherwise, and an administrator is told once", async () => {
    const { admin, connectionId, learner, subject } = await start();
    const at = (day: number) => ({ activity: "quiz", at: `2026-11-2${day}T10:00:00Z` });
    await tell(suite, admin, connectionId, grade(subject, 8, at(0)));
    await tell(suite, admin, connectionId, grade(subject, 3, at(1)), grade(subject, 3, at(1)));
    await tell(suite, admin, connectionId, grade(subject, 3, at(1)), grade(subject, 8, at(2)));
    // An older word that comes late replaces nothing.
    await tell(suite, admin, connectionId, grade(subject, 2, { activity: "quiz", at: "2026-11-19T10:00:00Z" }));
    expect(await outcomes(suite, connectionId)).toEqual(["NOT_MET", "COUNTED", "CORRECTION", "COUNTED"]);
    const events = await eventsOf(suite, learner);
    expect(events.filter(({ type }) => type === "LMS_FACT_CORRECTED")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "EVIDENCE_ACCEPTED")).toHaveLength(1);
  });

  it("of facts that wait about the same the newest counts alone", async () => {
    const { admin, connectionId, programId, subject } = await start();
    const stranger = `${subject}-2`;
    await tell(suite, admin, connectionId, completion(stranger));
    await tell(suite, admin, connectionId, completion(stranger, { completed: false, at: "2026-11-21T10:00:00Z" }));
    expect(await outcomes(suite, connectionId)).toEqual(["NOT_MET", "PERSON_UNKNOWN"]);
    const learner = await newPerson(suite, ["LEARNER"]);
    await match(suite, connectionId, stranger, learner);
    await enrolOn(suite, learner, programId);
    expect(await outcomes(suite, connectionId)).toEqual(["NOT_MET", "NOT_MET"]);
  });

  it("what came before the person was known, or enrolled, counts once they are", async () => {
    const { admin, connectionId, programId, subject } = await start();
    const early = `${subject}-early`;
    await tell(suite, admin, connectionId, completion(early), completion(early, { activity: "other" }));
    expect(await outcomes(suite, connectionId)).toEqual(["PERSON_UNKNOWN", "PERSON_UNKNOWN"]);
    const learner = await newPerson(suite, ["LEARNER"]);
    await match(suite, connectionId, early, learner);
    await enrolOn(suite, learner, programId);
    expect(await outcomes(suite, connectionId)).toEqual(["COUNTED", "NOT_MAPPED"]);
    // Nothing is counted twice when it is looked at again.
    await enrolOn(suite, learner, await lmsProgram(suite));
    expect((await eventsOf(suite, learner)).filter(({ type }) => type === "EVIDENCE_ACCEPTED")).toHaveLength(1);
  });

  it("what came before it was mapped counts once it is, and what counted for one program counts for another", async () => {
    const { admin, connectionId, learner, subject } = await start();
    await tell(suite, admin, connectionId, completion(subject), completion(subject, { activity: "later" }));
    expect(await outcomes(suite, connectionId)).toEqual(["COUNTED", "NOT_MAPPED"]);
    const other = await lmsProgram(suite);
    await enrolOn(suite, learner, other);
    await map(suite, { connectionId, programId: other, requirementKey: "read" });
    await map(suite, { connectionId, programId: other, requirementKey: "read", activityId: "later" });
    await lookAgainAtMappings(suite.server.services);
    await lookAgainAtMappings(suite.server.services);
    expect(await outcomes(suite, connectionId)).toEqual(["COUNTED", "COUNTED"]);
    const accepted = (await eventsOf(suite, learner)).filter(({ type }) => type === "EVIDENCE_ACCEPTED");
    expect(accepted).toHaveLength(3);
  });

  it("a person is known by issuer and subject alone: never by an e-mail address, nor across organisations", async () => {
    const { admin, connectionId, learner, programId } = await start();
    const { email } = await suite.server.services.database.asSystem((tx) =>
      tx.person.findUniqueOrThrow({ where: { id: learner.personId }, select: { email: true } }),
    );
    await tell(suite, admin, connectionId, completion(email));
    await tell(suite, admin, connectionId, completion(email, { issuer: "https://other.example.org" }));
    const { otherAdmin } = suite.actors;
    const theirs = await connect(suite, otherAdmin);
    const subject = `shared-${crypto.randomUUID()}`;
    await match(suite, connectionId, subject, learner);
    await tell(suite, otherAdmin, theirs, completion(subject));
    expect(await outcomes(suite, connectionId)).toEqual(["PERSON_UNKNOWN", "PERSON_UNKNOWN"]);
    expect(await outcomes(suite, theirs)).toEqual(["PERSON_UNKNOWN"]);
    await enrolOn(suite, await newPerson(suite, ["LEARNER"]), programId);
    expect(await outcomes(suite, theirs)).toEqual(["PERSON_UNKNOWN"]);
  });

  it("nothing comes by a connection that is not in use", async () => {
    const { admin, connectionId, subject } = await start();
    await suite.server.services.database.asSystem((tx) =>
      tx.lmsConnection.update({ where: { id: connectionId }, data: { status: "PAUSED" } }),
    );
    await expect(tell(suite, admin, connectionId, completion(subject))).rejects.toThrow("not in use");
    expect(await outcomes(suite, connectionId)).toEqual([]);
  });
});
