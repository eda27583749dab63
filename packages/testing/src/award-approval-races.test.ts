import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { type Answer, type Asked, acrossSuite, run, said } from "./across.test.support.ts";
import { eventsOf, readyForReview } from "./governance.test.support.ts";
import { enrolMutation, newPerson } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`races for an approval on ${kind}`, ({ skip }) => skip(reason));

describe.runIf(kinds.includes("postgres"))("R5 approvals by two servers on one PostgreSQL", () => {
  const suite = acrossSuite();
  const { race } = suite;
  const policy = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D", approver: true };

  const accept =
    (evidenceId: string, verdict = "ACCEPTED"): Asked<Answer> =>
    async (server) =>
      (await data(server, suite.actors.reviewer, reviewMutation, { evidenceId, verdict })).reviewEvidence;
  const decide = (actor: Actor, field: "approveAward" | "declineAward", enrolmentId: string) =>
    run(actor, field, `input: { enrolmentId: "${enrolmentId}", reason: "Seen." }`);
  const count = async (person: Actor, type: string): Promise<number> =>
    (await eventsOf(suite.server, person)).filter((one) => one.type === type).length;
  const certificates = async (person: Actor): Promise<number> =>
    (await data(suite.server, person, "{ certificates { totalCount } }")).certificates.totalCount;

  async function waiting() {
    suite.clock.set("2026-11-24T09:00:00Z");
    const one = await readyForReview(suite, policy);
    for (const evidenceId of one.evidenceIds) await accept(evidenceId)(suite.server);
    return one;
  }
  /** A renewal that waits, of who is certified. */
  async function renewalWaiting() {
    const { actors, clock, server } = suite;
    const { learner, programId, enrolmentId: first } = await waiting();
    await decide(actors.programOwner, "approveAward", first)(server);
    clock.set("2027-10-01T09:00:00Z");
    const enrolmentId: string = (await data(server, learner, enrolMutation, { programId })).enrol.id;
    for (const key of ["task", "reflection"]) {
      const input = { enrolmentId, requirementKeys: [key], text: "Done.", performedOn: "2027-09-30" };
      await accept(await submit(server, learner, input))(server);
    }
    const about = `personId: "${encodeId("Person", learner.personId)}", programId: "${programId}", reason: "So it is."`;
    const standing = async (): Promise<string> =>
      (await data(server, learner, `{ certification(programId: "${programId}") { standing } }`)).certification.standing;
    return { learner, programId, enrolmentId, about, standing };
  }

  race("the last two reviews at once put it to an approver once", async (together) => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { learner, evidenceIds } = await readyForReview(suite, policy);
    const [one = "", other = ""] = evidenceIds;
    expect(said(await together(accept(one), accept(other)))).toEqual(["Evidence", "Evidence"]);
    expect(await count(learner, "AWARD_APPROVAL_AWAITED")).toBe(1);
    expect(await certificates(learner)).toBe(0);
  });

  race("two approvals award once", async (together) => {
    const { programOwner, admin } = suite.actors;
    const { learner, enrolmentId } = await waiting();
    const answers = await together(
      decide(programOwner, "approveAward", enrolmentId),
      decide(admin, "approveAward", enrolmentId),
    );
    expect(said(answers).toSorted()).toEqual(["Decision", "ENROLMENT_ENDED"]);
    expect([await certificates(learner), await count(learner, "AWARD_APPROVED")]).toEqual([1, 1]);
  });

  race("an approval against a decline: the one or the other", async (together) => {
    const { programOwner, admin } = suite.actors;
    const { learner, enrolmentId } = await waiting();
    const [approved, declined] = await together(
      decide(programOwner, "approveAward", enrolmentId),
      decide(admin, "declineAward", enrolmentId),
    );
    expect([approved, declined].filter(({ code }) => code === undefined)).toHaveLength(1);
    const isApproved = approved.code === undefined;
    expect(await certificates(learner)).toBe(isApproved ? 1 : 0);
    expect([await count(learner, "AWARD_APPROVED"), await count(learner, "AWARD_DECLINED")]).toEqual(
      isApproved ? [1, 0] : [0, 1],
    );
  });

  race("an approval against a withdrawal: a certificate, or a withdrawal, never both", async (together) => {
    const { learner, enrolmentId } = await waiting();
    const [approved, withdrawn] = await together(
      decide(suite.actors.programOwner, "approveAward", enrolmentId),
      run(learner, "withdrawEnrolment", `enrolmentId: "${enrolmentId}"`),
    );
    expect([approved, withdrawn].filter(({ code }) => code === undefined)).toHaveLength(1);
    expect([approved, withdrawn].flatMap(({ code }) => code ?? [])).toEqual(["ENROLMENT_ENDED"]);
    expect(await certificates(learner)).toBe(approved.code === undefined ? 1 : 0);
  });

  race(
    "an approval against a review that returns more of the same: both are, and it is awarded once",
    async (together) => {
      const { learner, enrolmentId } = await waiting();
      const input = { enrolmentId, requirementKeys: ["task"], text: "More.", performedOn: "2026-11-20" };
      const more = await submit(suite.server, learner, input);
      const answers = await together(
        decide(suite.actors.programOwner, "approveAward", enrolmentId),
        accept(more, "RETURNED"),
      );
      expect(answers[0].code).toBeUndefined();
      expect(await certificates(learner)).toBe(1);
    },
  );

  race("a reviewer who approves while they review: never both", async (together) => {
    const both = await newPerson(suite, ["REVIEWER", "PROGRAM_OWNER"]);
    const { learner, enrolmentId } = await waiting();
    const input = { enrolmentId, requirementKeys: ["task"], text: "More.", performedOn: "2026-11-20" };
    const evidenceId = await submit(suite.server, learner, input);
    const [approved, reviewed] = await together(
      decide(both, "approveAward", enrolmentId),
      async (server) => (await data(server, both, reviewMutation, { evidenceId, verdict: "ACCEPTED" })).reviewEvidence,
    );
    // What is reviewed after the award is of no account for it.
    if (approved.code === undefined) expect(await certificates(learner)).toBe(1);
    else
      expect([approved.code, reviewed.code, await certificates(learner)]).toEqual(["DECIDER_CONFLICT", undefined, 0]);
  });

  race(
    "R11: an approval against a revocation: what was held is revoked, and a renewal is awarded before or not at all",
    async (together) => {
      const { programOwner, admin } = suite.actors;
      const { learner, enrolmentId, about, standing } = await renewalWaiting();
      const [approved, revoked] = await together(
        decide(programOwner, "approveAward", enrolmentId),
        run(admin, "revokeCertification", `input: { ${about} }`),
      );
      expect(revoked.code).toBeUndefined();
      expect([undefined, "DECISION_REFUSED"]).toContain(approved.code);
      expect(await certificates(learner)).toBe(approved.code === undefined ? 2 : 1);
      // Awarded first, it is revoked with the rest: no certificate slips by.
      expect(await standing()).toBe("REVOKED");
    },
  );

  race("R6: an approval against a suspension: both are, and the renewal does not lift it", async (together) => {
    const { programOwner, admin } = suite.actors;
    const { learner, enrolmentId, about, standing } = await renewalWaiting();
    const answers = await together(
      decide(programOwner, "approveAward", enrolmentId),
      run(admin, "suspendCertification", `input: { ${about} }`),
    );
    expect(said(answers)).toEqual(["Decision", "Decision"]);
    expect([await certificates(learner), await standing()]).toEqual([2, "SUSPENDED"]);
  });
});
