import type { Scalar } from "./model.ts";
import { unsupported } from "./unsupported.ts";

/** What goes to the database in place of a $n. */
export type Parameter = string | number | boolean | null | readonly string[];

/** A value of a filter as a parameter. What Prisma would refuse, or read differently, is Prisma's to answer. */
export function encode(scalar: Scalar, value: unknown): string | number | boolean {
  switch (scalar.type) {
    case "String":
      return typeof value === "string" ? value : unsupported("not a string");
    case "Enum":
      return typeof value === "string" && scalar.values?.has(value) ? value : unsupported("not of the enum");
    case "Int":
      return typeof value === "number" && (value | 0) === value ? value : unsupported("not a 32-bit integer");
    case "Boolean":
      return typeof value === "boolean" ? value : unsupported("not a boolean");
    case "BigInt":
      return typeof value === "bigint" && BigInt.asIntN(64, value) === value
        ? value.toString()
        : unsupported("not a 64-bit bigint");
    case "DateTime":
      return encodeDate(value);
    default:
      return unsupported(`a filter on ${scalar.type}`);
  }
}

function encodeDate(value: unknown): string {
  if (!(value instanceof Date)) return unsupported("not a Date");
  const year = value.getUTCFullYear(); // NaN when it is invalid; PostgreSQL spells other years differently.
  return year >= 1 && year <= 9999 ? value.toISOString() : unsupported("not a date of our era");
}

/** A list as PostgreSQL writes an array: drivers differ in what they make of a list. */
export function encodeList(scalar: Scalar, values: readonly unknown[]): string {
  const items = values.map((value) => `"${String(encode(scalar, value)).replace(/["\\]/g, "\\$&")}"`);
  return `{${items.join(",")}}`;
}

/** A column as it is put into JSON so that nothing of it is lost. */
export function columnSql(scalar: Scalar, column: string): string {
  if (scalar.type === "BigInt") return scalar.isList ? `${column}::text[]` : `${column}::text`;
  if (scalar.type === "Bytes") return scalar.isList ? unsupported("a list of bytes") : `encode(${column}, 'hex')`;
  if (scalar.type === "Json" && scalar.isList) return unsupported("a list of JSON");
  return column;
}

export type Decode = (value: unknown) => unknown;

/** Makes of the JSON what Prisma would answer; null: it is that already. */
export function decoder(scalar: Scalar): Decode | null {
  const one = oneDecoder(scalar);
  if (!scalar.isList) return one && ((value) => (value === null ? null : one(value)));
  // Prisma gives an empty list for a column that holds NULL.
  return (value) => ((value ?? []) as unknown[]).map((item) => (one && item !== null ? one(item) : item));
}

function oneDecoder({ type }: Scalar): Decode | null {
  switch (type) {
    case "DateTime":
      return (value) => new Date(value as string);
    case "BigInt":
      return (value) => BigInt(value as string);
    case "Float":
      // What JSON has no number for comes as a text, such as "NaN".
      return Number;
    case "Bytes":
      return (value) => new Uint8Array(Buffer.from(value as string, "hex"));
    default:
      return null;
  }
}
