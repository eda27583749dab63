import type { MigrationSession } from "../driver.ts";

/**
 * What the migrations made, object by object, kept as a comment on `_prisma_migrations` when they end. Comparing it with
 * the live catalog finds drift without a shadow database and in milliseconds, and in what Prisma's schema does not know
 * of too: policies, triggers, functions and grants.
 */
export interface Fingerprint {
  /** The last migration that it holds for. */
  readonly upTo: string;
  /** Another major version may write the same definition in other words. */
  readonly server: number;
  readonly objects: Readonly<Record<string, string>>;
}

const catalogQuery = `
WITH app AS (
  SELECT oid, relname, relacl, relrowsecurity, relforcerowsecurity FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'
), objects AS (
  SELECT 'table ' || t.relname AS name, concat_ws('|', t.relrowsecurity, t.relforcerowsecurity,
    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid),
        (SELECT string_agg(g.privilege_type, ',' ORDER BY g.privilege_type) FROM aclexplode(a.attacl) g
          WHERE g.grantee = (SELECT oid FROM pg_roles WHERE rolname = 'kunna_app'))), ';' ORDER BY a.attname)
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT string_agg(pg_get_indexdef(i.indexrelid), ';' ORDER BY i.indexrelid::regclass::text)
      FROM pg_index i WHERE i.indrelid = t.oid),
    (SELECT string_agg(c.conname || ' ' || pg_get_constraintdef(c.oid), ';' ORDER BY c.conname)
      FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype <> 'n'),
    (SELECT string_agg(g.privilege_type, ',' ORDER BY g.privilege_type) FROM aclexplode(t.relacl) g
      WHERE g.grantee = (SELECT oid FROM pg_roles WHERE rolname = 'kunna_app'))) AS definition
  FROM app t
  UNION ALL
  SELECT 'policy ' || p.polname || ' on ' || t.relname, concat_ws('|', p.polcmd, p.polpermissive, p.polroles = '{0}',
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN app t ON t.oid = p.polrelid
  UNION ALL
  SELECT 'trigger ' || g.tgname || ' on ' || t.relname, concat_ws('|', g.tgenabled, pg_get_triggerdef(g.oid))
  FROM pg_trigger g JOIN app t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal
  UNION ALL
  SELECT 'function ' || p.proname, pg_get_functiondef(p.oid) FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'kunna\\_%'
  UNION ALL
  SELECT 'enum ' || t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname
)
SELECT name, left(md5(definition), 12) AS hash, current_setting('server_version_num')::int / 10000 AS server FROM objects ORDER BY name`;

export async function readLive(session: MigrationSession): Promise<Omit<Fingerprint, "upTo">> {
  const rows = await session.query(catalogQuery);
  return {
    server: Number(rows[0]?.server ?? 0),
    objects: Object.fromEntries(rows.map((row) => [String(row.name), String(row.hash)])),
  };
}

export async function readKept(session: MigrationSession): Promise<Fingerprint | null> {
  const [row] = await session.query(
    `SELECT obj_description('public._prisma_migrations'::regclass, 'pg_class') AS comment`,
  );
  const comment = row?.comment;
  if (typeof comment !== "string" || !comment.startsWith("{")) return null;
  return JSON.parse(comment) as Fingerprint;
}

export async function keep(session: MigrationSession, upTo: string): Promise<void> {
  const fingerprint: Fingerprint = { upTo, ...(await readLive(session)) };
  const literal = JSON.stringify(fingerprint).replaceAll("'", "''");
  await session.query(`COMMENT ON TABLE public._prisma_migrations IS '${literal}'`);
}

/** What differs, object by object; empty when nothing does. */
export function differences(kept: Fingerprint, live: Omit<Fingerprint, "upTo">): string[] {
  const names = new Set([...Object.keys(kept.objects), ...Object.keys(live.objects)]);
  const found: string[] = [];
  for (const name of [...names].sort()) {
    const [before, now] = [kept.objects[name], live.objects[name]];
    if (before === undefined) found.push(`${name}: not made by a migration`);
    else if (now === undefined) found.push(`${name}: gone`);
    else if (before !== now && kept.server === live.server) found.push(`${name}: changed`);
  }
  return found;
}
