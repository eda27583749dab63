import { dayOf, isNewerWord } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { timeZoneOf } from "../../time-zone.ts";
import { acceptByConnection } from "../evidence/index.ts";
import { loadAsking } from "./asking.ts";
import { type Accepted, type Decided, decide, isWaiting } from "./decide.ts";
import {
  type FamilyFact,
  loadFamilies,
  loadMappings,
  type SettledFact,
  type StoredFact,
  updateOutcomes,
} from "./fact-store.ts";
import { factTexts } from "./fact-text.ts";

/** Who the persons of facts are, by `nameOf`. They are held until the transaction ends. */
export type Persons = ReadonlyMap<string, string | null>;

/** What a person of a fact is told apart by. */
export function nameOf({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string {
  return JSON.stringify([issuer, subject]);
}

/** The run of what nobody does: a policy decides, on the word of whoever approved the connection. */
export function unattended(run: CommandRun): CommandRun {
  return { ...run, emit: (event) => run.emit({ ...event, actorId: null }) };
}

/**
 * Decides on facts that are kept, and does what follows (R3): evidence, awards (R5), corrections that are told. The same
 * statements however many, and those of an award for each that is complete. Gives them as they are now.
 */
export async function settle(
  attended: CommandRun,
  facts: readonly StoredFact[],
  persons: Persons,
): Promise<StoredFact[]> {
  if (facts.length === 0) return [];
  const run = unattended(attended);
  const { tx, now } = run;
  const families = await loadFamilies(
    tx,
    facts.map(({ id }) => id),
  );
  const mappings = await loadMappings(tx, facts);
  const personIds = [...new Set(facts.flatMap((fact) => persons.get(nameOf(fact)) ?? []))];
  const programIds = [...new Set(mappings.map(({ programId }) => programId))];
  const isAsked = mappings.length > 0 && personIds.length > 0;
  const asking = isAsked ? await loadAsking(run, personIds, programIds) : [];
  const timeZone = await timeZoneOf(tx);

  const decided = facts.map((fact) => {
    const personId = persons.get(nameOf(fact)) ?? null;
    const made = decide(fact, {
      family: families.get(fact.id) ?? [],
      personId,
      mappings: mappings.filter((one) => isOf(one, fact)),
      asking: asking.filter(({ enrolment }) => enrolment.personId === personId),
      today: dayOf(now, timeZone),
      timeZone,
    });
    return { fact, ...made };
  });
  const evidenceIds = await accept(run, decided);
  const settled = decided.map(({ fact, outcome, saidAgain, corrected }) => ({
    id: fact.id,
    outcome,
    evidenceId: fact.evidenceId ?? evidenceIds.get(fact.id) ?? saidAgain?.evidenceId ?? corrected?.evidenceId ?? null,
  }));
  await updateOutcomes(tx, [...changed(facts, settled), ...replaced(facts, families)]);
  for (const one of decided) if (one.corrected) tellCorrection(run, one.fact, one.corrected);
  const byId = new Map(settled.map((one) => [one.id, one]));
  return facts.map((fact) => ({ ...fact, ...byId.get(fact.id) }));
}

type Activity = Pick<StoredFact, "connectionId" | "courseId" | "activityId">;

function isOf(one: Activity, other: Activity): boolean {
  return (
    one.connectionId === other.connectionId && one.courseId === other.courseId && one.activityId === other.activityId
  );
}

/** Accepts what counts as evidence. Gives the first evidence of each fact. */
async function accept(
  run: CommandRun,
  decided: readonly (Decided & { readonly fact: StoredFact })[],
): Promise<ReadonlyMap<string, string>> {
  const counting = decided.flatMap(({ fact, accepted }) => accepted.map((one) => ({ fact, ...one })));
  if (counting.length === 0) return new Map();
  const textOf = await factTexts(
    run.tx,
    counting.map(({ fact }) => fact),
  );
  const ids = await acceptByConnection(
    run,
    counting.map(({ fact, ...one }) => ({ ...evidenceOf(one), connectionId: fact.connectionId, text: textOf(fact) })),
  );
  const first = new Map<string, string>();
  for (const [index, { fact }] of counting.entries()) {
    const id = ids[index];
    if (id !== undefined && !first.has(fact.id)) first.set(fact.id, id);
  }
  return first;
}

function evidenceOf({ asking, keys, score, performedOn }: Accepted) {
  const { enrolment, content, requirements } = asking;
  return { enrolment, content, requirements: keys.flatMap((key) => requirements.get(key) ?? []), score, performedOn };
}

function changed(facts: readonly StoredFact[], settled: readonly SettledFact[]): SettledFact[] {
  return settled.filter(({ outcome, evidenceId }, index) => {
    const before = facts[index];
    return before?.outcome !== outcome || before.evidenceId !== evidenceId;
  });
}

/** What waited, and of which a newer word has come: it counts no more. */
function replaced(facts: readonly StoredFact[], families: ReadonlyMap<string, readonly FamilyFact[]>): SettledFact[] {
  const here = new Set(facts.map(({ id }) => id));
  const older = facts.flatMap((fact) => (families.get(fact.id) ?? []).filter((one) => !here.has(one.id)));
  const newest = new Map<string, FamilyFact>();
  for (const one of older) newest.set(one.id, one);
  return [...newest.values()]
    .filter((one) => isWaiting(one) && facts.some((fact) => isReplacedBy(one, fact, families)))
    .map(({ id, evidenceId }) => ({ id, outcome: "NOT_MET", evidenceId }));
}

function isReplacedBy(
  one: FamilyFact,
  fact: StoredFact,
  families: ReadonlyMap<string, readonly FamilyFact[]>,
): boolean {
  const inFamily = (families.get(fact.id) ?? []).some(({ id }) => id === one.id);
  return inFamily && isNewerWord(fact, one);
}

/** R3: the evidence stays as it was, and an administrator is told. */
function tellCorrection({ emit }: CommandRun, { id, connectionId }: StoredFact, corrected: FamilyFact): void {
  const { id: correctedId, enrolmentId, personId, programId, versionId, evidenceId } = corrected;
  emit({
    type: "LMS_FACT_CORRECTED",
    ...{ enrolmentId, personId, programId, versionId, evidenceId },
    facts: { connectionId, factId: id, correctedId },
  });
}
