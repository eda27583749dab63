import { createHash, randomBytes } from "node:crypto";
import type { BenchDatabase } from "./database.ts";

/** How much there is of everything, over both organisations. */
export interface SeedSize {
  readonly learners: number;
  readonly programs: number;
  readonly certificates: number;
}

export interface Seeded {
  /** The organisation that the measured requests ask for. */
  readonly organisationId: string;
  /** A bearer token of one of its admins. */
  readonly token: string;
}

const tables = [
  "Organisation",
  "Person",
  "AccessToken",
  "Program",
  "ProgramVersion",
  "Enrolment",
  "Evidence",
  "Certificate",
];

/** Two organisations of the same size, in plain SQL: the rows are what an award leaves behind, without its history. */
export async function seed(database: BenchDatabase, { learners, programs, certificates }: SeedSize): Promise<Seeded> {
  const token = `kunna_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(token).digest("hex");
  // Ids as Kunna makes them (UUIDv7: they begin with the time), but the same in each run.
  await database.query(`
    CREATE FUNCTION bench_id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN
      (lpad(to_hex(1790000000000 + number * 1000), 12, '0') || '7' || substr(md5(kind || number), 1, 3)
       || '8' || substr(md5(kind || number), 4, 15))::uuid`);
  await database.query(`
    INSERT INTO "Organisation" (id, key, name, "createdAt")
    SELECT bench_id('organisation', o), 'organisation-' || o, 'Organisation ' || o, '2026-01-01' FROM generate_series(0, 1) o`);
  await database.query(`
    INSERT INTO "Person" (id, "organisationId", name, email, roles, "createdAt")
    SELECT bench_id('person', p), bench_id('organisation', p % 2), 'Learner Number ' || p, 'learner' || p || '@example.org',
           CASE WHEN p < 2 THEN '{ADMIN}' ELSE '{LEARNER}' END::"Role"[], '2026-01-01'
      FROM generate_series(0, ${learners - 1}) p`);
  await database.query(
    `INSERT INTO "AccessToken" (id, "organisationId", "personId", label, "tokenHash", "createdAt")
     VALUES (bench_id('token', 0), bench_id('organisation', 0), bench_id('person', 0), 'bench', decode($1, 'hex'), '2026-01-01')`,
    [hash],
  );
  await database.query(`
    INSERT INTO "Program" (id, "organisationId", key, "createdAt")
    SELECT bench_id('program', p), bench_id('organisation', p % 2), 'program-' || p, '2026-01-01'
      FROM generate_series(0, ${programs - 1}) p`);
  await database.query(`
    INSERT INTO "ProgramVersion"
           (id, "organisationId", "programId", number, status, title, summary, path, policy, "createdAt", "publishedAt")
    SELECT bench_id('version', p), bench_id('organisation', p % 2), bench_id('program', p), 1, 'PUBLISHED',
           'Program Number ' || p, 'What its holder is able to do.', '{}', '{}', '2026-01-01', '2026-01-02'
      FROM generate_series(0, ${programs - 1}) p`);
  // Of certificate c: organisation c % 2, and learner and program of the same parity.
  const who = `bench_id('person', (c * 7) % ${learners})`;
  const what = `(c * 3) % ${programs}`;
  await database.query(`
    INSERT INTO "Enrolment"
           (id, "organisationId", "personId", "programId", "versionId", status, "enrolledAt", "enrolledById", "endedAt")
    SELECT bench_id('enrolment', c), bench_id('organisation', c % 2), ${who}, bench_id('program', ${what}),
           bench_id('version', ${what}), 'COMPLETED', '2026-02-01', bench_id('person', c % 2), '2026-03-01'
      FROM generate_series(0, ${certificates - 1}) c`);
  await database.query(`
    INSERT INTO "Evidence" (id, "organisationId", "enrolmentId", "personId", status, "createdAt", "submittedAt", "decidedAt")
    SELECT bench_id('evidence', c * 3 + e), bench_id('organisation', c % 2), bench_id('enrolment', c), ${who}, 'ACCEPTED',
           '2026-02-01', timestamptz '2026-02-02' + c * interval '1 second' + e * interval '1 day', '2026-03-01'
      FROM generate_series(0, ${certificates - 1}) c, generate_series(0, 2) e`);
  await database.query(`
    INSERT INTO "Certificate"
           (id, "organisationId", number, "personId", "programId", "versionId", "enrolmentId", "recipientName", title,
            "awardedAt", "validFrom", "expiresAt", policy, credential)
    SELECT bench_id('certificate', c), bench_id('organisation', c % 2), 'CERT-' || c, ${who}, bench_id('program', ${what}),
           bench_id('version', ${what}), bench_id('enrolment', c), 'Learner', 'Program Number ' || ${what},
           '2026-03-01', '2026-03-01', '2028-03-01', '{}', '{}'
      FROM generate_series(0, ${certificates - 1}) c`);
  for (const table of tables) await database.query(`VACUUM ANALYZE "${table}"`);
  const [first] = await database.query<{ id: string }>(`SELECT bench_id('organisation', 0) AS id`);
  if (!first) throw new Error("The seed made no organisation.");
  return { organisationId: first.id, token };
}
