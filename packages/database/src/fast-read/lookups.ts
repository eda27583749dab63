import { type CompiledRead, compileRead } from "./compile.ts";
import type { Model } from "./model.ts";
import { isPlainObject } from "./unsupported.ts";

/** A lookup by a single field that waits for others like it. */
export interface WaitingLookup {
  readonly model: Model;
  readonly args: unknown;
  readonly compiled: CompiledRead;
}

/** Values that the database gives back as they were sent. A UUID may be spelled in several ways. */
const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Equal for lookups that differ in the id alone, so that one statement answers them all; null: it stays alone. */
export function gatherKey({ lookup, sql, parameters }: CompiledRead): string | null {
  if (lookup?.field !== "id" || typeof lookup.value !== "string" || !canonicalUuid.test(lookup.value)) return null;
  return `${sql}\n${JSON.stringify(parameters.slice(0, -1))}`;
}

/** Several lookups of one key as one list, and how to find each one's row in its answer. */
export function gather(
  lookups: readonly WaitingLookup[],
): { compiled: CompiledRead; rowOf(value: unknown): RowOf } | null {
  const [first] = lookups;
  if (!first || !isPlainObject(first.args)) return null;
  const { select, include } = first.args;
  const ids = [...new Set(lookups.map(({ compiled }) => compiled.lookup?.value))];
  const compiled = compileRead(first.model, "findMany", {
    where: { id: { in: ids } },
    ...(isPlainObject(select) ? { select: { ...select, id: true } } : {}),
    ...(include === undefined ? {} : { include }),
  });
  if (!compiled) return null;
  const keepsId = !isPlainObject(select) || select.id === true;
  return { compiled, rowOf: (value) => rowFinder(compiled, value, keepsId) };
}

type RowOf = (lookup: WaitingLookup) => Record<string, unknown> | null;

function rowFinder(compiled: CompiledRead, value: unknown, keepsId: boolean): RowOf {
  const rows = new Map((compiled.decode(value) as Array<Record<string, unknown>>).map((row) => [row.id, row]));
  const given = new Set<unknown>();
  return (lookup) => {
    const id = lookup.compiled.lookup?.value;
    const row = rows.get(id);
    if (!row) return null;
    // Nobody shares a row with another caller.
    const own = given.has(id) ? structuredClone(row) : row;
    given.add(id);
    if (keepsId) return own;
    const { id: _, ...asked } = own;
    return asked;
  };
}
