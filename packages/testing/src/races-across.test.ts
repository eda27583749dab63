import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { type Answer, type Asked, acrossSuite, run, said } from "./across.test.support.ts";
import { certified, decide, eventsOf, readyForReview } from "./governance.test.support.ts";
import {
  draftProgram,
  enrolMutation,
  newPerson,
  publishedProgram,
  publishMutation,
  smallVersion,
} from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`races across servers on ${kind}`, ({ skip }) => skip(reason));

// Two processes need a database that two can open: the embedded one has a single connection, where races are queues.
describe.runIf(kinds.includes("postgres"))("two servers on one PostgreSQL", () => {
  const suite = acrossSuite();
  const { race } = suite;
  const start = "2026-11-24T09:00:00Z";

  const accept =
    (reviewer: Actor, evidenceId = ""): Asked<Answer> =>
    async (server) =>
      (await data(server, reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" })).reviewEvidence;
  const typesOf = async (person: Actor) => (await eventsOf(suite.server, person)).map(({ type }) => type);
  const count = (types: readonly string[], type: string) => types.filter((one) => one === type).length;
  const certificates = async (person: Actor): Promise<number> =>
    (await data(suite.server, person, "{ certificates { totalCount } }")).certificates.totalCount;

  race("R1: a version is published while another enrols: on the one or the other, whole", async (together) => {
    const { server, actors } = suite;
    const { programId } = await publishedProgram(suite);
    const draft = `mutation ($input: DraftProgramVersionInput!) {
      draftProgramVersion(input: $input) { ... on ProgramVersion { id } } }`;
    const version = { ...smallVersion(), title: "The second" };
    const { id } = (await data(server, actors.programOwner, draft, { input: { programId, version } }))
      .draftProgramVersion;
    const learner = await newPerson(suite, ["LEARNER"]);
    const [published, { enrol }] = await together(
      async (at) => (await data(at, actors.programOwner, publishMutation, { versionId: id })).publishProgramVersion,
      (at) => data(at, learner, enrolMutation, { programId }),
    );
    expect(said([published, enrol])).toEqual(["ProgramVersion", "Enrolment"]);
    const shown = "{ enrolments { nodes { version { status title modules { requirements { key } } } } } }";
    const { enrolments } = await data(server, learner, shown);
    const modules = [{ requirements: [{ key: "task" }, { key: "reflection" }] }];
    const title = expect.stringMatching(/^(A small program|The second)$/);
    expect(enrolments.nodes).toEqual([{ version: { status: "PUBLISHED", title, modules } }]);
  });

  race("R1: the first version is published, or the only one retired, while another enrols", async (together) => {
    const { actors } = suite;
    const learner = await newPerson(suite, ["LEARNER"]);
    const { programId, versionId } = await draftProgram(suite, smallVersion());
    const enrol: Asked<Answer & { readonly id: string }> = async (at) =>
      (await data(at, learner, enrolMutation, { programId })).enrol;
    const [published, early] = await together(
      async (at) => (await data(at, actors.programOwner, publishMutation, { versionId })).publishProgramVersion,
      enrol,
    );
    expect(published.__typename).toBe("ProgramVersion");
    expect(["Enrolment", "NOT_FOUND"]).toContain(said([early])[0]);
    if (early.__typename === "Enrolment")
      await run(learner, "withdrawEnrolment", `enrolmentId: "${early.id}"`)(suite.server);
    const [retired, late] = await together(
      run(actors.programOwner, "retireProgramVersion", `versionId: "${versionId}"`),
      enrol,
    );
    expect(retired.__typename).toBe("ProgramVersion");
    expect(["Enrolment", "NOT_FOUND"]).toContain(said([late])[0]);
    // Nobody is enrolled on what was retired before.
    const [, id = ""] = Buffer.from(versionId, "base64url").toString().split(":");
    const events = await suite.server.services.database.asSystem((tx) =>
      tx.event.findMany({ where: { versionId: id }, orderBy: { sequence: "asc" }, select: { type: true } }),
    );
    expect(events.at(-1)?.type).toBe("PROGRAM_VERSION_RETIRED");
  });

  race("R5: two reviewers on the last two requirements award one certificate", async (together) => {
    const second = await newPerson(suite, ["REVIEWER"]);
    const { learner, evidenceIds } = await readyForReview(suite);
    const answers = await together(accept(suite.actors.reviewer, evidenceIds[0]), accept(second, evidenceIds[1]));
    expect(said(answers)).toEqual(["Evidence", "Evidence"]);
    expect(await certificates(learner)).toBe(1);
    expect((await typesOf(learner)).slice(-2)).toEqual(["ENROLMENT_COMPLETED", "CERTIFICATE_AWARDED"]);
  });

  race("R3, R5: two reviewers on the same last evidence decide once", async (together) => {
    const second = await newPerson(suite, ["REVIEWER"]);
    const { learner, evidenceIds } = await readyForReview(suite);
    await accept(second, evidenceIds[0])(suite.server);
    const answers = await together(accept(suite.actors.reviewer, evidenceIds[1]), accept(second, evidenceIds[1]));
    expect(said(answers).toSorted()).toEqual(["EVIDENCE_STATUS_REFUSED", "Evidence"]);
    expect(count(await typesOf(learner), "CERTIFICATE_AWARDED")).toBe(1);
  });

  race("R5: the last review against a withdrawal: a certificate, or a withdrawal, never both", async (together) => {
    const { learner, enrolmentId, evidenceIds } = await readyForReview(suite);
    await accept(suite.actors.reviewer, evidenceIds[0])(suite.server);
    const [verdict, withdrawn] = await together(
      accept(suite.actors.reviewer, evidenceIds[1]),
      run(learner, "withdrawEnrolment", `enrolmentId: "${enrolmentId}"`),
    );
    expect(verdict.__typename).toBe("Evidence");
    expect(["Enrolment", "ENROLMENT_ENDED"]).toContain(said([withdrawn])[0]);
    const isWithdrawn = withdrawn.code === undefined;
    const types = await typesOf(learner);
    expect([count(types, "ENROLMENT_WITHDRAWN"), count(types, "CERTIFICATE_AWARDED")]).toEqual(
      isWithdrawn ? [1, 0] : [0, 1],
    );
    expect(await certificates(learner)).toBe(isWithdrawn ? 0 : 1);
  });

  race("R4, R5: the last review of what was withdrawn from, against enrolling anew, awards once", async (together) => {
    const { learner, programId, enrolmentId, evidenceIds } = await readyForReview(suite);
    await accept(suite.actors.reviewer, evidenceIds[0])(suite.server);
    await run(learner, "withdrawEnrolment", `enrolmentId: "${enrolmentId}"`)(suite.server);
    const [verdict, { enrol }] = await together(accept(suite.actors.reviewer, evidenceIds[1]), (at) =>
      data(at, learner, enrolMutation, { programId }),
    );
    expect(said([verdict, enrol])).toEqual(["Evidence", "Enrolment"]);
    expect(await certificates(learner)).toBe(1);
  });

  /** A holder in the window of their renewal, with the reflection it asks for still to be reviewed. */
  async function renewing(over: object = {}) {
    const { clock, server, actors } = suite;
    clock.set(start);
    const policy = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D", earlyRenewal: true, ...over };
    const one = await certified(suite, policy);
    clock.set("2027-10-01T09:00:00Z");
    const renewalId: string = (await data(server, one.holder, enrolMutation, { programId: one.programId })).enrol.id;
    const put = (key: string) => {
      const facts = { requirementKeys: [key], text: "Done.", performedOn: "2027-09-30" };
      return submit(server, one.holder, { enrolmentId: renewalId, ...facts });
    };
    await accept(actors.reviewer, await put("task"))(server);
    return { ...one, renewalId, last: await put("reflection") };
  }
  const about = ({ holder, programId }: { holder: Actor; programId: string }) =>
    `personId: "${encodeId("Person", holder.personId)}", programId: "${programId}", reason: "So it is."`;
  const standing = async ({ holder, programId }: { holder: Actor; programId: string }) =>
    (await data(suite.server, holder, `{ certification(programId: "${programId}") { standing cycles { number } } }`))
      .certification;

  race("R5, R9: a claim against the last review awards the renewal once", async (together) => {
    const one = await renewing();
    const [claim, verdict] = await together(
      run(one.holder, "claimRenewal", `input: { enrolmentId: "${one.renewalId}", early: true }`),
      accept(suite.actors.reviewer, one.last),
    );
    expect(verdict.__typename).toBe("Evidence");
    expect(["RENEWAL_INCOMPLETE", "ENROLMENT_ENDED"]).toContain(claim.code);
    expect(await certificates(one.holder)).toBe(2);
    expect((await standing(one)).cycles).toHaveLength(2);
  });

  race(
    "R6, R11: a suspension against the award of the renewal: both are, and the renewal does not lift it",
    async (together) => {
      const one = await renewing();
      const [suspended, verdict] = await together(
        run(suite.actors.programOwner, "suspendCertification", `input: { ${about(one)} }`),
        accept(suite.actors.reviewer, one.last),
      );
      expect(said([suspended, verdict])).toEqual(["Decision", "Evidence"]);
      expect(await standing(one)).toMatchObject({ standing: "SUSPENDED", cycles: [{ number: 1 }, { number: 2 }] });
    },
  );

  race("R7, R11: a revocation against an extension: nothing that was revoked is extended", async (together) => {
    suite.clock.set(start);
    const { actors } = suite;
    const one = await certified(suite, { validity: { duration: "P1Y" } });
    const [revoked, extended] = await together(
      run(actors.programOwner, "revokeCertificate", `input: { certificateId: "${one.certificateId}", reason: "So." }`),
      run(
        actors.admin,
        "extendCertificate",
        `input: { certificateId: "${one.certificateId}", lastDay: "2028-06-01", reason: "Ill for long." }`,
      ),
    );
    expect(revoked.__typename).toBe("Decision");
    expect(["Certificate", "EXTENSION_REFUSED"]).toContain(said([extended])[0]);
    const types = await typesOf(one.holder);
    expect(types.at(-1)).toBe("CERTIFICATE_REVOKED");
    expect(count(types, "CERTIFICATE_EXTENDED")).toBe(extended.code ? 0 : 1);
  });

  race("R11: the same is decided once: suspensions, revocations, appeals, stays", async (together) => {
    suite.clock.set(start);
    const { server, actors } = suite;
    const third = await newPerson(suite, ["PROGRAM_OWNER"]);
    const one = await certified(suite);
    const twice = async (field: string, argument: string, by: [Actor, Actor] = [actors.admin, third]) => {
      const answers = await together(run(by[0], field, argument), run(by[1], field, argument));
      return [field, ...said(answers).toSorted()];
    };
    const decided = (field: string) => [field, "DECISION_REFUSED", "Decision"];
    for (const field of ["suspendCertification", "reinstateCertification", "revokeCertification"])
      expect(await twice(field, `input: { ${about(one)} }`)).toEqual(decided(field));

    const other = await certified(suite);
    const revoked = await decide(server, actors.programOwner, "revokeCertificate", {
      certificateId: other.certificateId,
      reason: "So.",
    });
    const filing = `input: { decisionId: "${revoked.id}", reason: "No.", asksForStay: true }`;
    expect(await twice("fileAppeal", filing, [other.holder, other.holder])).toEqual([
      "fileAppeal",
      "Appeal",
      "DECISION_REFUSED",
    ]);
    const { appeals } = await data(server, other.holder, "{ appeals { nodes { id } } }");
    const appeal = `appealId: "${appeals.nodes[0].id}", reason: "So."`;
    expect(await twice("grantStay", `input: { ${appeal} }`)).toEqual(decided("grantStay"));
    const outcomes = await together(
      run(actors.admin, "decideAppeal", `input: { ${appeal}, outcome: UPHELD }`),
      run(third, "decideAppeal", `input: { ${appeal}, outcome: DISMISSED }`),
    );
    expect(said(outcomes).toSorted()).toEqual(["DECISION_REFUSED", "Decision"]);
    const isUpheld = outcomes[0].code === undefined;
    expect((await standing(other)).standing).toBe(isUpheld ? "CERTIFIED" : "REVOKED");
    expect(count(await typesOf(other.holder), "APPEAL_DECIDED")).toBe(1);
  });

  const credit = `input: { credits: 12, earnedOn: "2027-09-30", activity: "A course." }`;
  const byCredits = {
    renewalPaths: [
      { key: "credits", title: "Credits", rule: { all: [{ credits: { credits: 10 } }, { delta: true }] } },
    ],
  };
  const decideCredits = (reviewer: Actor, id = "") =>
    run(reviewer, "decideCredits", `input: { creditEntryId: "${id}", verdict: ACCEPTED, comment: "Seen." }`);

  race("R8: credits are decided once, and complete a renewal once against its last review", async (together) => {
    const one = await renewing(byCredits);
    const [second, third] = [await newPerson(suite, ["REVIEWER"]), await newPerson(suite, ["REVIEWER"])];
    const { id } = await run(one.holder, "recordCredits", credit, "... on CreditEntry { id }")(suite.server);
    const decided = await together(decideCredits(second, id), accept(suite.actors.reviewer, one.last));
    expect(said(decided)).toEqual(["CreditEntry", "Evidence"]);
    expect(await certificates(one.holder)).toBe(2);
    const again = await run(one.holder, "recordCredits", credit, "... on CreditEntry { id }")(suite.server);
    const twice = await together(decideCredits(second, again.id), decideCredits(third, again.id));
    expect(said(twice).toSorted()).toEqual(["CREDITS_DECIDED", "CreditEntry"]);
  });

  race("R8: credits are spent once, when two programs are renewed", async (together) => {
    const { server, actors } = suite;
    const one = await renewing(byCredits);
    const { id } = await run(one.holder, "recordCredits", credit, "... on CreditEntry { id }")(server);
    suite.clock.set(start);
    const policy = { validity: { duration: "P1Y" }, window: "P90D", ...byCredits };
    const { programId } = await publishedProgram(suite, policy);
    const show = async (enrolmentId: string, key: string, performedOn: string) =>
      submit(server, one.holder, { enrolmentId, requirementKeys: [key], text: "Done.", performedOn });
    const first = (await data(server, one.holder, enrolMutation, { programId })).enrol.id;
    for (const key of ["task", "reflection"])
      await accept(actors.reviewer, await show(first, key, "2026-11-20"))(server);
    suite.clock.set("2027-10-01T09:00:00Z");
    const other = (await data(server, one.holder, enrolMutation, { programId })).enrol.id;
    await accept(actors.reviewer, await show(other, "task", "2027-09-30"))(server);
    const last = await show(other, "reflection", "2027-09-30");
    const second = await newPerson(suite, ["REVIEWER"]);
    await decideCredits(second, id)(server);
    const verdicts = await together(accept(actors.reviewer, one.last), accept(second, last));
    expect(said(verdicts)).toEqual(["Evidence", "Evidence"]);
    const { creditEntries } = await data(server, one.holder, "{ creditEntries { nodes { credits spent } } }");
    expect(creditEntries.nodes).toEqual([{ credits: 12, spent: 10 }]);
    expect(await certificates(one.holder)).toBe(3);
  });
});
