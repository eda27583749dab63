import { type Model, modelNamed, type Relation, type Scalar } from "./model.ts";
import { allOf, column, joined, type StatementWriter, tableAs } from "./sql.ts";
import { entriesOf, isPlainObject, unsupported } from "./unsupported.ts";
import { encode, encodeList } from "./values.ts";

/** Where a condition is written. */
export interface Place {
  readonly writer: StatementWriter;
  readonly model: Model;
  readonly alias: string;
  /**
   * Whether it stands below a NOT. There, "unknown" and "false" differ: Prisma's joins give the one where our EXISTS
   * gives the other, so a filter on a to-one relation is left to Prisma.
   */
  readonly negated: boolean;
}

/** Prisma's `where` as a condition that can be joined by AND. */
export function condition(place: Place, where: unknown): string {
  if (where === undefined) return "TRUE";
  return allOf(entriesOf(where).map(([key, value]) => entry(place, key, value)));
}

function entry(place: Place, key: string, value: unknown): string {
  switch (key) {
    case "AND":
      return allOf(branches(value).map((branch) => condition(place, branch)));
    case "OR":
      return Array.isArray(value) ? anyOf(place, value) : unsupported("OR of no list");
    case "NOT":
      return allOf(branches(value).map((branch) => negation(place, branch)));
    default: {
      const scalar = place.model.scalars.get(key);
      if (scalar) return scalarCondition(place, scalar, value);
      const relation = place.model.relations.get(key);
      if (relation) return relationCondition(place, relation, value);
      return unsupported(`a filter by ${key}`);
    }
  }
}

function branches(value: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.includes(undefined)) return unsupported("undefined in a list");
  return list;
}

function anyOf(place: Place, list: readonly unknown[]): string {
  const conditions = branches(list).map((branch) => condition(place, branch));
  // Prisma drops a branch without conditions or lets it win, depending on the rest: we don't guess.
  if (conditions.includes("TRUE")) return unsupported("an empty branch of OR");
  return conditions.length === 0 ? "FALSE" : `(${conditions.map((one) => `(${one})`).join(" OR ")})`;
}

function negation(place: Place, branch: unknown): string {
  if (entriesOf(branch).length === 0) return "TRUE"; // As Prisma reads it.
  return refuted(place, branch);
}

function scalarCondition(place: Place, scalar: Scalar, value: unknown): string {
  if (scalar.isList) return unsupported("a filter on a list");
  const left = column(place.alias, scalar.name);
  if (!isPlainObject(value)) return equality(place, scalar, left, value);
  const { mode, ...operators } = value;
  if (mode !== undefined && mode !== "insensitive" && mode !== "default") return unsupported("an unknown mode");
  const entries = entriesOf(operators);
  if (entries.length === 0) return unsupported("a filter without a condition");
  return allOf(
    entries.map(([operator, operand]) => operation(place, scalar, operator, operand, mode === "insensitive")),
  );
}

const comparisons: Readonly<Record<string, string>> = { lt: "<", lte: "<=", gt: ">", gte: ">=" };
const ordered: ReadonlySet<string> = new Set(["String", "Int", "BigInt", "DateTime"]);

function operation(place: Place, scalar: Scalar, operator: string, operand: unknown, insensitive: boolean): string {
  const { writer, alias } = place;
  const left = column(alias, scalar.name);
  if (operator === "contains" || operator === "startsWith" || operator === "endsWith")
    return pattern(place, scalar, operator, operand, insensitive);
  if (insensitive) return unsupported(`an insensitive ${operator}`);
  const comparison = comparisons[operator];
  if (comparison !== undefined) {
    if (!ordered.has(scalar.type)) return unsupported(`${operator} on ${scalar.type}`);
    return `${left} ${comparison} ${writer.parameter(encode(scalar, operand))}`;
  }
  switch (operator) {
    case "equals":
      return equality(place, scalar, left, operand);
    case "not":
      if (operand === null) return scalar.isRequired ? unsupported("null, never there") : `${left} IS NOT NULL`;
      return `${left} <> ${writer.parameter(encode(scalar, operand))}`;
    case "in":
    case "notIn": {
      if (!Array.isArray(operand) || scalar.type === "Boolean") return unsupported(`${operator} on ${scalar.type}`);
      const isIn = operator === "in";
      if (operand.length === 0) return isIn ? "FALSE" : "TRUE";
      const list = writer.parameter(encodeList(scalar, operand));
      return isIn ? `${left} = ANY(${list})` : `${left} <> ALL(${list})`;
    }
    default:
      return unsupported(`the filter ${operator}`);
  }
}

function equality(place: Place, scalar: Scalar, left: string, value: unknown): string {
  if (value === null) return scalar.isRequired ? unsupported("null, never there") : `${left} IS NULL`;
  return `${left} = ${place.writer.parameter(encode(scalar, value))}`;
}

/** As Prisma writes it: a % or _ in the value is a wildcard. */
function pattern(place: Place, scalar: Scalar, operator: string, operand: unknown, insensitive: boolean): string {
  if (scalar.type !== "String") return unsupported(`${operator} on ${scalar.type}`);
  const before = operator === "startsWith" ? "" : "'%' || ";
  const after = operator === "endsWith" ? "" : " || '%'";
  const value = place.writer.parameter(encode(scalar, operand));
  const left = column(place.alias, scalar.name);
  return insensitive ? `${left} ILIKE (${before}${value}${after})` : `${left}::text LIKE (${before}${value}${after})`;
}

function relationCondition(place: Place, relation: Relation, value: unknown): string {
  const entries = entriesOf(value); // Refuses null, by which Prisma asks for the columns and not for the row.
  if (relation.isList) {
    if (entries.length === 0) return unsupported("a filter without a condition");
    return allOf(entries.map(([quantifier, where]) => quantified(place, relation, quantifier, where)));
  }
  if (place.negated) return unsupported("a to-one filter below NOT");
  const [first] = entries;
  if (!first || first[0] === "isNot") return unsupported("a to-one filter of another kind");
  const where = first[0] === "is" && entries.length === 1 ? first[1] : value;
  return exists(place, relation, (target) => condition(target, where));
}

function quantified(place: Place, relation: Relation, quantifier: string, where: unknown): string {
  switch (quantifier) {
    case "some":
      return exists(place, relation, (target) => condition(target, where));
    case "none":
      return `NOT ${exists(place, relation, (target) => condition(target, where))}`;
    case "every":
      return `NOT ${exists(place, relation, (target) => refuted(target, where))}`;
    default:
      return unsupported(`the filter ${quantifier}`);
  }
}

function refuted(target: Place, where: unknown): string {
  const inner = condition({ ...target, negated: true }, where);
  return inner === "TRUE" ? unsupported("NOT of nothing") : `(NOT (${inner}))`;
}

/** What stands within an EXISTS is true or not: a NOT around it changes nothing inside. */
function exists(place: Place, relation: Relation, inner: (target: Place) => string): string {
  const { writer } = place;
  const target: Place = { writer, model: modelNamed(relation.target), alias: writer.alias(), negated: false };
  const conditions = [joined(relation, place.alias, target.alias), inner(target)];
  return `EXISTS (SELECT FROM ${tableAs(target.model, target.alias)} WHERE ${allOf(conditions)})`;
}
