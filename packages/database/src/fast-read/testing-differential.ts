import type { Database } from "../database.ts";
import { compileRead } from "./compile.ts";
import { modelOfProperty } from "./model.ts";

/** A call on a Prisma client. */
export interface ReadCall {
  readonly property: string;
  readonly method: string;
  readonly args: unknown;
}

type Client = Readonly<Record<string, Readonly<Record<string, (args: unknown) => Promise<unknown>>>>>;

export interface Outcome {
  readonly value?: unknown;
  /** The code that Prisma's error has, or its class. */
  readonly error?: string;
}

/** The same call, by Prisma and by a reader. */
export async function bothWays(
  database: Database,
  organisationId: string,
  call: ReadCall,
): Promise<{ prisma: Outcome; reader: Outcome; isFast: boolean }> {
  const model = modelOfProperty(call.property);
  const isFast = model !== null && compileRead(model, call.method, call.args) !== null;
  const prisma = await outcome(() => database.transact(organisationId, (tx) => invoke(tx as unknown as Client, call)));
  const { client, end } = database.reader(organisationId);
  const reader = await outcome(() => invoke(client as unknown as Client, call));
  await end();
  return { prisma, reader, isFast };
}

async function invoke(client: Client, { property, method, args }: ReadCall): Promise<unknown> {
  return client[property]?.[method]?.(args);
}

async function outcome(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await run() };
  } catch (error) {
    const { code, name } = error as { code?: string; name: string };
    return { error: code ?? name };
  }
}

/** Without the order of lists: for calls that ask for none. */
export function unordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(unordered);
    return items.every((item) => typeof item === "object")
      ? items.sort((a, b) => (spelled(a) < spelled(b) ? -1 : 1))
      : items;
  }
  if (value === null || typeof value !== "object" || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, unordered(entry)]));
}

function spelled(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? `${item}n` : item)) ?? "";
}
