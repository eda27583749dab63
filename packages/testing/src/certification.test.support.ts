import { encodeId } from "@kunna/api";
import type { Actor } from "@kunna/domain";
import { expect } from "vitest";
import { type demoSuite, enrolMutation, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const start = "2026-11-24T09:00:00Z";
/** The demo's first organisation counts in Stockholm's time. */
export const certificationPolicy = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D" };

/** What learners do for a certification and ask of it, in a suite's demo. */
export function certificationActs(suite: ReturnType<typeof demoSuite>) {
  /** A learner on a small program of their own, at the suite's first instant. */
  async function begin(over: object = {}) {
    suite.clock.set(start);
    const { programId } = await publishedProgram(suite, { ...certificationPolicy, ...over });
    const learner = await newPerson(suite, ["LEARNER"]);
    return { learner, programId, personId: encodeId("Person", learner.personId) };
  }

  const enrol = async (learner: Actor, programId: string) =>
    (await data(suite.server, learner, enrolMutation, { programId })).enrol;

  /** Enrols and shows both of the program's requirements, at the clock's instant. */
  async function complete(learner: Actor, programId: string): Promise<string> {
    const { id } = await enrol(learner, programId);
    await show(learner, id);
    return id;
  }

  async function show(learner: Actor, enrolmentId: string): Promise<void> {
    const { server, actors, clock } = suite;
    const performedOn = clock.now().toISOString().slice(0, 10);
    for (const key of ["task", "reflection"]) {
      const evidence = { enrolmentId, requirementKeys: [key], text: "Done.", performedOn };
      const evidenceId = await submit(server, learner, evidence);
      const { reviewEvidence } = await data(server, actors.reviewer, reviewMutation, {
        evidenceId,
        verdict: "ACCEPTED",
      });
      expect(reviewEvidence.status).toBe("ACCEPTED");
    }
  }

  const ask = async (actor: Actor, programId: string, fields: string, personId: string | null = null) =>
    (
      await data(
        suite.server,
        actor,
        `query ($programId: ID!, $personId: ID) { certification(programId: $programId, personId: $personId) { ${fields} } }`,
        { programId, personId },
      )
    ).certification;
  const standing = async (learner: Actor, programId: string) => (await ask(learner, programId, "standing")).standing;
  const cycles = async (learner: Actor, programId: string) =>
    (await ask(learner, programId, "cycles { number expiresAt baseline certificate { validFrom previous { cycle } } }"))
      .cycles;

  const claim = async (actor: Actor, enrolmentId: string, early = false) =>
    (
      await data(
        suite.server,
        actor,
        `mutation ($input: ClaimRenewalInput!) { claimRenewal(input: $input) {
          __typename ... on Enrolment { status certificate { cycle expiresAt } } ... on Refusal { code message }
          ... on RenewalNotOpen { opensAt early { now onceOpen } }
          ... on NothingLaterToRenewTo { endDate laterVersion }
        } }`,
        { input: { enrolmentId, early } },
      )
    ).claimRenewal;

  const extend = async (actor: Actor, certificateId: string, lastDay: string, reason = "Parental leave until June.") =>
    (
      await data(
        suite.server,
        actor,
        `mutation ($input: ExtendCertificateInput!) { extendCertificate(input: $input) {
          __typename ... on Certificate { expiresAt baseline opensAt graceEndsAt extensions { grantedAt reason grantedBy { id } } }
          ... on ExtensionRefused { reason } ... on InvalidInput { problems { path } } ... on Refusal { code }
        } }`,
        { input: { certificateId, lastDay, reason } },
      )
    ).extendCertificate;

  return { begin, enrol, complete, show, ask, standing, cycles, claim, extend };
}
