import type { Model, Relation } from "./model.ts";
import type { Parameter } from "./values.ts";

/** One statement while it is written: its parameters and the names of its tables. */
export class StatementWriter {
  readonly parameters: Parameter[] = [];
  #tables = 0;

  /** A value, never part of the text. */
  parameter(value: Parameter): string {
    return `$${this.parameters.push(value)}`;
  }

  /** A name for one more use of a table. */
  alias(): string {
    return `t${this.#tables++}`;
  }
}

/** Names come from the datamodel alone, and still are quoted as whatever they may be. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function column(alias: string, name: string): string {
  return `${alias}.${quoted(name)}`;
}

export function tableAs({ name }: Model, alias: string): string {
  return `public.${quoted(name)} ${alias}`;
}

/** The condition that a row of the target belongs to one of ours. */
export function joined({ on }: Relation, ours: string, theirs: string): string {
  return on.map(([our, their]) => `${column(theirs, their)} = ${column(ours, our)}`).join(" AND ");
}

export function allOf(conditions: readonly string[]): string {
  const needed = conditions.filter((condition) => condition !== "TRUE");
  return needed.length === 0 ? "TRUE" : needed.join(" AND ");
}
