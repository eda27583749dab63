/** Thrown while a read is compiled: Prisma answers it. It never leaves this folder. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

export function unsupported(what: string): never {
  throw new Unsupported(what);
}

export type PlainObject = Readonly<Record<string, unknown>>;

/** The keys that are set, as Prisma sees them: one that is undefined is not there. Refuses what is no plain object. */
export function entriesOf(value: unknown): Array<[string, unknown]> {
  if (!isPlainObject(value)) return unsupported("not a plain object");
  return Object.entries(value).filter(([, entry]) => entry !== undefined);
}

export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
