import { condition } from "./conditions.ts";
import { type Model, modelNamed, type Relation } from "./model.ts";
import { page } from "./order.ts";
import { allOf, column, joined, type StatementWriter, tableAs } from "./sql.ts";
import { entriesOf, unsupported } from "./unsupported.ts";
import { columnSql, type Decode, decoder } from "./values.ts";

/**
 * What is read of one row. The database gives it as a JSON array, in the order of `columns`: names would only be sent
 * over and over.
 */
export interface Selection {
  readonly columns: readonly string[];
  readonly decode: (row: readonly unknown[]) => Record<string, unknown>;
}

/** PostgreSQL's functions take 100 arguments. */
const mostColumns = 100;

/** Where the selection stands. */
export interface Row {
  readonly writer: StatementWriter;
  readonly model: Model;
  readonly alias: string;
  /** Whether there is one such row at most in the whole answer. */
  readonly single: boolean;
}

/** A to-one row or a list has no row to tell that something that must be there is not: Prisma answers then. */
export class Inconsistent extends Error {
  override readonly name = "Inconsistent";
}

interface Part {
  readonly name: string;
  readonly sql: string;
  readonly decode: Decode | null;
}

/** Prisma's `select`, or `include`, or neither: all that is no relation. */
export function selection(row: Row, args: { readonly select?: unknown; readonly include?: unknown }): Selection {
  if (args.select !== undefined && args.include !== undefined) return unsupported("select with include");
  const parts: Part[] = args.select === undefined ? scalarParts(row) : [];
  for (const [name, value] of entriesOf(args.select ?? args.include ?? {})) {
    if (value === false) continue;
    const scalar = row.model.scalars.get(name);
    if (scalar) {
      // `include` knows no scalars.
      if (value !== true || args.select === undefined) return unsupported("a scalar with arguments");
      parts.push({ name, sql: columnSql(scalar, column(row.alias, name)), decode: decoder(scalar) });
    } else if (name === "_count") parts.push(countPart(row, value));
    else {
      const relation = row.model.relations.get(name);
      if (!relation) return unsupported(`the field ${name}`);
      parts.push(relationPart(row, name, relation, value === true ? {} : value));
    }
  }
  if (parts.length === 0 || parts.length > mostColumns) return unsupported("no columns, or too many");
  return { columns: parts.map(({ sql }) => sql), decode: rowDecoder(parts) };
}

function scalarParts({ model, alias }: Row): Part[] {
  return [...model.scalars.values()].map((scalar) => ({
    name: scalar.name,
    sql: columnSql(scalar, column(alias, scalar.name)),
    decode: decoder(scalar),
  }));
}

function rowDecoder(parts: readonly Part[]): Selection["decode"] {
  return (values) => {
    const object: Record<string, unknown> = {};
    for (let index = 0; index < parts.length; index += 1) {
      const { name, decode } = parts[index] as Part;
      const value = values[index];
      object[name] = decode === null ? value : decode(value);
    }
    return object;
  };
}

function relationPart(row: Row, name: string, relation: Relation, args: unknown): Part {
  return relation.isList ? listPart(row, name, relation, args) : onePart(row, name, relation, args);
}

function onePart(row: Row, name: string, relation: Relation, args: unknown): Part {
  const { select, include } = argsOf(args, ["select", "include"]);
  const target: Row = { ...row, model: modelNamed(relation.target), alias: row.writer.alias() };
  const { columns, decode } = selection(target, { select, include });
  const where = joined(relation, row.alias, target.alias);
  return {
    name,
    sql: `(SELECT json_build_array(${columns.join(", ")}) FROM ${tableAs(target.model, target.alias)} WHERE ${where})`,
    decode: (value) => {
      if (value !== null) return decode(value as unknown[]);
      if (relation.isRequired) throw new Inconsistent(`${row.model.name} without its ${name}`);
      return null;
    },
  };
}

const listArgs = ["select", "include", "where", "orderBy", "cursor", "skip", "take"] as const;

function listPart(row: Row, name: string, relation: Relation, args: unknown): Part {
  const { select, include, where, ...paging } = argsOf(args, listArgs);
  // Of several parents, Prisma looks for the cursor in each one's list; of a single one, it compares values.
  if (paging.cursor !== undefined && !row.single) return unsupported("a cursor in several lists");
  const list = rows(
    { ...row, model: modelNamed(relation.target), single: false },
    { select, include },
    (target) => [joined(relation, row.alias, target.alias), condition({ ...target, negated: false }, where)],
    paging,
  );
  return { name, sql: `(${list.sql})`, decode: list.decode };
}

export interface Rows {
  /** One value: a JSON array of rows. */
  readonly sql: string;
  readonly decode: (value: unknown) => Record<string, unknown>[];
}

/** A list of rows as one JSON value. */
export function rows(
  place: Omit<Row, "alias">,
  shape: { readonly select?: unknown; readonly include?: unknown },
  conditions: (row: Row) => readonly string[],
  paging: Parameters<typeof page>[3],
): Rows {
  const { writer, model } = place;
  const row: Row = { ...place, alias: writer.alias() };
  const { columns, decode } = selection(row, shape);
  const { after, clauses, reversed } = page(writer, model, row.alias, paging);
  const where = allOf([...conditions(row), after]);
  const inner = `SELECT json_build_array(${columns.join(", ")}) AS j FROM ${tableAs(model, row.alias)} WHERE ${where}${clauses}`;
  return {
    sql: `SELECT coalesce(json_agg(r.j), '[]') FROM (${inner}) r`,
    decode: (value) => {
      const objects = (value as Array<readonly unknown[]>).map(decode);
      return reversed ? objects.reverse() : objects;
    },
  };
}

function countPart(row: Row, args: unknown): Part {
  const { select } = argsOf(args, ["select"]);
  const parts = entriesOf(select).flatMap(([name, value]) => (value === false ? [] : [countOf(row, name, value)]));
  if (parts.length === 0) return unsupported("a count of nothing");
  const decode = rowDecoder(parts);
  return {
    name: "_count",
    sql: `json_build_array(${parts.map(({ sql }) => sql).join(", ")})`,
    decode: (value) => decode(value as unknown[]),
  };
}

function countOf({ writer, model, alias }: Row, name: string, value: unknown): Part {
  const relation = model.relations.get(name);
  if (!relation?.isList) return unsupported(`a count of ${name}`);
  const { where } = value === true ? { where: undefined } : argsOf(value, ["where"]);
  const target = { writer, model: modelNamed(relation.target), alias: writer.alias(), negated: false };
  const conditions = allOf([joined(relation, alias, target.alias), condition(target, where)]);
  return {
    name,
    sql: `(SELECT count(*) FROM ${tableAs(target.model, target.alias)} WHERE ${conditions})`,
    decode: null,
  };
}

/** The arguments, when there are none but those that we know. */
export function argsOf<Key extends string>(args: unknown, known: readonly Key[]): { readonly [K in Key]?: unknown } {
  const entries = entriesOf(args);
  for (const [key] of entries) {
    if (!(known as readonly string[]).includes(key)) return unsupported(`the argument ${key}`);
  }
  return Object.fromEntries(entries) as { readonly [K in Key]?: unknown };
}
