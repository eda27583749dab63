import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sqlState } from "./errors.ts";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "./testing.ts";
import { type Fixture, seedOrganisation } from "./testing-fixtures.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`tenancy on ${kind} skipped: ${reason}`, () => {});

const appendOnly = [
  "Event",
  "Review",
  "Certificate",
  "EvidenceFile",
  "EnrolmentTrainer",
  "AuditSample",
  "Audit",
  "CreditEntry",
  "CreditEntryFile",
  "CreditDecision",
  "CreditSpend",
  "Decision",
  "DecisionCertificate",
  "Appeal",
  "Recognition",
  "RecognisedCompetency",
  "RecognitionMapping",
  "OutsideCredential",
  "CredentialCheck",
  "CertificateExtension",
];
const denied = "42501";

describe.each(kinds)("tenancy on %s", (kind) => {
  let database: TestDatabase;
  let ours: Fixture;
  let theirs: Fixture;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    ours = await seedOrganisation(database, "ours");
    theirs = await seedOrganisation(database, "theirs");
  });
  afterAll(() => database?.close());

  const state = (sql: string) =>
    database
      .transact(ours.organisationId, (tx) => tx.$executeRawUnsafe(sql))
      .then(
        () => "accepted",
        (error: unknown) => sqlState(error),
      );

  test("every table has row-level security, one policy for reading and writing, and SELECT for kunna_app", async () => {
    const tables = await database.asSystem(
      (tx) => tx.$queryRaw<Array<Record<string, unknown>>>`
      SELECT c.relname, c.relrowsecurity AS secured, has_table_privilege('kunna_app', c.oid, 'SELECT') AS readable,
        (SELECT array_agg(pg_get_expr(p.polqual, p.polrelid) || ' / ' || pg_get_expr(p.polwithcheck, p.polrelid) || ' / ' || p.polcmd::text)
          FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND c.relname <> '_prisma_migrations'`,
    );
    expect(tables.length).toBeGreaterThanOrEqual(26);
    for (const { relname, ...rest } of tables) {
      const scope = `(${relname === "Organisation" ? "id" : '"organisationId"'} = kunna_organisation())`;
      expect({ relname, ...rest }).toEqual({
        relname,
        secured: true,
        readable: true,
        policies: [`${scope} / ${scope} / *`],
      });
    }
    const hidden = await database.asSystem(
      (tx) => tx.$queryRaw`SELECT has_table_privilege('kunna_app', 'public._prisma_migrations', 'SELECT') AS readable`,
    );
    expect(hidden).toEqual([{ readable: false }]);
  });

  test("without the setting, no table shows a row", async () => {
    const tables = await database.asSystem(
      (tx) => tx.$queryRaw<Array<{ name: string }>>`
      SELECT c.oid::regclass::text AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'`,
    );
    await database.asSystem(async (tx) => {
      await tx.$executeRaw`SET LOCAL ROLE kunna_app`;
      for (const { name } of tables) {
        expect(await tx.$queryRawUnsafe(`SELECT count(*)::int AS rows FROM ${name}`)).toEqual([{ rows: 0 }]);
      }
    });
  });

  test("another organisation's rows are invisible, and neither changed nor deleted", async () => {
    await database.transact(ours.organisationId, async (tx) => {
      expect((await tx.organisation.findMany()).map(({ key }) => key)).toEqual(["ours"]);
      expect(await tx.person.findUnique({ where: { id: theirs.learnerId } })).toBeNull();
      expect(await tx.certificate.count()).toBe(1);
      expect(await tx.person.updateMany({ where: { id: theirs.learnerId }, data: { name: "taken" } })).toEqual({
        count: 0,
      });
      expect(await tx.requirement.deleteMany({ where: { id: theirs.draft.requirementId } })).toEqual({ count: 0 });
    });
  });

  test("a row for another organisation is refused", async () => {
    const data = { organisationId: theirs.organisationId, name: "x", email: "x", createdAt: new Date() };
    const refused = database.transact(ours.organisationId, (tx) => tx.person.create({ data }));
    expect(await refused.catch(sqlState)).toBe(denied);
  });

  test("a reference to another organisation's row is refused, also for the owner", async () => {
    const data = {
      organisationId: ours.organisationId,
      personId: theirs.learnerId,
      label: "x",
      tokenHash: Buffer.from("x"),
      createdAt: new Date(),
    };
    const asUs = database.transact(ours.organisationId, (tx) => tx.accessToken.create({ data }));
    expect(await asUs.catch(sqlState)).toBe("23503");
    const asOwner = database.asSystem((tx) => tx.accessToken.create({ data }));
    expect(await asOwner.catch(sqlState)).toBe("23503");
  });

  test.each(appendOnly)("kunna_app neither changes nor deletes %s rows", async (table) => {
    expect(await state(`UPDATE "${table}" SET "organisationId" = "organisationId"`)).toBe(denied);
    expect(await state(`DELETE FROM "${table}"`)).toBe(denied);
    expect(await state(`TRUNCATE "${table}"`)).toBe(denied);
  });

  test("kunna_app changes only what commands change", async () => {
    expect(await state(`UPDATE "Person" SET "organisationId" = "organisationId"`)).toBe(denied);
    expect(await state(`UPDATE "Enrolment" SET "versionId" = "versionId"`)).toBe(denied);
    expect(await state(`UPDATE "Feed" SET position = 0`)).toBe(denied);
    expect(await state(`DELETE FROM "Evidence"`)).toBe(denied);
    expect(
      await state(
        `INSERT INTO "Organisation" (id, key, name, "createdAt") VALUES ('${randomUUID()}', 'k', 'n', now())`,
      ),
    ).toBe(denied);
    expect(await state(`CREATE TABLE mine (id int)`)).toBe(denied);
    expect(await state(`UPDATE "Enrolment" SET status = status`)).toBe("accepted");
  });

  test("the role and the setting end with the transaction, however it ends", async () => {
    const failed = database.transact(ours.organisationId, async () => {
      throw new Error("on purpose");
    });
    await expect(failed).rejects.toThrow("on purpose");
    await database.transact(ours.organisationId, (tx) => tx.person.count());
    for (let n = 0; n < 6; n += 1) {
      const rows = await database.asSystem(
        (tx) => tx.$queryRaw`
        SELECT current_user = session_user AS owner, coalesce(current_setting('app.organisation', true), '') AS setting`,
      );
      expect(rows).toEqual([{ owner: true, setting: "" }]);
    }
  });

  test("what is no UUID never reaches the database", async () => {
    await expect(database.transact("'; drop table x; --", async () => {})).rejects.toThrow(TypeError);
    await expect(database.reader("x").client.person.count()).rejects.toThrow(TypeError);
  });

  test("instants come back as they were written", async () => {
    const person = await database.transact(ours.organisationId, (tx) => tx.person.findFirstOrThrow());
    expect(person.createdAt.toISOString()).toBe("2026-11-24T12:00:00.000Z");
  });
});
