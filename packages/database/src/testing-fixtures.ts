import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";
import { appendEvents } from "./outbox.ts";
import type { TenantTransaction } from "./transactions.ts";

/** The ids of one row of each kind in an organisation. */
export type Fixture = Awaited<ReturnType<typeof seedOrganisation>>;

const at = new Date("2026-11-24T12:00:00Z");

/** An organisation with one draft and one published version, and a learner's way through the latter to a certificate. */
export async function seedOrganisation(database: Database, key: string) {
  const organisationId = randomUUID();
  await database.asSystem((tx) =>
    tx.organisation.create({ data: { id: organisationId, key, name: key, createdAt: at } }),
  );
  const ids = await database.transact(organisationId, async (tx) => {
    const [learnerId, reviewerId] = [await person(tx, "learner"), await person(tx, "reviewer")];
    const program = await tx.program.create({ data: { organisationId, key: "program", createdAt: at } });
    const programId = program.id;
    const published = await version(tx, programId, 1);
    await tx.programVersion.update({
      where: { id: published.versionId },
      data: { status: "PUBLISHED", publishedAt: at, publishedById: reviewerId },
    });
    const draft = await version(tx, programId, 2);
    const enrolment = await tx.enrolment.create({
      data: {
        organisationId,
        personId: learnerId,
        programId,
        versionId: published.versionId,
        enrolledAt: at,
        enrolledById: reviewerId,
      },
    });
    await tx.enrolmentTrainer.create({
      data: {
        organisationId,
        enrolmentId: enrolment.id,
        personId: reviewerId,
        recordedById: reviewerId,
        recordedAt: at,
      },
    });
    return { learnerId, reviewerId, programId, published, draft, enrolmentId: enrolment.id };
  });
  const { learnerId, reviewerId, programId, published, enrolmentId } = ids;
  const work = await database.transact(organisationId, async (tx) => {
    const evidence = await tx.evidence.create({
      data: { organisationId, enrolmentId, personId: learnerId, createdAt: at },
    });
    await tx.evidenceRequirement.create({
      data: { organisationId, evidenceId: evidence.id, requirementId: published.requirementId },
    });
    const file = await tx.evidenceFile.create({
      data: {
        organisationId,
        uploadedById: learnerId,
        name: "a",
        mediaType: "text/plain",
        size: 1,
        sha256: "0",
        storageKey: "k",
        uploadedAt: at,
      },
    });
    const revision = await tx.evidenceRevision.create({
      data: { organisationId, evidenceId: evidence.id, number: 1, performedOn: at, submittedById: learnerId },
    });
    await tx.evidenceRevisionFile.create({ data: { organisationId, revisionId: revision.id, fileId: file.id } });
    await tx.evidenceRevision.update({ where: { id: revision.id }, data: { submittedAt: at } });
    const openRevision = await tx.evidenceRevision.create({
      data: { organisationId, evidenceId: evidence.id, number: 2, performedOn: at, submittedById: learnerId },
    });
    const review = await tx.review.create({
      data: { organisationId, revisionId: revision.id, reviewerId, verdict: "ACCEPTED", comment: "", reviewedAt: at },
    });
    const sample = await tx.auditSample.create({ data: { organisationId, evidenceId: evidence.id, drawnAt: at } });
    await tx.audit.create({
      data: {
        organisationId,
        sampleId: sample.id,
        auditorId: reviewerId,
        finding: "CONFIRMED",
        reason: "",
        auditedAt: at,
      },
    });
    const framework = await tx.framework.create({
      data: { organisationId, key: "framework", title: "t", version: "1", importedAt: at },
    });
    const competency = await tx.competency.create({
      data: { organisationId, frameworkId: framework.id, code: "competency", type: "t", label: "l", position: 0 },
    });
    const recognition = await tx.recognition.create({
      data: {
        organisationId,
        personId: learnerId,
        enrolmentId,
        requirementId: published.requirementId,
        evidenceId: evidence.id,
        performedOn: at,
        recognisedAt: at,
        recognisedById: reviewerId,
      },
    });
    await tx.recognisedCompetency.create({
      data: { organisationId, recognitionId: recognition.id, competencyId: competency.id },
    });
    const issuer = await tx.trustedIssuer.create({
      data: {
        organisationId,
        issuer: "https://i.example",
        name: "i",
        reason: "",
        trustedAt: at,
        trustedById: reviewerId,
      },
    });
    const mapping = await tx.credentialMapping.create({
      data: {
        organisationId,
        issuerId: issuer.id,
        source: "ACHIEVEMENT",
        sourceId: "urn:a",
        competencyId: competency.id,
        reason: "",
        createdAt: at,
        createdById: reviewerId,
      },
    });
    const outside = await tx.outsideCredential.create({
      data: {
        organisationId,
        personId: learnerId,
        contentHash: new Uint8Array([1]),
        content: {},
        issuer: issuer.issuer,
        achievementId: "urn:a",
        achievementName: "a",
        awardedOn: at,
        validFrom: at,
        addedAt: at,
        addedById: learnerId,
      },
    });
    await tx.credentialCheck.create({
      data: {
        organisationId,
        credentialId: outside.id,
        number: 1,
        checkedAt: at,
        checkedById: learnerId,
        verified: true,
        ofPerson: true,
        problems: [],
      },
    });
    await tx.recognitionMapping.create({
      data: { organisationId, recognitionId: recognition.id, mappingId: mapping.id },
    });
    const certificate = await tx.certificate.create({
      data: {
        organisationId,
        number: randomUUID(),
        personId: learnerId,
        programId,
        versionId: published.versionId,
        enrolmentId,
        recipientName: "l",
        title: "t",
        awardedAt: at,
        validFrom: at,
        policy: {},
        credential: "{}",
      },
    });
    const credits = await tx.creditEntry.create({
      data: {
        organisationId,
        personId: learnerId,
        unit: "CPD",
        hundredths: 100,
        earnedOn: at,
        activity: "a",
        enteredAt: at,
        enteredById: learnerId,
      },
    });
    await tx.creditEntryFile.create({ data: { organisationId, creditEntryId: credits.id, fileId: file.id } });
    await tx.creditDecision.create({
      data: {
        organisationId,
        creditEntryId: credits.id,
        verdict: "ACCEPTED",
        comment: "",
        decidedAt: at,
        decidedById: reviewerId,
      },
    });
    await tx.creditSpend.create({
      data: {
        organisationId,
        creditEntryId: credits.id,
        certificateId: certificate.id,
        hundredths: 60,
        spentAt: at,
      },
    });
    const decided = {
      organisationId,
      rule: "R11",
      decidedAt: at,
      decidedById: reviewerId,
      personId: learnerId,
      programId,
    };
    const decision = await tx.decision.create({ data: { ...decided, kind: "REVOKED", reason: "r" } });
    await tx.decisionCertificate.create({
      data: { organisationId, decisionId: decision.id, certificateId: certificate.id },
    });
    await tx.appeal.create({
      data: {
        organisationId,
        decisionId: decision.id,
        reason: "r",
        asksForStay: true,
        filedAt: at,
        filedById: learnerId,
      },
    });
    await tx.certificateExtension.create({
      data: {
        organisationId,
        certificateId: certificate.id,
        grantedAt: at,
        grantedById: reviewerId,
        expiresAt: at,
        graceEndsAt: at,
        reason: "r",
      },
    });
    await requestsAndRules(tx, { organisationId, learnerId, reviewerId, programId, enrolmentId });
    await appendEvents(tx, [{ type: "SEEDED", occurredAt: at, personId: learnerId, facts: { key } }]);
    return {
      evidenceId: evidence.id,
      fileId: file.id,
      revisionId: revision.id,
      openRevisionId: openRevision.id,
      reviewId: review.id,
      certificateId: certificate.id,
      creditEntryId: credits.id,
    };
  });
  return { organisationId, ...ids, ...work };
}

async function person(tx: TenantTransaction, name: string): Promise<string> {
  const { id: organisationId } = await tx.organisation.findFirstOrThrow();
  const { id } = await tx.person.create({
    data: { organisationId, name, email: `${name}@example.org`, roles: ["LEARNER"], createdAt: at },
  });
  return id;
}

async function version(tx: TenantTransaction, programId: string, number: number) {
  const { id: organisationId } = await tx.organisation.findFirstOrThrow();
  const { id: versionId } = await tx.programVersion.create({
    data: { organisationId, programId, number, title: "t", summary: "s", path: {}, policy: {}, createdAt: at },
  });
  const { id: moduleId } = await tx.module.create({
    data: { organisationId, versionId, key: "m", title: "t", summary: "s", effortMinutes: 60, position: 0 },
  });
  const { id: requirementId } = await tx.requirement.create({
    data: {
      organisationId,
      versionId,
      moduleId,
      key: "r",
      kind: "APPLIED_TASK",
      title: "t",
      instructions: "i",
      position: 0,
    },
  });
  return { versionId, moduleId, requirementId };
}

/** A request to be enrolled and one for a later due date, which wait, and a rule in force. */
async function requestsAndRules(
  tx: TenantTransaction,
  ids: Record<"organisationId" | "learnerId" | "reviewerId" | "programId" | "enrolmentId", string>,
): Promise<void> {
  const { organisationId, learnerId: personId, reviewerId: createdById, programId, enrolmentId } = ids;
  const asked = { organisationId, personId, requestedAt: at };
  await tx.enrolmentRequest.create({ data: { ...asked, programId, message: "m" } });
  await tx.extensionRequest.create({
    data: { ...asked, enrolmentId, reason: "r", dueAt: at, requestedDueAt: new Date(at.getTime() + 1) },
  });
  await tx.assignmentRule.create({ data: { organisationId, programId, role: "LEARNER", createdAt: at, createdById } });
}
