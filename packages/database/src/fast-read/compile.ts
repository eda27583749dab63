import { condition } from "./conditions.ts";
import type { Model } from "./model.ts";
import { argsOf, rows, selection } from "./selection.ts";
import { allOf, column, StatementWriter, tableAs } from "./sql.ts";
import { entriesOf, isPlainObject, Unsupported, unsupported } from "./unsupported.ts";
import { encode, type Parameter } from "./values.ts";

/** A call of Prisma's as one statement, which answers with one JSON value. */
export interface CompiledRead {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  /** What Prisma would have answered; null also where it would have thrown that nothing is there. */
  readonly decode: (value: unknown) => unknown;
  /** Nothing found is an error. */
  readonly orThrow: boolean;
  /** Set when this looks up one row by a single field: such lookups can be gathered. */
  readonly lookup: Lookup | null;
}

export interface Lookup {
  readonly field: string;
  readonly value: unknown;
}

/** Null: something in the arguments is not on our list, and Prisma answers. */
export function compileRead(model: Model, method: string, args: unknown): CompiledRead | null {
  try {
    return compilers.get(method)?.(model, args ?? {}) ?? null;
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

type Compiler = (model: Model, args: unknown) => CompiledRead;

const compilers: ReadonlyMap<string, Compiler> = new Map<string, Compiler>([
  ["findMany", findMany],
  ["findFirst", (model, args) => findFirst(model, args, false)],
  ["findFirstOrThrow", (model, args) => findFirst(model, args, true)],
  ["findUnique", (model, args) => findUnique(model, args, false)],
  ["findUniqueOrThrow", (model, args) => findUnique(model, args, true)],
  ["count", count],
]);

const shape = ["select", "include", "where"] as const;

function findMany(model: Model, args: unknown): CompiledRead {
  const { select, include, where, ...paging } = argsOf(args, [...shape, "orderBy", "cursor", "skip", "take"]);
  const writer = new StatementWriter();
  const list = rows(
    { writer, model, single: false },
    { select, include },
    (row) => [condition({ ...row, negated: false }, where)],
    paging,
  );
  return { sql: list.sql, parameters: writer.parameters, decode: list.decode, orThrow: false, lookup: null };
}

function findFirst(model: Model, args: unknown, orThrow: boolean): CompiledRead {
  const { select, include, where, ...paging } = argsOf(args, [...shape, "orderBy", "cursor", "skip"]);
  const writer = new StatementWriter();
  const list = rows(
    { writer, model, single: true },
    { select, include },
    (row) => [condition({ ...row, negated: false }, where)],
    { ...paging, take: 1 },
  );
  const decode = (value: unknown) => list.decode(value)[0] ?? null;
  return { sql: list.sql, parameters: writer.parameters, decode, orThrow, lookup: null };
}

function findUnique(model: Model, args: unknown, orThrow: boolean): CompiledRead {
  const { select, include, where } = argsOf(args, shape);
  const writer = new StatementWriter();
  const row = { writer, model, alias: writer.alias(), single: true };
  const { columns, decode } = selection(row, { select, include });
  const { key, rest, lookup } = uniqueWhere(model, where);
  // The key comes last, so that lookups that differ in it alone have all other parameters in common.
  const others = condition({ ...row, negated: false }, rest);
  const equal = key.map(([name, value]) => {
    const scalar = model.scalars.get(name) ?? unsupported(`the key ${name}`);
    return `${column(row.alias, name)} = ${writer.parameter(encode(scalar, value))}`;
  });
  const sql = `SELECT json_build_array(${columns.join(", ")}) FROM ${tableAs(model, row.alias)} WHERE ${allOf([...equal, others])} LIMIT 1`;
  return {
    sql,
    parameters: writer.parameters,
    decode: (value) => (value === undefined ? null : decode(value as unknown[])),
    orThrow,
    lookup,
  };
}

/** The unique field, or the fields of a compound key, and what else must hold. */
function uniqueWhere(model: Model, where: unknown) {
  const entries = entriesOf(where);
  const unique = entries.find(([name]) => model.uniqueFields.has(name) || model.compoundKeys.has(name));
  if (!unique) return unsupported("no unique key");
  const [name, value] = unique;
  const rest = Object.fromEntries(entries.filter((entry) => entry !== unique));
  const compound = model.compoundKeys.get(name);
  if (!compound) {
    if (value === null || isPlainObject(value)) return unsupported("a key that is no value");
    const lookup: Lookup | null = entries.length === 1 ? { field: name, value } : null;
    return { key: [[name, value] as const], rest, lookup };
  }
  const values = new Map(entriesOf(value));
  if (values.size !== compound.length) return unsupported("a part of a key");
  return { key: compound.map((field) => [field, values.get(field)] as const), rest, lookup: null };
}

function count(model: Model, args: unknown): CompiledRead {
  const { where } = argsOf(args, ["where"]);
  const writer = new StatementWriter();
  const alias = writer.alias();
  const conditions = condition({ writer, model, alias, negated: false }, where);
  return {
    sql: `SELECT count(*)::text FROM ${tableAs(model, alias)} WHERE ${conditions}`,
    parameters: writer.parameters,
    decode: Number,
    orThrow: false,
    lookup: null,
  };
}
