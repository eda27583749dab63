import { randomUUID } from "node:crypto";
import type { Database } from "../database.ts";

/**
 * Rows of every kind that a read can meet: NULL and not, equal and not, parents and children, empty and full lists, and
 * texts that mean something to SQL, JSON and LIKE. Answers with the organisation's id.
 */
export async function seedRows(database: Database, key: string): Promise<string> {
  const organisationId = randomUUID();
  const id = (kind: string, number: string) => `md5('${key}-${kind}-' || ${number})::uuid`;
  const statements = [
    `INSERT INTO "Organisation" (id, key, name, "createdAt") VALUES ('${organisationId}', '${key}', '${key}', '2026-01-01')`,
    `INSERT INTO "Person" (id, "organisationId", name, email, roles, "createdAt")
     SELECT ${id("person", "n")}, '${organisationId}',
            (ARRAY['Anna', 'anna', 'Åsa 100%', 'O''Brien "Q" \\n', 'a_b', 'Ærø 😀', 'Anna'])[n], 'p' || n || '@example.org',
            CASE n WHEN 1 THEN '{}' WHEN 2 THEN '{ADMIN,LEARNER}' ELSE '{LEARNER}' END::"Role"[],
            timestamptz '2026-01-01' + n * interval '1 hour 1 ms'
       FROM generate_series(1, 7) n`,
    `INSERT INTO "Team" (id, "organisationId", key, name, "managerId", "createdAt")
     SELECT ${id("team", "n")}, '${organisationId}', 'team-' || n, 'Team', ${id("person", "n")}, '2026-01-01'
       FROM generate_series(1, 3) n`,
    `INSERT INTO "TeamMember" ("organisationId", "teamId", "personId")
     SELECT '${organisationId}', ${id("team", "t")}, ${id("person", "p")}
       FROM generate_series(1, 2) t, generate_series(1, 7) p WHERE p % 2 = t % 2`,
    `INSERT INTO "Framework" (id, "organisationId", key, title, version, publisher, "importedAt")
     SELECT ${id("framework", "n")}, '${organisationId}', 'f' || n, 'F', '1', CASE WHEN n = 1 THEN 'P' END, '2026-01-01'
       FROM generate_series(1, 2) n`,
    `INSERT INTO "FrameworkLevel" (id, "organisationId", "frameworkId", key, name, rank)
     SELECT ${id("level", "n")}, '${organisationId}', ${id("framework", "1")}, 'l' || n, 'L', n FROM generate_series(1, 2) n`,
    `INSERT INTO "Competency" (id, "organisationId", "frameworkId", "parentId", "levelId", code, type, label, tags, position)
     SELECT ${id("competency", "n")}, '${organisationId}', ${id("framework", "1")},
            CASE WHEN n > 3 THEN ${id("competency", "(n / 3)")} END, CASE WHEN n % 2 = 0 THEN ${id("level", "(1 + n % 4 / 2)")} END,
            'c' || n, (ARRAY['area', 'competence'])[1 + n % 2], 'Label ' || n,
            CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN '{}' ELSE ARRAY['a', 'b"c', 'd,e', ''] END, n / 2
       FROM generate_series(1, 12) n`,
    `INSERT INTO "Program" (id, "organisationId", key, "createdAt")
     SELECT ${id("program", "n")}, '${organisationId}', 'p' || n, '2026-01-01' FROM generate_series(1, 3) n`,
    `INSERT INTO "ProgramVersion" (id, "organisationId", "programId", number, status, title, summary, path, policy, waiver,
                                   "createdAt", "publishedAt")
     SELECT ${id("version", "(p * 10 + n)")}, '${organisationId}', ${id("program", "p")}, n,
            (ARRAY['RETIRED', 'PUBLISHED', 'DRAFT'])[n]::"VersionStatus", 'Title ' || p, 'S',
            '{"kind": "ALL", "members": [{"kind": "MODULE", "moduleKey": "é\\"😀"}], "n": 1.50, "x": null}', '[1, "2", null, true]',
            CASE WHEN p = 1 THEN '' END, '2026-01-01', CASE WHEN n < 3 THEN timestamptz '2026-01-02' END
       FROM generate_series(1, 3) p, generate_series(1, 3) n`,
    `INSERT INTO "Module" (id, "organisationId", "versionId", key, title, summary, "effortMinutes", position)
     SELECT ${id("module", "n")}, '${organisationId}', ${id("version", "13")}, 'm' || n, 'M', 'S', n * 10, n FROM generate_series(1, 4) n`,
    `INSERT INTO "ModuleCompetency" ("organisationId", "moduleId", "competencyId", "levelId")
     SELECT '${organisationId}', ${id("module", "m")}, ${id("competency", "c")}, CASE WHEN c = 1 THEN ${id("level", "1")} END
       FROM generate_series(1, 3) m, generate_series(1, 4) c WHERE m <> c`,
    `INSERT INTO "Requirement" (id, "organisationId", "versionId", "moduleId", key, kind, title, instructions, prompts, "passMark", position)
     SELECT ${id("requirement", "n")}, '${organisationId}', ${id("version", "13")}, ${id("module", "(1 + n % 3)")}, 'r' || n,
            CASE WHEN n % 2 = 0 THEN 'ASSESSMENT' ELSE 'REFLECTION' END::"RequirementKind", 'R', 'I', ARRAY['p' || n],
            CASE WHEN n % 2 = 0 THEN 70 END, n / 2
       FROM generate_series(1, 6) n`,
    `INSERT INTO "Enrolment" (id, "organisationId", "personId", "programId", "versionId", purpose, status, "enrolledAt", "enrolledById", "endedAt")
     SELECT ${id("enrolment", "(n * 10 + p)")}, '${organisationId}', ${id("person", "n")}, ${id("program", "p")}, ${id("version", "(p * 10 + 1)")},
            CASE WHEN p = 3 THEN 'RENEWAL' ELSE 'INITIAL' END::"EnrolmentPurpose",
            (ARRAY['ACTIVE', 'COMPLETED', 'WITHDRAWN'])[p]::"EnrolmentStatus", '2026-02-01', ${id("person", "1")},
            CASE WHEN p > 1 THEN timestamptz '2026-02-02' + n % 2 * interval '1 day' END
       FROM generate_series(1, 5) n, generate_series(1, 3) p`,
    `INSERT INTO "Evidence" (id, "organisationId", "enrolmentId", "personId", status, "createdAt", "submittedAt", "decidedAt")
     SELECT ${id("evidence", "(n * 10 + e)")}, '${organisationId}', ${id("enrolment", "(n * 10 + 1)")}, ${id("person", "n")},
            (ARRAY['DRAFT', 'SUBMITTED', 'ACCEPTED', 'RETURNED', 'REJECTED'])[e]::"EvidenceStatus", '2026-02-01',
            CASE WHEN e > 1 THEN timestamptz '2026-02-03' + n % 2 * interval '1 day' END,
            CASE WHEN e > 2 THEN timestamptz '2026-02-04' END
       FROM generate_series(1, 4) n, generate_series(1, 5) e`,
    `INSERT INTO "EvidenceRequirement" ("organisationId", "evidenceId", "requirementId")
     SELECT '${organisationId}', ${id("evidence", "(n * 10 + e)")}, ${id("requirement", "e")} FROM generate_series(1, 4) n, generate_series(1, 3) e`,
    `INSERT INTO "EvidenceRevision" (id, "organisationId", "evidenceId", number, text, links, score, "performedOn", provenance, "submittedById", "submittedAt")
     SELECT ${id("revision", "(n * 10 + r)")}, '${organisationId}', ${id("evidence", "(n * 10 + 2)")}, r,
            CASE WHEN r = 1 THEN '50% of "it"; DROP TABLE x' END, CASE WHEN r = 2 THEN ARRAY['https://example.org/?a=b,c'] ELSE '{}' END,
            CASE WHEN r = 3 THEN 88 END, date '2026-01-31' + r, 'OBSERVER', ${id("person", "2")},
            CASE WHEN r < 3 THEN timestamptz '2026-02-03 10:00:00.123Z' END
       FROM generate_series(1, 3) n, generate_series(1, 3) r`,
    `INSERT INTO "Review" (id, "organisationId", "revisionId", "reviewerId", verdict, comment, missing, "reviewedAt")
     SELECT ${id("review", "(n * 10 + r)")}, '${organisationId}', ${id("revision", "(n * 10 + 1)")}, ${id("person", "r")},
            'RETURNED', '', ARRAY['x'], '2026-02-05' FROM generate_series(1, 2) n, generate_series(3, 4) r`,
    `INSERT INTO "Certificate" (id, "organisationId", number, "personId", "programId", "versionId", "enrolmentId", "recipientName", title,
                                "awardedAt", "validFrom", "expiresAt", policy, credential)
     SELECT ${id("certificate", "n")}, '${organisationId}', '${key}-' || n, ${id("person", "n")}, ${id("program", "2")}, ${id("version", "21")},
            ${id("enrolment", "(n * 10 + 2)")}, 'R', 'T' || n % 2, '2026-03-01', '2026-03-01',
            CASE WHEN n % 2 = 0 THEN timestamptz '2028-02-29 23:59:59.999Z' END, '{"a": 1e3, "b": 12345678901234567890}', '{}'
       FROM generate_series(1, 5) n`,
    `INSERT INTO "SigningKey" (id, "organisationId", "publicKeyMultibase", "encryptedSecret", "createdAt")
     SELECT ${id("key", "n")}, '${organisationId}', 'z', CASE n WHEN 1 THEN '' ELSE decode(repeat('00ff7f', 50), 'hex') END, '2026-01-01'
       FROM generate_series(1, 2) n`,
    `INSERT INTO "Event" (id, "organisationId", position, type, "occurredAt", "actorId", "personId", "enrolmentId", facts)
     SELECT ${id("event", "n")}, '${organisationId}', CASE WHEN n < 9 THEN 9007199254740990 + n END, 'T' || n % 2, '2026-02-01',
            CASE WHEN n % 3 = 0 THEN ${id("person", "1")} END, CASE WHEN n % 2 = 0 THEN ${id("person", "(1 + n % 5)")} END,
            CASE WHEN n = 4 THEN ${id("enrolment", "11")} END, CASE n WHEN 1 THEN 'null' WHEN 2 THEN '"text"' ELSE '{"n": 0.1}' END::jsonb
       FROM generate_series(1, 10) n`,
  ];
  await database.asSystem(async (tx) => {
    for (const statement of statements) await tx.$executeRawUnsafe(statement);
  });
  return organisationId;
}
