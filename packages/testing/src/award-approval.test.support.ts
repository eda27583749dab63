import type { Actor } from "@kunna/domain";
import { expect } from "vitest";
import { eventsOf, readyForReview } from "./governance.test.support.ts";
import { enrolMutation, type Suite } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

export const dayMs = 86_400_000;
export const approver = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D", approver: true };

/** What learners, reviewers and approvers do about an award that waits. */
export function approvals(suite: Suite) {
  const later = (days = 1) => suite.clock.set(new Date(suite.clock.now().getTime() + days * dayMs).toISOString());
  const accept = (evidenceId: string, by = suite.actors.reviewer) =>
    data(suite.server, by, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
  const put = (learner: Actor, enrolmentId: string, key: string) =>
    submit(suite.server, learner, {
      enrolmentId,
      requirementKeys: [key],
      text: "Done.",
      performedOn: suite.clock.now().toISOString().slice(0, 10),
    });
  const award = async (actor: Actor, field: "approveAward" | "declineAward", enrolmentId: string, reason = "Seen.") => {
    const document = `mutation ($input: AwardDecisionInput!) { result: ${field}(input: $input) {
      ... on Decision { kind rule reason decidedBy { id } enrolment { id } certificates { validFrom expiresAt } }
      ... on DecisionRefused { ground } ... on DeciderConflict { conflict } ... on Refusal { code }
    } }`;
    return (await data(suite.server, actor, document, { input: { enrolmentId, reason } })).result;
  };
  const claim = async (actor: Actor, enrolmentId: string, early = false) => {
    const document = `mutation ($input: ClaimRenewalInput!) { claimRenewal(input: $input) {
      ... on Enrolment { status approvalAwaitedAt certificate { id } } ... on Refusal { code } } }`;
    return (await data(suite.server, actor, document, { input: { enrolmentId, early } })).claimRenewal;
  };
  /** What the learner sees of an enrolment and of the certification. */
  const seen = async (learner: Actor, enrolmentId: string) => {
    const document = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
      status approvalAwaitedAt approvalDeclinedAt certificate { validFrom expiresAt }
      progress { complete nextSteps { kind requirementKey } }
      certification { standing nextStep { kind } cycles { number } decisions { kind reason } }
    } } }`;
    return (await data(suite.server, learner, document, { id: enrolmentId })).node;
  };
  const awaiting = async (actor: Actor, programId: string): Promise<string[]> => {
    const document = `query ($programId: ID!) { awardsAwaitingApproval(programId: $programId) { totalCount nodes { id } } }`;
    const { awardsAwaitingApproval: page } = await data(suite.server, actor, document, { programId });
    const ids = page.nodes.map(({ id }: { id: string }) => id);
    expect(page.totalCount).toBe(ids.length);
    return ids;
  };
  const typesOf = async (learner: Actor) => (await eventsOf(suite.server, learner)).map(({ type }) => type);

  /** A first award that waits. */
  async function waiting(policy: object = {}, by = suite.actors.reviewer) {
    const one = await readyForReview(suite, { ...approver, ...policy });
    for (const evidenceId of one.evidenceIds) await accept(evidenceId, by);
    return one;
  }
  /** A holder, and the renewal's enrolment. */
  async function holding(policy: object = {}) {
    const { learner, programId, enrolmentId } = await waiting(policy);
    await award(suite.actors.programOwner, "approveAward", enrolmentId);
    const { certificate } = await seen(learner, enrolmentId);
    const enrol = async () => (await data(suite.server, learner, enrolMutation, { programId })).enrol.id as string;
    return { learner, programId, expiresAt: new Date(certificate.expiresAt), enrol };
  }
  async function show(learner: Actor, enrolmentId: string, ...keys: string[]) {
    const ids: string[] = [];
    for (const key of keys) ids.push(await put(learner, enrolmentId, key));
    return ids;
  }

  return { later, accept, put, award, claim, seen, awaiting, typesOf, waiting, holding, show };
}
