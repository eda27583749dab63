import { decodeId, encodeId } from "@kunna/api";
import type { SystemTransaction } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { data, enrolOn, people, reviewMutation, startDemo, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`tenancy on ${kind}`, ({ skip }) => skip(reason));

const models = [
  "Organisation",
  "Person",
  "Team",
  "Framework",
  "FrameworkLevel",
  "Competency",
  "Program",
  "ProgramVersion",
  "Module",
  "Requirement",
  "Enrolment",
  "Evidence",
  "EvidenceRevision",
  "CreditEntry",
  "Review",
  "Certificate",
  "Decision",
  "Appeal",
  "Recognition",
  "AuditSample",
  "EnrolmentRequest",
  "ExtensionRequest",
  "AssignmentRule",
] as const;

describe.each(kinds)("tenancy on %s", (kind) => {
  it("answers another organisation's id as one that never existed, for every type and every input", async () => {
    const server = await startDemo(kind);
    const [learner, otherAdmin] = await Promise.all([people.learner(server), people.otherAdmin(server)]);
    const enrolmentId = await enrolOn(server, learner, "digcomp-1-foundation");
    const evidenceId = await submit(server, learner, {
      enrolmentId,
      requirementKeys: ["1-1-browsing-test"],
      score: 90,
    });
    await data(server, await people.reviewer(server), reviewMutation, { evidenceId, verdict: "ACCEPTED" });
    await server.services.database.asSystem(async (tx) => {
      const facts = { organisationId: learner.organisationId, drawnAt: new Date() };
      const { id } = await tx.evidence.findFirstOrThrow({ where: { organisationId: learner.organisationId } });
      await tx.auditSample.create({ data: { ...facts, evidenceId: id } });
    });

    const record = `mutation { recordCredits(input: { credits: 1, earnedOn: "2026-01-01", activity: "x" }) { __typename } }`;
    await data(server, learner, record);
    await seedDecision(server, enrolmentId);

    await askAndRule(server, learner, enrolmentId);
    const rows = await server.services.database.asSystem(async (tx) => {
      await recogniseSomething(tx, learner.organisationId, learner.personId);
      const client = tx as unknown as Record<string, { findFirstOrThrow(args: object): Promise<{ id: string }> }>;
      const where = { organisationId: learner.organisationId };
      return Promise.all(
        models.map(async (model) => {
          const delegate = client[model.charAt(0).toLowerCase() + model.slice(1)];
          const own = model === "Organisation" ? { id: learner.organisationId } : where;
          return { model, id: (await delegate?.findFirstOrThrow({ where: own, select: { id: true } }))?.id ?? "" };
        }),
      );
    });
    const node = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }";
    for (const { model, id } of rows) {
      const theirs = await server.execute(otherAdmin, node, { id: encodeId(model, id) });
      const nobodys = await server.execute(otherAdmin, node, { id: encodeId(model, crypto.randomUUID()) });
      expect([model, theirs]).toEqual([model, { data: { node: null, nodes: [null] } }]);
      expect(nobodys).toEqual(theirs);
    }

    const idOf = (model: string) => encodeId(model, rows.find((row) => row.model === model)?.id ?? "");
    const ownPerson = encodeId("Person", (await people.otherLearner(server)).personId);
    const before = await count(server);
    for (const [field, input] of Object.entries(inputs(idOf, ownPerson))) {
      const theirs = await server.execute(otherAdmin, mutation(field, input));
      const nobodys = await server.execute(
        otherAdmin,
        mutation(field, inputs((model) => encodeId(model, crypto.randomUUID()), ownPerson)[field] ?? ""),
      );
      expect([field, theirs.errors]).toEqual([field, undefined]);
      expect([field, (theirs.data?.result as { code?: string } | undefined)?.code]).toEqual([field, "NOT_FOUND"]);
      expect(nobodys).toEqual(theirs);
    }
    expect(await count(server)).toEqual(before);
  });

  it("never counts or lists what is another organisation's", async () => {
    const server = await startDemo(kind);
    const [learner, otherAdmin] = await Promise.all([people.learner(server), people.otherAdmin(server)]);
    await enrolOn(server, learner, "digcomp-1-foundation");
    const all = `{
      programs { totalCount nodes { key } } people { totalCount } enrolments { totalCount nodes { id } }
      certificates { totalCount } reviewQueue { totalCount } assignmentRules { totalCount }
      enrolmentRequests { totalCount } extensionRequests { totalCount } frameworks { nodes { key } } teams { nodes { key } }
      events(first: 500) { type program { key } }
    }`;
    const seen = await data(server, otherAdmin, all);
    expect(seen.programs).toEqual({ totalCount: 1, nodes: [{ key: expect.not.stringContaining("digcomp") }] });
    expect(seen.people.totalCount).toBe(2);
    expect(seen.enrolments).toEqual({ totalCount: 0, nodes: [] });
    expect(seen.frameworks.nodes).toHaveLength(1);
    expect(seen.teams.nodes).toEqual([]);
    for (const { program } of seen.events) expect(program?.key ?? "").not.toContain("digcomp");
    const { program } = await data(server, otherAdmin, '{ program(key: "digcomp-1-foundation") { id } }');
    expect(program).toBeNull();
  });
});

/** An evidence recognised for the requirement that it was put forward for, by nobody's rule: a row to look for. */
async function recogniseSomething(tx: SystemTransaction, organisationId: string, personId: string): Promise<void> {
  const { requirementId, evidence } = await tx.evidenceRequirement.findFirstOrThrow({
    where: { organisationId, evidence: { personId } },
    include: { evidence: true },
  });
  const { id: evidenceId, enrolmentId, createdAt } = evidence;
  const about = { organisationId, personId, enrolmentId, requirementId, evidenceId, recognisedById: personId };
  await tx.recognition.create({ data: { ...about, performedOn: createdAt, recognisedAt: createdAt } });
}

function mutation(field: string, input: string): string {
  return `mutation { result: ${field}(${input}) { __typename ... on Refusal { code message help } } }`;
}

/** Every mutation that takes an id, as who may do everything in the other organisation would send it. */
function inputs(idOf: (model: string) => string, ownPerson: string): Record<string, string> {
  const evidence = `{ enrolmentId: "${idOf("Enrolment")}", requirementKeys: ["x"], performedOn: "2026-11-20", text: "x" }`;
  const version = `{ title: "x", summary: "x", path: { moduleKey: "x" }, policy: { validity: { unlimited: true } }, modules: [] }`;
  return {
    enrol: `input: { programId: "${idOf("Program")}" personId: "${ownPerson}" }`,
    recordCredits: `input: { personId: "${idOf("Person")}", credits: 1, earnedOn: "2026-01-01", activity: "x" }`,
    chooseRenewalPath: `input: { enrolmentId: "${idOf("Enrolment")}", pathKey: "full" }`,
    decideCredits: `input: { creditEntryId: "${idOf("CreditEntry")}", verdict: ACCEPTED, comment: "x" }`,
    claimRenewal: `input: { enrolmentId: "${idOf("Enrolment")}" }`,
    assign: `input: { programId: "${idOf("Program")}", personIds: ["${ownPerson}"] }`,
    decideEnrolmentRequest: `input: { requestId: "${idOf("EnrolmentRequest")}", decision: APPROVED }`,
    requestExtension: `input: { enrolmentId: "${idOf("Enrolment")}", dueOn: "2050-01-01", reason: "x" }`,
    decideExtensionRequest: `input: { requestId: "${idOf("ExtensionRequest")}", decision: APPROVED, reason: "x" }`,
    createAssignmentRule: `input: { programId: "${idOf("Program")}", role: LEARNER }`,
    endAssignmentRule: `ruleId: "${idOf("AssignmentRule")}"`,
    createTeam: `input: { key: "x", name: "x", managerId: "${idOf("Person")}" }`,
    addTeamMember: `input: { teamId: "${idOf("Team")}", personId: "${ownPerson}" }`,
    removeTeamMember: `input: { teamId: "${idOf("Team")}", personId: "${ownPerson}" }`,
    changeTeamManager: `input: { teamId: "${idOf("Team")}", managerId: "${ownPerson}" }`,
    setPersonRoles: `input: { personId: "${idOf("Person")}", roles: [] }`,
    withdrawEnrolment: `enrolmentId: "${idOf("Enrolment")}"`,
    recogniseEvidence: `enrolmentId: "${idOf("Enrolment")}"`,
    recordTrainer: `input: { enrolmentId: "${idOf("Enrolment")}" personId: "${ownPerson}" }`,
    suspendCertification: `input: { personId: "${idOf("Person")}", programId: "${idOf("Program")}", reason: "x" }`,
    reinstateCertification: `input: { personId: "${ownPerson}", programId: "${idOf("Program")}", reason: "x" }`,
    revokeCertification: `input: { personId: "${idOf("Person")}", programId: "${idOf("Program")}", reason: "x" }`,
    revokeCertificate: `input: { certificateId: "${idOf("Certificate")}", reason: "x" }`,
    fileAppeal: `input: { decisionId: "${idOf("Decision")}", reason: "x" }`,
    grantStay: `input: { appealId: "${idOf("Appeal")}", reason: "x" }`,
    decideAppeal: `input: { appealId: "${idOf("Appeal")}", outcome: UPHELD, reason: "x" }`,
    submitEvidence: `input: ${evidence}`,
    saveEvidenceDraft: `input: ${evidence}`,
    auditEvidence: `input: { sampleId: "${idOf("AuditSample")}", finding: CONFIRMED, reason: "x" }`,
    reviewEvidence: `input: { evidenceId: "${idOf("Evidence")}", verdict: ACCEPTED, comment: "x" }`,
    draftProgramVersion: `input: { programId: "${idOf("Program")}", version: ${version} }`,
    changeProgramVersion: `input: { versionId: "${idOf("ProgramVersion")}", version: ${version} }`,
    publishProgramVersion: `input: { versionId: "${idOf("ProgramVersion")}" }`,
    retireProgramVersion: `versionId: "${idOf("ProgramVersion")}"`,
    issueAccessToken: `input: { personId: "${idOf("Person")}", label: "x" }`,
  };
}

/** A certificate of the enrolment, a revocation of it and an appeal: rows to ask for, whatever way leads to them. */
async function seedDecision({ services }: Awaited<ReturnType<typeof startDemo>>, enrolmentId: string): Promise<void> {
  const [, id = ""] = Buffer.from(enrolmentId, "base64url").toString().split(":");
  await services.database.asSystem(async (tx) => {
    const { organisationId, personId, programId, versionId } = await tx.enrolment.findUniqueOrThrow({ where: { id } });
    const at = services.now();
    const key = { organisationId, personId, programId };
    const texts = { number: "7F3K-9Q2M-XB4D", recipientName: "x", title: "x", credential: "{}" };
    const policy = { validity: { kind: "NONE" } };
    const certificate = await tx.certificate.create({
      data: { ...key, ...texts, versionId, enrolmentId: id, awardedAt: at, validFrom: at, policy },
    });
    const decision = await tx.decision.create({
      data: { ...key, kind: "REVOKED", rule: "R11", reason: "x", decidedAt: at, decidedById: personId },
    });
    const decisionId = decision.id;
    await tx.decisionCertificate.create({ data: { organisationId, decisionId, certificateId: certificate.id } });
    await tx.appeal.create({
      data: { organisationId, decisionId, reason: "x", asksForStay: true, filedAt: at, filedById: personId },
    });
  });
}

function count({ services }: Awaited<ReturnType<typeof startDemo>>): Promise<number[]> {
  return services.database.asSystem(async (tx) => [
    await tx.event.count(),
    await tx.evidence.count(),
    await tx.review.count(),
    await tx.enrolment.count(),
    await tx.programVersion.count(),
    await tx.accessToken.count(),
    await tx.decision.count(),
    await tx.appeal.count(),
  ]);
}

/** Requests that wait, and a rule. */
function askAndRule(
  { services }: Awaited<ReturnType<typeof startDemo>>,
  { organisationId, personId }: Actor,
  enrolment: string,
): Promise<void> {
  return services.database.asSystem(async (tx) => {
    const { id: enrolmentId } = decodeId(enrolment);
    const { programId } = await tx.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
    const at = new Date("2026-11-24T09:00:00Z");
    const asked = { organisationId, personId, requestedAt: at };
    await tx.enrolmentRequest.create({ data: { ...asked, programId, message: "x" } });
    await tx.extensionRequest.create({ data: { ...asked, enrolmentId, reason: "x", dueAt: at, requestedDueAt: at } });
    await tx.assignmentRule.create({
      data: { organisationId, programId, role: "ADMIN", createdAt: at, createdById: personId },
    });
  });
}
