import type { LmsConnection, LmsFactOutcome } from "@kunna/database";
import { LmsConnectionNotInUse, NotFound } from "@kunna/domain";
import type { LmsFact } from "@kunna/lms-kit";
import type { CommandRun } from "../../command.ts";
import type { Services } from "../../services.ts";
import { type ConnectionPlace, runAsConnection, seeIdentities } from "../lms/index.ts";
import { insertFacts, type StoredFact } from "./fact-store.ts";
import { nameOf, settle } from "./settle.ts";

/** What was done with facts that an LMS told. */
export interface Ingested {
  /** How many were told. */
  readonly told: number;
  /** How many of these were known already, and did nothing. */
  readonly known: number;
  /** What has become of the others. */
  readonly outcomes: Readonly<Partial<Record<LmsFactOutcome, number>>>;
}

/** How many facts are decided on in one transaction, which may take 15 s with all their awards. */
export const chunkSize = 200;

interface IngestOptions {
  /** Done in the transaction of the last of them, or in one of its own where there are none: what says that they are all there. */
  readonly last?: (run: CommandRun) => Promise<void>;
}

/**
 * Keeps facts that a connection told, and decides on them (R3): each with its evidence, events and awards in one transaction,
 * and never twice, however often it is told. Where some can't be taken, the others are, and then it throws.
 * @throws NotFound, LmsConnectionNotInUse and what fails of the database
 */
export async function ingestFacts(
  services: Services,
  place: ConnectionPlace,
  facts: readonly LmsFact[],
  { last }: IngestOptions = {},
): Promise<Ingested> {
  let total: Ingested = { told: 0, known: 0, outcomes: {} };
  const chunks = Math.max(1, Math.ceil(facts.length / chunkSize));
  for (let index = 0; index < chunks; index++) {
    const chunk = facts.slice(index * chunkSize, (index + 1) * chunkSize);
    const isLast = index === chunks - 1;
    total = add(total, await ingestChunk(services, place, chunk, isLast ? last : undefined));
  }
  return total;
}

async function ingestChunk(
  services: Services,
  place: ConnectionPlace,
  facts: readonly LmsFact[],
  last?: (run: CommandRun) => Promise<void>,
): Promise<Ingested> {
  try {
    return await runAsConnection(services, place, async (run, connection) => {
      const taken = await take(run, connection, facts);
      await last?.(run);
      return counted(facts, taken);
    });
  } catch (error) {
    const persons = byPerson(facts);
    if (persons.length < 2 || isOfConnection(error) || error instanceof CursorMoved) throw error;
    return ingestOneByOne(services, place, persons, error, last);
  }
}

/** One person whose facts can't be taken keeps no other's from being. */
async function ingestOneByOne(
  services: Services,
  place: ConnectionPlace,
  persons: readonly (readonly LmsFact[])[],
  cause: unknown,
  last?: (run: CommandRun) => Promise<void>,
): Promise<Ingested> {
  let total: Ingested = { told: 0, known: 0, outcomes: {} };
  let failed = 0;
  for (const facts of persons) {
    try {
      total = add(total, await ingestChunk(services, place, facts));
    } catch (error) {
      if (isOfConnection(error)) throw error;
      failed += 1;
    }
  }
  if (failed > 0) throw new Error(`The facts of ${failed} of ${persons.length} persons can't be taken.`, { cause });
  await runAsConnection(services, place, async (run) => last?.(run));
  return total;
}

/** Another worker has gone on from where this one began: nothing of this one is needed. */
export class CursorMoved extends Error {}

function isOfConnection(error: unknown): boolean {
  return error instanceof LmsConnectionNotInUse || error instanceof NotFound;
}

function byPerson(facts: readonly LmsFact[]): LmsFact[][] {
  const persons = new Map<string, LmsFact[]>();
  for (const fact of facts) {
    const name = nameOf({ issuer: fact.provenance.issuer, subject: fact.subject });
    const others = persons.get(name);
    if (others) others.push(fact);
    else persons.set(name, [fact]);
  }
  return [...persons.values()];
}

/** Keeps and decides on facts in an open transaction. Gives those that were not known. */
export async function take(
  run: CommandRun,
  connection: LmsConnection,
  facts: readonly LmsFact[],
): Promise<StoredFact[]> {
  if (facts.length === 0) return [];
  const { tx, now } = run;
  // A mapping is made before this or after: then what this keeps is looked at again.
  await tx.$queryRaw`SELECT 1 FROM "LmsConnection" WHERE "id" = ${connection.id}::uuid FOR KEY SHARE`;
  const names = facts.map(({ subject, provenance: { issuer } }) => ({ issuer, subject }));
  const seen = await seeIdentities(tx, connection, names, now);
  const persons = new Map(seen.map((one) => [nameOf(one), one.personId]));
  return settle(run, await insertFacts(tx, connection.id, facts, now), persons);
}

/** What was done, by what was told and what of it was new. */
export function counted(told: readonly LmsFact[], taken: readonly StoredFact[]): Ingested {
  const outcomes: Partial<Record<LmsFactOutcome, number>> = {};
  for (const { outcome } of taken) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { told: told.length, known: told.length - taken.length, outcomes };
}

/** Both together. */
export function add(one: Ingested, other: Ingested): Ingested {
  const outcomes: Partial<Record<LmsFactOutcome, number>> = { ...one.outcomes };
  for (const [outcome, count] of Object.entries(other.outcomes) as [LmsFactOutcome, number][])
    outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  return { told: one.told + other.told, known: one.known + other.known, outcomes };
}
