import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { recordTrainer, submittedTask, verdict } from "./review.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`audits on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("audits on %s", (kind) => {
  const suite = demoSuite(kind);

  async function accepted(policy: object) {
    const reviewer = await newPerson(suite, ["REVIEWER"]);
    const work = await submittedTask(suite, policy);
    const given = await verdict(suite, reviewer, { evidenceId: work.evidenceId, verdict: "ACCEPTED" });
    expect(given).toMatchObject({ status: "ACCEPTED" });
    return { ...work, reviewer };
  }

  /** The sample of the evidence in someone's queue, or null. */
  async function sampleFor(auditor: Actor, evidenceId: string): Promise<string | null> {
    const document = "{ auditQueue(first: 100) { totalCount nodes { id evidence { id } } } }";
    const { auditQueue } = await data(suite.server, auditor, document);
    expect(auditQueue.totalCount).toBe(auditQueue.nodes.length);
    const found = auditQueue.nodes.find(({ evidence }: { evidence: { id: string } }) => evidence.id === evidenceId);
    return found?.id ?? null;
  }

  async function audit(auditor: Actor, sampleId: string | null, finding: string) {
    const document = `mutation ($input: AuditEvidenceInput!) { auditEvidence(input: $input) {
      ... on AuditSample { audit { finding reason auditor { id } } evidence { status } } ... on Refusal { code }
    } }`;
    const input = { sampleId, finding, reason: "Looked again." };
    return (await data(suite.server, auditor, document, { input })).auditEvidence;
  }

  it("R3: all are drawn at a share of 100 and none at 0, and only who had no part in it is offered it and may take it", async () => {
    const auditor = await newPerson(suite, ["REVIEWER"]);
    const none = await accepted({ auditShare: 0 });
    expect(await sampleFor(auditor, none.evidenceId)).toBeNull();
    const { evidenceId, enrolmentId, learner, reviewer } = await accepted({
      auditShare: 100,
      reviewConflicts: ["TRAINER"],
    });
    const trainer = await newPerson(suite, ["REVIEWER"]);
    await recordTrainer(suite, enrolmentId, trainer);
    const sampleId = await sampleFor(auditor, evidenceId);
    expect(sampleId).not.toBeNull();
    for (const involved of [reviewer, trainer, { ...learner, roles: ["LEARNER", "REVIEWER"] as const }]) {
      expect(await sampleFor(involved, evidenceId)).toBeNull();
      expect(await audit(involved, sampleId, "CONFIRMED")).toEqual({ code: "REVIEWER_CONFLICT" });
    }
    for (const other of [learner, suite.actors.manager, suite.actors.admin, suite.actors.programOwner])
      expect(await audit(other, sampleId, "CONFIRMED")).toEqual({ code: "NOT_PERMITTED" });
    const found = { finding: "CONFIRMED", reason: "Looked again.", auditor: { id: expect.any(String) } };
    expect(await audit(auditor, sampleId, "CONFIRMED")).toEqual({ audit: found, evidence: { status: "ACCEPTED" } });
    expect(await sampleFor(auditor, evidenceId)).toBeNull();
    expect(await audit(auditor, sampleId, "QUESTIONED")).toEqual({ code: "ALREADY_AUDITED" });
  });

  it("R3: what is questioned stays accepted, is told by an event, and is listed for those who may read audits", async () => {
    const { server, actors } = suite;
    const auditor = await newPerson(suite, ["REVIEWER"]);
    const { evidenceId, enrolmentId, learner } = await accepted({ auditShare: 100 });
    const sampleId = await sampleFor(auditor, evidenceId);
    // The same request at once from two: exactly one is taken.
    const second = await newPerson(suite, ["REVIEWER"]);
    const both = await Promise.all([audit(auditor, sampleId, "QUESTIONED"), audit(second, sampleId, "QUESTIONED")]);
    expect(both.map(({ code }) => code ?? "done").toSorted()).toEqual(["ALREADY_AUDITED", "done"]);
    const types = async () => {
      const document = "query ($filter: EventFilterInput) { events(filter: $filter) { type } }";
      const { events } = await data(server, actors.reviewer, document, { filter: { enrolmentId } });
      return events.map(({ type }: { type: string }) => type).slice(-3);
    };
    await expect
      .poll(types, { timeout: 10_000 })
      .toEqual(["EVIDENCE_ACCEPTED", "EVIDENCE_SAMPLED", "EVIDENCE_QUESTIONED"]);
    const listed =
      "{ audits(finding: QUESTIONED, first: 1) { nodes { finding sample { id evidence { id status } } } } }";
    expect((await data(server, actors.programOwner, listed)).audits.nodes).toEqual([
      { finding: "QUESTIONED", sample: { id: sampleId, evidence: { id: evidenceId, status: "ACCEPTED" } } },
    ]);
    const read = "query ($id: ID!) { node(id: $id) { id } }";
    expect(await data(server, learner, read, { id: sampleId })).toEqual({ node: null });
    const { errors } = await server.execute(learner, listed);
    expect(errors?.[0]?.extensions.code).toBe("NOT_PERMITTED");
  });
});
