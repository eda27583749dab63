import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { demoSuite, draftProgram, enrolMutation, newPerson, publishMutation } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`micro-credentials on ${kind}`, ({ skip }) => skip(reason));

/** Two modules that award, the first of which goes stale after a month, and one that does not. */
function stackingVersion() {
  const requirement = { title: "Show it", instructions: "Show it." };
  const module = (key: string, over: object) => ({
    ...{ key, title: `Module ${key}`, summary: `About ${key}.`, effortMinutes: 60 },
    requirements: [
      { ...requirement, key: `${key}-task`, kind: "APPLIED_TASK" },
      { ...requirement, key: `${key}-reflection`, kind: "REFLECTION", prompts: ["What did you learn?"] },
    ],
    ...over,
  });
  return {
    title: "A program that stacks",
    summary: "Can do it all.",
    path: { all: ["a", "b", "c"].map((moduleKey) => ({ moduleKey })) },
    policy: { validity: { duration: "P2Y" } },
    modules: [
      module("a", { awardsCertificate: true, validity: "P1M" }),
      module("b", { awardsCertificate: true }),
      module("c", {}),
    ],
  };
}

describe.each(kinds)("micro-credentials on %s", (kind) => {
  const suite = demoSuite(kind);

  async function enrolled() {
    const { server, actors } = suite;
    const { programId, versionId } = await draftProgram(suite, stackingVersion());
    const published = await data(server, actors.programOwner, publishMutation, { versionId });
    expect(published.publishProgramVersion).toEqual({ __typename: "ProgramVersion" });
    const learner = await newPerson(suite, ["LEARNER"]);
    const { enrol } = await data(server, learner, enrolMutation, { programId });
    return { learner, programId, versionId, enrolmentId: enrol.id as string };
  }

  const put = (learner: Actor, enrolmentId: string, ...requirementKeys: string[]) =>
    submit(suite.server, learner, { enrolmentId, requirementKeys, text: "Done." });
  const accept = (evidenceId: string, reviewer: Actor = suite.actors.reviewer) =>
    data(suite.server, reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
  const show = async (learner: Actor, enrolmentId: string, ...keys: string[]) =>
    accept(await put(learner, enrolmentId, ...keys));

  async function journey(learner: Actor, id: string) {
    const document = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
      status progress { complete modules { moduleKey state } }
      microCredentials { number title moduleKey validFrom expiresAt opensAt graceEndsAt standing
        staleness { stale since effect } later: staleness(at: "2027-06-01T00:00:00Z") { stale effect }
        microCredentials { number } credential }
      certificate { number moduleKey staleness { stale } microCredentials { number moduleKey } credential }
    } } }`;
    return (await data(suite.server, learner, document, { id })).node;
  }

  it("R5, R10: a module awards its own, once; the program's stacks on those that are fresh, and asks for stale ones anew", async () => {
    const { server, clock } = suite;
    clock.set("2026-11-24T09:00:00Z");
    const { learner, enrolmentId } = await enrolled();
    await show(learner, enrolmentId, "a-task");
    expect((await journey(learner, enrolmentId)).microCredentials).toEqual([]);
    await show(learner, enrolmentId, "a-reflection");
    const first = await journey(learner, enrolmentId);
    expect(first.certificate).toBeNull();
    expect(first.microCredentials).toMatchObject([
      {
        title: "Module a",
        moduleKey: "a",
        validFrom: "2026-11-24T09:00:00.000Z",
        expiresAt: "2026-12-24T09:00:00.000Z",
        opensAt: null,
        graceEndsAt: null,
        standing: "CERTIFIED",
        staleness: { stale: false, since: "2026-12-24T09:00:00.000Z", effect: expect.stringMatching(/^It is fresh/) },
        later: { stale: true, effect: expect.stringMatching(/goes on/) },
        microCredentials: [],
      },
    ]);
    const [{ number, credential }] = first.microCredentials;
    expect(credential.credentialSubject.achievement).toMatchObject({
      id: expect.stringMatching(/\/versions\/1\/modules\/a$/),
      achievementType: "MicroCredential",
      name: "Module a",
      description: "About a.",
    });
    expect(JSON.stringify(credential)).not.toContain("Module b");
    const counts = "{ certificates { totalCount } viewer { certificates { totalCount } } }";
    expect(await data(server, learner, counts)).toEqual({
      certificates: { totalCount: 0 },
      viewer: { certificates: { totalCount: 0 } },
    });

    // A month later the first is stale: the last review asks for it anew instead of awarding.
    clock.set("2026-12-24T09:00:00Z");
    await show(learner, enrolmentId, "b-task", "b-reflection", "c-task", "c-reflection");
    const stale = await journey(learner, enrolmentId);
    expect(stale).toMatchObject({ status: "ACTIVE", certificate: null, progress: { complete: false } });
    expect(stale.progress.modules).toMatchObject([{ state: "OPEN" }, { state: "COMPLETED" }, { state: "COMPLETED" }]);
    expect(stale.microCredentials.map(({ moduleKey }: { moduleKey: string }) => moduleKey)).toEqual(["a", "b"]);
    await show(learner, enrolmentId, "a-task", "a-reflection");
    const done = await journey(learner, enrolmentId);
    expect(done.microCredentials.map(({ moduleKey }: { moduleKey: string }) => moduleKey)).toEqual(["a", "b", "a"]);
    const [, second, third] = done.microCredentials;
    expect(done.certificate).toMatchObject({ moduleKey: null, staleness: null });
    // The stale one is left out of the stack, in the signed credential too.
    const stacked = [third.number, second.number].toSorted();
    expect(done.certificate.microCredentials.map((one: { number: string }) => one.number).toSorted()).toEqual(stacked);
    const evidence = done.certificate.credential.evidence.filter(
      (one: { genre: string }) => one.genre === "MICRO_CREDENTIAL",
    );
    expect(evidence.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      stacked.map((one: string) => `https://kunna.example.org/certificates/${one}`),
    );

    // A year later one is stale, and the program's certificate goes on.
    clock.set("2027-11-24T09:00:00Z");
    const document = `query ($number: String!) { certificate(number: $number) { standing staleness { stale } } }`;
    const asked = async (of: string) => (await data(server, learner, document, { number: of })).certificate;
    expect(await asked(third.number)).toEqual({ standing: "LAPSED", staleness: { stale: true } });
    expect(await asked(number)).toMatchObject({ staleness: { stale: true } });
    expect(await asked(done.certificate.number)).toEqual({ standing: "CERTIFIED", staleness: null });
    expect(await data(server, learner, counts)).toMatchObject({ certificates: { totalCount: 1 } });
  });

  it("R5: two reviewers who accept the last two evidences of a module at once award one micro-credential", async () => {
    const { server, actors, clock } = suite;
    clock.set("2026-11-24T09:00:00Z");
    const second = await newPerson(suite, ["REVIEWER"]);
    for (let round = kind === "postgres" ? 4 : 1; round > 0; round--) {
      const { learner, enrolmentId } = await enrolled();
      const evidence = [await put(learner, enrolmentId, "a-task"), await put(learner, enrolmentId, "a-reflection")];
      await Promise.all([accept(evidence[0] ?? "", actors.reviewer), accept(evidence[1] ?? "", second)]);
      const { microCredentials } = await journey(learner, enrolmentId);
      expect(microCredentials).toHaveLength(1);
      const id = Buffer.from(enrolmentId, "base64url").toString().split(":")[1] ?? "";
      const events = await server.services.database.asSystem((tx) =>
        tx.event.count({ where: { enrolmentId: id, type: "MICRO_CREDENTIAL_AWARDED" } }),
      );
      expect(events).toBe(1);
    }
  });
});
