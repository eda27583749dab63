import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deferred } from "./deferred.ts";
import { ImmutableRow } from "./errors.ts";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "./testing.ts";
import { type Fixture, seedOrganisation } from "./testing-fixtures.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`immutability on ${kind} skipped: ${reason}`, () => {});

describe.each(kinds)("immutability on %s", (kind) => {
  let database: TestDatabase;
  let our: Fixture;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    our = await seedOrganisation(database, "ours");
  });
  afterAll(() => database?.close());

  /** Tries it as the owner, whom no grant holds back, and leaves no trace when it is accepted. */
  const attempt = async (sql: string): Promise<string> => {
    const undo = new Error("undone");
    return database
      .asSystem(async (tx) => {
        await tx.$executeRawUnsafe(sql);
        throw undo;
      })
      .then(
        () => "",
        (error: unknown) => {
          if (error === undo) return "accepted";
          if (error instanceof ImmutableRow) return error.message.split(" (")[0] ?? "";
          throw error;
        },
      );
  };
  const version = (set: string, id: string) => attempt(`UPDATE "ProgramVersion" SET ${set} WHERE id = '${id}'`);

  test("R1 a draft changes freely, and is published before it is retired", async () => {
    const { versionId, moduleId } = our.draft;
    expect(await version(`title = 'new'`, versionId)).toBe("accepted");
    expect(await version(`status = 'PUBLISHED', "publishedAt" = now()`, versionId)).toBe("accepted");
    expect(await version(`status = 'RETIRED'`, versionId)).toMatch(/^R1/);
    expect(await attempt(`UPDATE "Module" SET title = 'new' WHERE id = '${moduleId}'`)).toBe("accepted");
    expect(await attempt(`DELETE FROM "Requirement" WHERE "versionId" = '${versionId}'`)).toBe("accepted");
  });

  test("R1 a published version is only ever retired", async () => {
    const { versionId } = our.published;
    expect(await version(`title = 'new'`, versionId)).toMatch(/^R1/);
    expect(await version(`status = 'DRAFT'`, versionId)).toMatch(/^R1/);
    expect(await version(`status = 'RETIRED'`, versionId)).toMatch(/^R1/);
    expect(await version(`status = 'RETIRED', "retiredAt" = now(), title = 'new'`, versionId)).toMatch(/^R1/);
    expect(await version(`status = 'RETIRED', "retiredAt" = now()`, versionId)).toBe("accepted");
    expect(await attempt(`DELETE FROM "ProgramVersion" WHERE id = '${versionId}'`)).toMatch(/^R1/);
  });

  test("R1 nothing is added to, changed in or taken from a published version", async () => {
    const { versionId, moduleId, requirementId } = our.published;
    const columns = `"organisationId", "versionId", key, title, summary, "effortMinutes", position`;
    const row = `'${our.organisationId}', '${versionId}', 'n', '', '', 1, 1`;
    expect(await attempt(`INSERT INTO "Module" (id, ${columns}) VALUES (gen_random_uuid(), ${row})`)).toMatch(/^R1/);
    expect(await attempt(`UPDATE "Module" SET title = 'new' WHERE id = '${moduleId}'`)).toMatch(/^R1/);
    expect(
      await attempt(`UPDATE "Module" SET "versionId" = '${versionId}' WHERE id = '${our.draft.moduleId}'`),
    ).toMatch(/^R1/);
    expect(await attempt(`DELETE FROM "Module" WHERE id = '${moduleId}'`)).toMatch(/^R1/);
    expect(await attempt(`UPDATE "Requirement" SET title = 'new' WHERE id = '${requirementId}'`)).toMatch(/^R1/);
    expect(await attempt(`DELETE FROM "Requirement" WHERE id = '${requirementId}'`)).toMatch(/^R1/);
    const smuggled = `UPDATE "Requirement" SET "moduleId" = '${moduleId}' WHERE id = '${our.draft.requirementId}'`;
    expect(await attempt(smuggled)).toMatch(/^R1: a requirement and its module/);
  });

  test("R1 the competencies of a module follow it", async () => {
    const framework = `WITH f AS (INSERT INTO "Framework" (id, "organisationId", key, title, version, "importedAt")
      VALUES (gen_random_uuid(), '${our.organisationId}', 'f', '', '', now()) RETURNING id)
      INSERT INTO "Competency" (id, "organisationId", "frameworkId", code, type, label, position)
      SELECT gen_random_uuid(), '${our.organisationId}', id, 'c', '', '', 0 FROM f`;
    await database.asSystem((tx) => tx.$executeRawUnsafe(framework));
    const add = (moduleId: string) =>
      `INSERT INTO "ModuleCompetency" ("organisationId", "moduleId", "competencyId") SELECT "organisationId", '${moduleId}', id FROM "Competency"`;
    expect(await attempt(add(our.published.moduleId))).toMatch(/^R1/);
    await database.asSystem((tx) => tx.$executeRawUnsafe(add(our.draft.moduleId)));
    expect(await attempt(`UPDATE "ModuleCompetency" SET "moduleId" = '${our.published.moduleId}'`)).toMatch(/^R1/);
    await database.transact(our.organisationId, async (tx) => {
      await tx.requirement.delete({ where: { id: our.draft.requirementId } });
      await tx.module.delete({ where: { id: our.draft.moduleId } });
      expect(await tx.moduleCompetency.count()).toBe(0);
    });
  });

  test("R3 a submitted revision and its files stay, an open one changes", async () => {
    const set = (set: string, id: string) => attempt(`UPDATE "EvidenceRevision" SET ${set} WHERE id = '${id}'`);
    expect(await set(`text = 'new'`, our.openRevisionId)).toBe("accepted");
    expect(await set(`text = 'new'`, our.revisionId)).toMatch(/^R3/);
    expect(await set(`"submittedAt" = NULL`, our.revisionId)).toMatch(/^R3/);
    expect(await set(`"decidedAt" = now(), text = 'new'`, our.revisionId)).toMatch(/^R3/);
    expect(await set(`"decidedAt" = now()`, our.revisionId)).toBe("accepted");
    const twice = ["2026-01-01", "2026-01-02"].map(
      (day) => `UPDATE "EvidenceRevision" SET "decidedAt" = '${day}' WHERE id = '${our.revisionId}'`,
    );
    expect(await attempt(`DO $$ BEGIN ${twice.join("; ")}; END $$`)).toMatch(/^R3/);
    expect(await attempt(`DELETE FROM "EvidenceRevision" WHERE id = '${our.revisionId}'`)).toMatch(/^R3/);
    const attach = (revisionId: string) =>
      attempt(`INSERT INTO "EvidenceRevisionFile" VALUES ('${our.organisationId}', '${revisionId}', '${our.fileId}')`);
    expect(await attach(our.openRevisionId)).toBe("accepted");
    expect(await attach(our.revisionId)).toMatch(/^R3/);
    expect(await attempt(`UPDATE "EvidenceRevisionFile" SET "revisionId" = '${our.openRevisionId}'`)).toMatch(/^R3/);
    expect(await attempt(`DELETE FROM "EvidenceRevisionFile"`)).toMatch(/^R3/);
  });

  test.each([
    "Review",
    "Certificate",
    "Event",
    "EnrolmentTrainer",
    "AuditSample",
    "Audit",
    "Decision",
    "DecisionCertificate",
    "Appeal",
    "Recognition",
    "RecognisedCompetency",
    "RecognitionMapping",
    "OutsideCredential",
    "CredentialCheck",
    "CreditEntry",
    "CreditEntryFile",
    "CreditDecision",
    "CreditSpend",
    "CertificateExtension",
  ])("%s rows stay as they are, for the owner too", async (table) => {
    const column = {
      Review: `ratings = '[1]'`,
      Certificate: `title = 'new'`,
      Event: `type = 'new'`,
      EnrolmentTrainer: `"recordedAt" = now()`,
      AuditSample: `"drawnAt" = now()`,
      Audit: `finding = 'QUESTIONED'`,
      Decision: `reason = 'new'`,
      DecisionCertificate: `"decisionId" = "decisionId"`,
      Appeal: `reason = 'new'`,
      Recognition: `"performedOn" = now()`,
      RecognisedCompetency: `"levelId" = NULL`,
      RecognitionMapping: `"mappingId" = "mappingId"`,
      OutsideCredential: `issuer = 'new'`,
      CredentialCheck: `verified = true`,
      CreditEntry: `hundredths = 1`,
      CreditEntryFile: `"fileId" = "fileId"`,
      CreditDecision: `verdict = 'REJECTED'`,
      CreditSpend: `hundredths = 1`,
      CertificateExtension: `reason = 'new'`,
    }[table];
    expect(await attempt(`UPDATE "${table}" SET ${column}`)).toMatch(/never change/);
    expect(await attempt(`DELETE FROM "${table}"`)).toMatch(/never change/);
    expect(await attempt(`TRUNCATE "${table}" CASCADE`)).toMatch(/never change/);
  });

  test("R8 no more of an entry is spent than there is, whoever writes", async () => {
    const { organisationId, enrolmentId, certificateId, creditEntryId } = our;
    // Of its hundred hundredths the certificate that there is has spent sixty; another one spends more.
    const spend = (hundredths: number) =>
      attempt(`DO $$ DECLARE enrolment uuid := gen_random_uuid(); certificate uuid := gen_random_uuid(); BEGIN
        INSERT INTO "Enrolment" SELECT (jsonb_populate_record(e, jsonb_build_object('id', enrolment, 'status', 'COMPLETED'))).*
          FROM "Enrolment" e WHERE id = '${enrolmentId}';
        INSERT INTO "Certificate" SELECT (jsonb_populate_record(c, jsonb_build_object(
          'id', certificate, 'number', certificate, 'enrolmentId', enrolment))).*
          FROM "Certificate" c WHERE id = '${certificateId}';
        INSERT INTO "CreditSpend" ("organisationId", "creditEntryId", "certificateId", hundredths, "spentAt")
          VALUES ('${organisationId}', '${creditEntryId}', certificate, ${hundredths}, now());
      END $$`);
    expect(await spend(40)).toBe("accepted");
    expect(await spend(41)).toMatch(/^R8/);
  });

  test("an enrolment is kept as it was made, its due date moves while it goes on, and it ends once", async () => {
    const set = (set: string) => attempt(`UPDATE "Enrolment" SET ${set} WHERE id = '${our.enrolmentId}'`);
    const kept = /^An enrolment is kept as it was made/;
    expect(await set(`"dueAt" = now(), required = true`)).toBe("accepted");
    expect(await set(`"baselineDueAt" = now()`)).toMatch(kept);
    expect(await set(`source = 'ASSIGNED'`)).toMatch(kept);
    expect(await attempt(`DELETE FROM "Enrolment" WHERE id = '${our.enrolmentId}'`)).toMatch(kept);
    const after = (set: string) =>
      attempt(
        `DO $$ BEGIN UPDATE "Enrolment" SET status = 'WITHDRAWN', "endedAt" = now(); UPDATE "Enrolment" SET ${set}; END $$`,
      );
    expect(await after(`status = 'ACTIVE', "endedAt" = NULL`)).toMatch(kept);
    expect(await after(`"dueAt" = now()`)).toMatch(kept);
    const resuming = (status: string) =>
      attempt(`DO $$ BEGIN UPDATE "Enrolment" SET status = '${status}';
        INSERT INTO "Enrolment" (id, "organisationId", "personId", "programId", "versionId", "enrolledAt", "enrolledById", status, "resumesId")
        SELECT gen_random_uuid(), "organisationId", "personId", "programId", "versionId", now(), "enrolledById", 'COMPLETED', id FROM "Enrolment"; END $$`);
    expect(await resuming("WITHDRAWN")).toBe("accepted");
    expect(await resuming("ACTIVE")).toMatch(/^An enrolment resumes an ended one/);
  });

  test.each([
    ["EnrolmentRequest", `decision = 'DECLINED', "decidedById" = "personId", "decidedAt" = now()`, "message = 'new'"],
    [
      "ExtensionRequest",
      `decision = 'DECLINED', "decisionReason" = 'r', "decidedById" = "personId", "decidedAt" = now()`,
      "reason = 'new'",
    ],
    ["AssignmentRule", `"endedAt" = now(), "endedById" = "createdById"`, `"dueWithin" = 'P1D'`],
  ])("%s rows are decided or ended once, and else stay", async (table, once, change) => {
    const never = /rows never change/;
    expect(await attempt(`UPDATE "${table}" SET ${once}`)).toBe("accepted");
    expect(await attempt(`UPDATE "${table}" SET ${change}`)).toMatch(never);
    expect(await attempt(`UPDATE "${table}" SET ${once}, ${change}`)).toMatch(never);
    expect(await attempt(`DO $$ BEGIN UPDATE "${table}" SET ${once}; UPDATE "${table}" SET ${once}; END $$`)).toMatch(
      never,
    );
    expect(await attempt(`DELETE FROM "${table}"`)).toMatch(never);
    expect(await attempt(`TRUNCATE "${table}" CASCADE`)).toMatch(/never change/);
  });

  test("R13 an event gets its position once", async () => {
    expect(await attempt(`UPDATE "Event" SET position = 1, type = 'new'`)).toMatch(/^R13/);
    expect(await attempt(`UPDATE "Event" SET position = 1`)).toBe("accepted");
    const twice = `DO $$ BEGIN UPDATE "Event" SET position = 1; UPDATE "Event" SET position = 2; END $$`;
    expect(await attempt(twice)).toMatch(/^R13/);
  });

  // PGlite has one connection, so nothing there is ever at the same time.
  if (kind === "postgres")
    test("R1 what is added while the version is being published is refused", async () => {
      const { versionId } = our.draft;
      const published = deferred<void>();
      const adding = deferred<void>();
      const publication = database.transact(our.organisationId, async (tx) => {
        await tx.programVersion.update({
          where: { id: versionId },
          data: { status: "PUBLISHED", publishedAt: new Date() },
        });
        published.resolve();
        await adding.promise;
        await new Promise((resolve) => setTimeout(resolve, 100));
      });
      await published.promise;
      const addition = database.transact(our.organisationId, (tx) =>
        tx.module.create({
          data: {
            organisationId: our.organisationId,
            versionId,
            key: "late",
            title: "",
            summary: "",
            effortMinutes: 1,
            position: 9,
          },
        }),
      );
      adding.resolve();
      await expect(addition).rejects.toBeInstanceOf(ImmutableRow);
      await publication;
    });
});
