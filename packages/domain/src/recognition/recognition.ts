import { Temporal } from "temporal-polyfill";
import type { ProgramPolicy } from "../program/policy.ts";
import type { Requirement, RequirementKind } from "../program/version.ts";

/** A competency at a level of its framework, by the level's rank: 1 is the lowest. Null: no level is named. */
export interface CompetencyAtLevel {
  readonly competencyId: string;
  readonly rank: number | null;
}

/** A requirement with the competencies that its module asks for. */
export interface CompetencyRequirement
  extends Pick<Requirement, "key" | "kind" | "prompts" | "passMark" | "freshness"> {
  readonly competencies: readonly CompetencyAtLevel[];
}

/** What was shown outside of a program: an accepted evidence of another program, or a verified outside credential. */
export interface Shown<At extends CompetencyAtLevel = CompetencyAtLevel> {
  readonly id: string;
  readonly source: "EVIDENCE" | "CREDENTIAL";
  /** The local day of the work, or on which the credential was awarded: YYYY-MM-DD. Null: it does not say. */
  readonly performedOn: string | null;
  /** Of an assessment, 0 to 100. */
  readonly score: number | null;
  /** Of an evidence, each requirement for which it was accepted; of a credential, what it is mapped to, in whatever way. */
  readonly accepted: readonly {
    readonly kind: RequirementKind;
    readonly prompts: readonly string[];
    readonly competencies: readonly At[];
  }[];
  /** Of a credential: the keys of the requirements of this program that it is mapped to by name. */
  readonly requirementKeys?: readonly string[];
}

/** For whom it is asked, and when. */
export interface RecognitionContext {
  readonly policy: Pick<ProgramPolicy, "recognition">;
  /** The local day of today: YYYY-MM-DD. */
  readonly today: string;
  /** Of a renewal, the local day on which the certificate that it renews began: what is older counted for that one. */
  readonly since: string | null;
}

/** That something shown counts for a requirement, and by which competencies, at the levels shown; none: by name. */
export interface Recognised<At extends CompetencyAtLevel = CompetencyAtLevel> {
  readonly requirementKey: string;
  readonly shownId: string;
  readonly competencies: readonly At[];
}

/** What an evidence counts for. A credit is spent where it was earned (R8), and prior learning is shown by the credential. */
const byEvidence: ReadonlySet<RequirementKind> = new Set([
  "APPLIED_TASK",
  "OBSERVATION",
  "REFLECTION",
  "ASSESSMENT",
  "LMS_ACTIVITY",
]);

/**
 * What a credential counts for. R2: what is done at work, seen by another or reflected on is never learned of from a
 * credential.
 */
const byCredential: ReadonlySet<RequirementKind> = new Set(["EXTERNAL_CREDENTIAL", "ASSESSMENT", "LMS_ACTIVITY"]);

/** R12: for each requirement, the newest of what was shown that counts for it; nothing where nothing does. */
export function recognise<At extends CompetencyAtLevel>(
  asked: readonly CompetencyRequirement[],
  shown: readonly Shown<At>[],
  context: RecognitionContext,
): Recognised<At>[] {
  const newestFirst = shown.toSorted((a, b) => compareDays(b.performedOn, a.performedOn) || (a.id < b.id ? -1 : 1));
  return asked.flatMap((requirement) => {
    for (const one of newestFirst) {
      const competencies = countsBy(requirement, one, context);
      if (competencies) return [{ requirementKey: requirement.key, shownId: one.id, competencies }];
    }
    return [];
  });
}

/** R12: by what it counts for the requirement, or null when it does not. */
export function countsBy<At extends CompetencyAtLevel>(
  requirement: CompetencyRequirement,
  shown: Shown<At>,
  context: RecognitionContext,
): readonly At[] | null {
  if (!isTaken(requirement, shown, context) || !isRecent(requirement, shown, context)) return null;
  const isCredential = shown.source === "CREDENTIAL";
  if (requirement.kind === "EXTERNAL_CREDENTIAL" && shown.requirementKeys?.includes(requirement.key)) return [];
  // R2: what was shown in one way never stands for what is asked in another.
  const alike = shown.accepted.filter(({ kind }) => isCredential || kind === requirement.kind);
  if (!isCredential && requirement.kind === "ASSESSMENT" && (shown.score ?? -1) < (requirement.passMark ?? 0))
    return null;
  // A reflection answers prompts: it counts where the same are asked.
  const answered = new Set(alike.flatMap(({ prompts }) => prompts));
  if (requirement.kind === "REFLECTION" && !requirement.prompts.every((prompt) => answered.has(prompt))) return null;

  const highest = highestShown(alike.flatMap(({ competencies }) => competencies));
  const counting: At[] = [];
  for (const { competencyId, rank } of requirement.competencies) {
    const at = highest.get(competencyId);
    if (!at || isBelow(at.rank, rank)) return null;
    counting.push(at);
  }
  // A module that names no competency asks for nothing that could have been shown elsewhere.
  return counting.length > 0 ? counting : null;
}

/** A requirement of a credential takes one by itself; all else is for the policy to say. */
function isTaken({ kind }: CompetencyRequirement, { source }: Shown, { policy }: RecognitionContext): boolean {
  if (source === "EVIDENCE") return policy.recognition !== "NONE" && byEvidence.has(kind);
  if (kind === "EXTERNAL_CREDENTIAL") return true;
  return policy.recognition === "EVIDENCE_AND_CREDENTIALS" && byCredential.has(kind);
}

/** It keeps its date, which must pass the requirement's freshness; what counted for the last certificate is not new. */
function isRecent(
  { freshness }: CompetencyRequirement,
  { performedOn }: Shown,
  { today, since }: RecognitionContext,
): boolean {
  if (performedOn === null) return freshness === null && since === null;
  if (since !== null && compareDays(performedOn, since) < 0) return false;
  const oldest = freshness === null ? null : Temporal.PlainDate.from(today).subtract(freshness).toString();
  return compareDays(performedOn, oldest) >= 0;
}

/** Null is before every day. */
function compareDays(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return Temporal.PlainDate.compare(a, b);
}

function highestShown<At extends CompetencyAtLevel>(shown: readonly At[]): ReadonlyMap<string, At> {
  const highest = new Map<string, At>();
  for (const at of shown) {
    const known = highest.get(at.competencyId);
    if (!known || isBelow(known.rank, at.rank)) highest.set(at.competencyId, at);
  }
  return highest;
}

/** No level is below every level. */
function isBelow(rank: number | null, other: number | null): boolean {
  return other !== null && (rank === null || rank < other);
}
