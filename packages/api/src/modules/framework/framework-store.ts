import type { TenantTransaction } from "@kunna/database";
import type { FrameworkInput } from "./formats/framework-input.ts";

/** A competency as it is stored, in the order of fields in which an import compares it. */
export interface StoredCompetency {
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly label: string;
  readonly description: string | null;
  readonly parentId: string | null;
  readonly levelId: string | null;
  readonly tags: string[];
  readonly position: number;
}

/** Creates the framework or updates its facts. Returns its id. */
export async function saveFramework(
  tx: TenantTransaction,
  organisationId: string,
  input: Omit<FrameworkInput, "competencies">,
  importedAt: Date,
): Promise<string> {
  const { key, title, version } = input;
  const facts = {
    title,
    version,
    publisher: input.publisher ?? null,
    source: input.source ?? null,
    licence: input.licence ?? null,
    attribution: input.attribution ?? null,
  };
  const { id } = await tx.framework.upsert({
    where: { organisationId_key: { organisationId, key } },
    create: { organisationId, key, ...facts, importedAt },
    update: facts,
    select: { id: true },
  });
  return id;
}

/** Creates or updates the levels. Returns their ids by key. */
export async function saveLevels(
  tx: TenantTransaction,
  organisationId: string,
  frameworkId: string,
  levels: FrameworkInput["levels"],
): Promise<Map<string, string>> {
  const rows = levels.map(({ key, name, description, rank }) => ({
    id: crypto.randomUUID(),
    key,
    name,
    description: description ?? null,
    rank,
  }));
  const saved = await tx.$queryRaw<{ id: string; key: string }[]>`
    insert into "FrameworkLevel" ("id", "organisationId", "frameworkId", "key", "name", "description", "rank")
    select "id", ${organisationId}::uuid, ${frameworkId}::uuid, "key", "name", "description", "rank"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row("id" uuid, "key" text, "name" text, "description" text, "rank" int)
    on conflict ("frameworkId", "key") do update set "name" = excluded."name", "description" = excluded."description", "rank" = excluded."rank"
    returning "id"::text, "key"`;
  return new Map(saved.map(({ id, key }) => [key, id]));
}

export async function loadCompetencies(
  tx: TenantTransaction,
  frameworkId: string,
): Promise<Map<string, StoredCompetency>> {
  const rows = await tx.competency.findMany({
    where: { frameworkId },
    select: {
      id: true,
      code: true,
      type: true,
      label: true,
      description: true,
      parentId: true,
      levelId: true,
      tags: true,
      position: true,
    },
  });
  return new Map(
    rows.map(({ id, code, type, label, description, parentId, levelId, tags, position }) => [
      code,
      { id, code, type, label, description, parentId, levelId, tags, position },
    ]),
  );
}

/** Writes the rows in one statement, however many they are. */
export async function upsertCompetencies(
  tx: TenantTransaction,
  organisationId: string,
  frameworkId: string,
  rows: readonly StoredCompetency[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into "Competency" ("id", "organisationId", "frameworkId", "parentId", "levelId", "code", "type", "label", "description", "tags", "position")
    select "id", ${organisationId}::uuid, ${frameworkId}::uuid, "parentId", "levelId", "code", "type", "label", "description", "tags", "position"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row("id" uuid, "parentId" uuid, "levelId" uuid, "code" text, "type" text, "label" text, "description" text, "tags" text[], "position" int)
    on conflict ("frameworkId", "code") do update set
      "parentId" = excluded."parentId", "levelId" = excluded."levelId", "type" = excluded."type", "label" = excluded."label",
      "description" = excluded."description", "tags" = excluded."tags", "position" = excluded."position"`;
}

/** A framework as an import finds it. */
export interface StoredFramework {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly publisher: string | null;
  readonly source: string | null;
  readonly licence: string | null;
  readonly attribution: string | null;
  readonly levels: readonly { readonly id: string; readonly key: string }[];
}

/** A framework with its levels, by its key. */
export function findFramework(
  tx: TenantTransaction,
  organisationId: string,
  key: string,
): Promise<StoredFramework | null> {
  return tx.framework.findUnique({
    where: { organisationId_key: { organisationId, key } },
    select: {
      id: true,
      title: true,
      version: true,
      publisher: true,
      source: true,
      licence: true,
      attribution: true,
      levels: { select: { id: true, key: true } },
    },
  });
}

/** The competencies with these codes, all that they are part of, and the last position that is taken. */
export async function loadBranches(
  tx: TenantTransaction,
  frameworkId: string,
  codes: readonly string[],
): Promise<{ readonly stored: readonly StoredCompetency[]; readonly lastPosition: number }> {
  const rows = await tx.$queryRaw<Array<StoredCompetency & { lastPosition: number }>>`
    with recursive branch as (
      select * from "Competency" where "frameworkId" = ${frameworkId}::uuid and "code" = any(${[...new Set(codes)]}::text[])
      union
      select c.* from "Competency" c join branch b on c."id" = b."parentId"
    ), last as (select coalesce(max("position"), 0) as "lastPosition" from "Competency" where "frameworkId" = ${frameworkId}::uuid)
    select b."id"::text, b."code", b."type", b."label", b."description", b."parentId"::text, b."levelId"::text, b."tags", b."position",
      last."lastPosition"
    from last left join branch b on true`;
  const lastPosition = rows[0]?.lastPosition ?? 0;
  return { stored: rows.filter(({ id }) => id !== null).map(({ lastPosition: _, ...one }) => one), lastPosition };
}
