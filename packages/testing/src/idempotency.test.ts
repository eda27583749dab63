import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it, onTestFinished } from "vitest";
import { demoSuite, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`idempotency on ${kind}`, ({ skip }) => skip(reason));

const enrolMutation = `mutation ($programId: ID!, $key: String) {
  enrol(input: { programId: $programId }, idempotencyKey: $key) {
    __typename
    ... on Enrolment { id status }
    ... on IdempotencyKeyReused { operation }
    ... on Refusal { code }
  }
}`;
const withdrawMutation = `mutation ($enrolmentId: ID!, $key: String) {
  withdrawEnrolment(enrolmentId: $enrolmentId, idempotencyKey: $key) {
    __typename
    ... on Enrolment { id }
    ... on IdempotencyKeyReused { operation }
    ... on Refusal { code }
  }
}`;
const tokenMutation = `mutation ($personId: ID!, $key: String) {
  issueAccessToken(input: { personId: $personId, label: "For a connector." }, idempotencyKey: $key) {
    __typename
    ... on IssuedAccessToken { token }
    ... on Refusal { code }
  }
}`;
const uploadMutation = `mutation ($file: File!, $key: String) {
  uploadFile(file: $file, idempotencyKey: $key) { __typename ... on EvidenceFile { id } ... on Refusal { code } }
}`;

describe.each(kinds)("an idempotency key, on %s", (kind) => {
  const suite = demoSuite(kind);
  const newKey = () => crypto.randomUUID();
  const ask = (actor: Actor, document: string, variables: Record<string, unknown>) =>
    data(suite.server, actor, document, variables);

  async function learnerAndProgram() {
    const [learner, { programId }] = [await newPerson(suite, ["LEARNER"]), await publishedProgram(suite)];
    const enrol = async (key: string | null, actor = learner) =>
      (await ask(actor, enrolMutation, { programId, key })).enrol;
    return { learner, programId, enrol };
  }

  /** What was written for a person. */
  const written = ({ organisationId, personId }: Actor) =>
    suite.server.services.database.transact(organisationId, async (tx) => ({
      enrolments: await tx.enrolment.count({ where: { personId } }),
      events: await tx.event.count({ where: { personId, type: "PERSON_ENROLLED" } }),
      keys: await tx.idempotencyKey.count({ where: { personId } }),
    }));

  it("gives the first answer again, and does nothing", async () => {
    const { learner, enrol } = await learnerAndProgram();
    const key = newKey();
    const first = await enrol(key);
    expect(first).toEqual({ __typename: "Enrolment", id: expect.any(String), status: "ACTIVE" });
    expect(await enrol(key)).toEqual(first);
    expect(await written(learner)).toEqual({ enrolments: 1, events: 1, keys: 1 });
  });

  it("is not needed: without one a request is decided as it comes, and nothing of it is kept", async () => {
    const { learner, enrol } = await learnerAndProgram();
    await enrol(null);
    expect(await enrol(null)).toMatchObject({ code: "ALREADY_ENROLLED" });
    expect(await written(learner)).toEqual({ enrolments: 1, events: 1, keys: 0 });
  });

  it("is refused for another input, and for another mutation", async () => {
    const { learner, enrol } = await learnerAndProgram();
    const key = newKey();
    const { id } = await enrol(key);
    const reused = { __typename: "IdempotencyKeyReused", code: "IDEMPOTENCY_KEY_REUSED", operation: "enrol" };
    const { programId: other } = await publishedProgram(suite);
    expect((await ask(learner, enrolMutation, { programId: other, key })).enrol).toEqual(reused);
    expect((await ask(learner, withdrawMutation, { enrolmentId: id, key })).withdrawEnrolment).toEqual(reused);
    expect(await written(learner)).toEqual({ enrolments: 1, events: 1, keys: 1 });
  });

  it("is its person's own: another may have the same", async () => {
    const { enrol } = await learnerAndProgram();
    const other = await newPerson(suite, ["LEARNER"]);
    const key = newKey();
    const [ours, theirs] = [await enrol(key), await enrol(key, other)];
    expect(theirs).toMatchObject({ __typename: "Enrolment" });
    expect(theirs.id).not.toBe(ours.id);
  });

  it("keeps no refusal: the next request is decided anew", async () => {
    const { learner, enrol } = await learnerAndProgram();
    const key = newKey();
    const { id } = await enrol(null);
    expect(await enrol(key)).toMatchObject({ code: "ALREADY_ENROLLED" });
    expect((await written(learner)).keys).toBe(0);
    await ask(learner, withdrawMutation, { enrolmentId: id, key: null });
    const second = await enrol(key);
    expect(second).toMatchObject({ __typename: "Enrolment", status: "ACTIVE" });
    expect(await enrol(key)).toEqual(second);
  });

  it("is each field's own in a document of several", async () => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const [one, other] = [(await publishedProgram(suite)).programId, (await publishedProgram(suite)).programId];
    const fields = (programId: string, key: string) =>
      `enrol(input: { programId: "${programId}" }, idempotencyKey: "${key}") { ... on Enrolment { id } ... on Refusal { code } }`;
    const [first, second] = [newKey(), newKey()];
    const document = `mutation {
      a: ${fields(one, first)} b: ${fields(other, second)} again: ${fields(one, first)} reused: ${fields(other, first)}
    }`;
    const answer = await ask(learner, document, {});
    expect(answer.again).toEqual(answer.a);
    expect(answer.reused).toEqual({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(answer.b.id).not.toBe(answer.a.id);
    expect(await ask(learner, document, {})).toEqual(answer);
    expect((await written(learner)).enrolments).toBe(2);
  });

  it("lets one of twenty requests at once write, and gives all of them its answer", async () => {
    for (let round = kind === "postgres" ? 4 : 1; round > 0; round--) {
      const { learner, enrol } = await learnerAndProgram();
      const key = newKey();
      const answers = await Promise.all(Array.from({ length: 20 }, () => enrol(key)));
      expect(answers[0]).toMatchObject({ __typename: "Enrolment" });
      expect(answers).toEqual(answers.map(() => answers[0]));
      expect(await written(learner)).toEqual({ enrolments: 1, events: 1, keys: 1 });
    }
  });

  it("never keeps a secret: the first answer alone shows it", async () => {
    const { admin } = suite.actors;
    const learner = await newPerson(suite, ["LEARNER"]);
    const personId = Buffer.from(`Person:${learner.personId}`).toString("base64url");
    const key = newKey();
    const issue = async () => (await ask(admin, tokenMutation, { personId, key })).issueAccessToken;
    const first = await issue();
    expect(first).toEqual({ __typename: "IssuedAccessToken", token: expect.any(String) });
    expect(await issue()).toEqual({ __typename: "SecretShownOnce", code: "SECRET_SHOWN_ONCE" });
    const kept = await suite.server.services.database.transact(
      admin.organisationId,
      (tx) => tx.$queryRaw<{ row: string }[]>`select k::text as "row" from "IdempotencyKey" k where "key" = ${key}`,
    );
    expect(kept).toHaveLength(1);
    expect(kept[0]?.row).not.toContain(first.token);
    const tokens = await suite.server.services.database.transact(admin.organisationId, (tx) =>
      tx.accessToken.count({ where: { personId: learner.personId } }),
    );
    expect(tokens).toBe(1);
  });

  it("knows an upload by its content, and keeps its bytes once", async () => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { files } = suite.server.services;
    const key = newKey();
    const upload = async (text: string) => {
      const file = new File([text], "report.txt", { type: "text/plain" });
      return (await ask(learner, uploadMutation, { file, key })).uploadFile;
    };
    const removed: string[] = [];
    const { remove } = files;
    files.remove = async (storageKey) => {
      removed.push(storageKey);
      await remove(storageKey);
    };
    try {
      const first = await upload("What I did.");
      expect(removed).toEqual([]);
      expect(await upload("What I did.")).toEqual(first);
      expect(removed).toHaveLength(1);
      const stored = await suite.server.services.database.transact(learner.organisationId, (tx) =>
        tx.evidenceFile.findMany({ where: { uploadedById: learner.personId }, select: { storageKey: true } }),
      );
      expect(stored).toEqual([{ storageKey: expect.not.stringMatching(removed[0] ?? "none") }]);
      expect(await files.read(stored[0]?.storageKey ?? "")).not.toBeNull();
      expect(await upload("Something else.")).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    } finally {
      files.remove = remove;
    }
  });

  it("is kept for 24 hours, and then removed by those that come after it", async () => {
    const { learner, enrol } = await learnerAndProgram();
    const key = newKey();
    const first = await enrol(key);
    onTestFinished(() => suite.clock.set("2026-11-24T09:00:00Z"));
    suite.clock.set("2026-11-25T08:59:59Z");
    expect(await enrol(key)).toEqual(first);
    await ask(learner, withdrawMutation, { enrolmentId: first.id, key: newKey() });
    suite.clock.set("2026-11-25T09:00:01Z");
    await (await learnerAndProgram()).enrol(newKey());
    // All of the day before are gone, ten at a time.
    for (let n = 0; n < 10; n++) await (await learnerAndProgram()).enrol(newKey());
    expect((await written(learner)).keys).toBe(1);
    const second = await enrol(key);
    expect(second).toMatchObject({ __typename: "Enrolment" });
    expect(second.id).not.toBe(first.id);
  });

  it.each(["", "k".repeat(201)])("is refused when it is empty or longer than 200 characters: %j", async (key) => {
    const { learner, programId } = await learnerAndProgram();
    const document = enrolMutation.replace("{ code }", "{ code } ... on InvalidInput { problems { path } }");
    expect((await ask(learner, document, { programId, key })).enrol).toEqual({
      __typename: "InvalidInput",
      code: "INVALID_INPUT",
      problems: [{ path: "idempotencyKey" }],
    });
    expect((await written(learner)).enrolments).toBe(0);
  });
});
