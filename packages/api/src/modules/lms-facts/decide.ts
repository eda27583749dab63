import type { LmsFactOutcome } from "@kunna/database";
import { dayOf, decideFact, isNewerWord, scoreOf } from "@kunna/domain";
import type { Asking } from "./asking.ts";
import type { FamilyFact, MappingInForce, StoredFact } from "./fact-store.ts";
import { waitingOutcomes } from "./fact-store.ts";

/** What a fact is for one enrolment: evidence of these requirements. */
export interface Accepted {
  readonly asking: Asking;
  readonly keys: readonly string[];
  readonly score: number | null;
  readonly performedOn: string;
}

/** What is to become of a fact. */
export interface Decided {
  readonly outcome: LmsFactOutcome;
  readonly accepted: readonly Accepted[];
  /** What counted and is said otherwise of now: an administrator is told. */
  readonly corrected: FamilyFact | null;
  /** What counted and is said again. */
  readonly saidAgain: FamilyFact | null;
}

interface Known {
  /** Those about the same, with itself. */
  readonly family: readonly FamilyFact[];
  /** Who it is; null: nobody has said so yet. */
  readonly personId: string | null;
  /** For what its activity counts. */
  readonly mappings: readonly MappingInForce[];
  /** The person's open enrolments. */
  readonly asking: readonly Asking[];
  readonly today: string;
  readonly timeZone: string;
}

/** Whether a fact has not been decided on by what is known of its person and its activity. */
export function isWaiting({ outcome }: Pick<StoredFact, "outcome">): boolean {
  return (waitingOutcomes as readonly LmsFactOutcome[]).includes(outcome);
}

/**
 * What becomes of a fact (R3). Of those about the same the newest word alone decides; what counted stays, and what is said
 * otherwise of it is a correction. What was decided before is looked at only for requirements that are not met yet.
 */
export function decide(fact: StoredFact, known: Known): Decided {
  const nothing = { accepted: [], corrected: null, saidAgain: null };
  if (known.family.some((other) => other.id !== fact.id && isNewerWord(other, fact)))
    return { ...nothing, outcome: isWaiting(fact) ? "NOT_MET" : fact.outcome };
  if (known.personId === null) return { ...nothing, outcome: "PERSON_UNKNOWN" };

  const asked = known.asking.flatMap((one) => {
    const keys = known.mappings.flatMap(({ programId, requirementKey }) =>
      programId === one.enrolment.programId && one.requirements.has(requirementKey) ? requirementKey : [],
    );
    return keys.length > 0 ? { one, keys } : [];
  });
  const counted = known.family.filter(({ id, outcome }) => id !== fact.id && outcome === "COUNTED");
  const newestCounted = counted.reduce<FamilyFact | null>((a, b) => (a && isNewerWord(a, b) ? a : b), null);
  const accepted: Accepted[] = [];
  const refused = new Set<LmsFactOutcome>();
  let isOfOne = false;
  for (const { one, keys } of asked) {
    const ofThis = [...counted, ...known.family.filter(({ id }) => id === fact.id)];
    if (ofThis.some(({ enrolmentId }) => enrolmentId !== null && one.chain.has(enrolmentId))) {
      isOfOne = true;
      continue;
    }
    const open = isWaiting(fact) ? keys : keys.filter((key) => !one.met.has(key));
    const found = acceptedIn(fact, one, open, known);
    for (const outcome of found.refused) refused.add(outcome);
    if (found.accepted) accepted.push(found.accepted);
  }
  if (accepted.length > 0) return { ...nothing, outcome: "COUNTED", accepted };
  // What has been decided stays so: nothing new follows from it.
  if (!isWaiting(fact)) return { ...nothing, outcome: fact.outcome };
  if (newestCounted && (isOfOne || asked.length === 0))
    return saysTheSame(fact, newestCounted)
      ? { ...nothing, outcome: "COUNTED", saidAgain: newestCounted }
      : { ...nothing, outcome: "CORRECTION", corrected: newestCounted };
  if (known.mappings.length === 0) return { ...nothing, outcome: "NOT_MAPPED" };
  if (asked.length === 0) return { ...nothing, outcome: "NOT_ENROLLED" };
  return { ...nothing, outcome: refused.has("TOO_OLD") ? "TOO_OLD" : "NOT_MET" };
}

function acceptedIn(
  fact: StoredFact,
  asking: Asking,
  keys: readonly string[],
  { today, timeZone }: Known,
): { readonly accepted: Accepted | null; readonly refused: readonly LmsFactOutcome[] } {
  const said = { ...fact, performedOn: dayOf(fact.occurredAt, timeZone) };
  const refused: LmsFactOutcome[] = [];
  const counting: { key: string; score: number | null; performedOn: string }[] = [];
  for (const key of new Set(keys)) {
    const requirement = asking.requirements.get(key);
    if (!requirement) continue;
    const decision = decideFact(said, requirement, { today, since: asking.since });
    if (decision.outcome === "COUNTED") counting.push({ key, ...decision });
    else refused.push(decision.outcome);
  }
  const [first] = counting;
  if (!first) return { accepted: null, refused };
  const { score, performedOn } = first;
  return { accepted: { asking, keys: counting.map(({ key }) => key), score, performedOn }, refused };
}

function saysTheSame(one: StoredFact, other: StoredFact): boolean {
  return one.completed === other.completed && scoreOf(one) === scoreOf(other);
}
