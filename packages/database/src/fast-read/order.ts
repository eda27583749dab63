import { type Model, modelNamed } from "./model.ts";
import { column, joined, type StatementWriter, tableAs } from "./sql.ts";
import { entriesOf, unsupported } from "./unsupported.ts";
import { encode } from "./values.ts";

/** A page of a list: what Prisma's orderBy, cursor, skip and take ask for. */
export interface Page {
  /** A condition that only what the cursor lets through meets. */
  readonly after: string;
  /** ORDER BY, LIMIT and OFFSET. */
  readonly clauses: string;
  /** The rows come last first. */
  readonly reversed: boolean;
}

export interface PageArgs {
  readonly orderBy?: unknown;
  readonly cursor?: unknown;
  readonly skip?: unknown;
  readonly take?: unknown;
}

interface Term {
  readonly sql: string;
  readonly descending: boolean;
  /** The field of the model itself; null: one of a relation. */
  readonly field: string | null;
}

/**
 * Limits are part of the text: with `LIMIT $1` the planner must plan for any number of rows, and reads whole tables. They
 * are bounded, so that the texts are.
 */
const longestPage = 1_000;

export function page(writer: StatementWriter, model: Model, alias: string, args: PageArgs): Page {
  const take = whole(args.take, -longestPage);
  const skip = whole(args.skip, 0) ?? 0;
  if (take === 0) return unsupported("a page of nothing");
  const reversed = take !== null && take < 0;
  const asked = terms(model, alias, writer, args.orderBy);
  // Prisma adds the key only where a page is cut out; elsewhere any order will do, and this one is always the same.
  const order = asked.length > 0 ? asked : model.primaryKey.map((name) => ownTerm(alias, name, false));
  const directed = reversed ? order.map((term) => ({ ...term, descending: !term.descending })) : order;
  const clauses = [
    ` ORDER BY ${directed.map(({ sql, descending }) => `${sql} ${descending ? "DESC" : "ASC"}`).join(", ")}`,
    take === null ? "" : ` LIMIT ${Math.abs(take)}`,
    skip === 0 ? "" : ` OFFSET ${skip}`,
  ];
  return { after: afterCursor(writer, model, args.cursor, directed), clauses: clauses.join(""), reversed };
}

function whole(value: unknown, least: number): number | null {
  if (value === undefined) return null;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > longestPage)
    return unsupported("a page out of bounds");
  return value;
}

function terms(model: Model, alias: string, writer: StatementWriter, orderBy: unknown): Term[] {
  if (orderBy === undefined) return [];
  const list: readonly unknown[] = Array.isArray(orderBy) ? orderBy : [orderBy];
  return list.flatMap((one) => {
    const [entry, ...more] = entriesOf(one);
    if (!entry || more.length > 0) return unsupported("an order by several fields at once");
    return [term(model, alias, writer, ...entry)];
  });
}

function term(model: Model, alias: string, writer: StatementWriter, name: string, direction: unknown): Term {
  const scalar = model.scalars.get(name);
  if (scalar) {
    if (scalar.isList || scalar.type === "Json" || scalar.type === "Bytes")
      return unsupported("an order by a document");
    return ownTerm(alias, name, isDescending(direction));
  }
  const relation = model.relations.get(name);
  if (!relation || relation.isList) return unsupported(`an order by ${name}`);
  const [entry, ...more] = entriesOf(direction);
  const target = modelNamed(relation.target);
  const field = entry && target.scalars.get(entry[0]);
  if (!field || field.isList || more.length > 0) return unsupported("an order through two relations");
  const row = writer.alias();
  const sql = `(SELECT ${column(row, field.name)} FROM ${tableAs(target, row)} WHERE ${joined(relation, alias, row)})`;
  return { sql, descending: isDescending(entry[1]), field: null };
}

function ownTerm(alias: string, name: string, descending: boolean): Term {
  return { sql: column(alias, name), descending, field: name };
}

function isDescending(direction: unknown): boolean {
  return direction === "desc" ? true : direction === "asc" ? false : unsupported("an order of another kind");
}

/** What comes at or after the cursor's row, in this order, read from that row itself. */
function afterCursor(writer: StatementWriter, model: Model, cursor: unknown, order: readonly Term[]): string {
  if (cursor === undefined) return "TRUE";
  const [entry, ...more] = entriesOf(cursor);
  const key = entry && model.scalars.get(entry[0]);
  if (!key || more.length > 0 || !model.uniqueFields.has(key.name)) return unsupported("a cursor by several fields");
  const value = writer.parameter(encode(key, entry[1]));
  const ofCursor = (field: string) => {
    const row = writer.alias();
    return `(SELECT ${column(row, field)} FROM ${tableAs(model, row)} WHERE ${column(row, key.name)} = ${value})`;
  };
  const bounds = order.map(({ sql, descending, field }) => {
    // Prisma walks through the rows itself where a field may be NULL.
    if (field === null || !model.scalars.get(field)?.isRequired) return unsupported("a cursor in an order with NULL");
    return { sql, descending, cursorValue: ofCursor(field) };
  });
  const ways = bounds.map(({ sql, descending, cursorValue }, index) => {
    const same = bounds.slice(0, index).map((bound) => `${bound.sql} = ${bound.cursorValue}`);
    const last = index === bounds.length - 1 ? "=" : "";
    return [...same, `${sql} ${descending ? "<" : ">"}${last} ${cursorValue}`].join(" AND ");
  });
  return ways.length === 1 ? (ways[0] ?? "TRUE") : `(${ways.map((way) => `(${way})`).join(" OR ")})`;
}
