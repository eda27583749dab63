import { moduleKeysOf, type PathGroup, type PathMember } from "../program/path.ts";
import { type ModulesByKey, withPrerequisites } from "../program/prerequisites.ts";

/** The part of some effort that is met, 0 to 1. */
interface Part {
  readonly effort: number;
  readonly share: number;
}

/** One of the members of a choice, and how much it counts towards what the choice needs. */
interface Option extends Part {
  readonly units: number;
}

type Choice = Exclude<PathGroup, { kind: "ALL" }>;

/**
 * R4: the part of the path that is met, weighted by effort. Of a choice those members count that show the greatest
 * share: the way that the learner has in fact begun. Beside its siblings a choice weighs the effort of its shortest
 * way, whatever way is taken: so that no evidence ever lowers the share.
 */
export function shareOf(path: PathGroup, byKey: ModulesByKey, shares: ReadonlyMap<string, number>): number {
  /** @param counted the modules that are weighed elsewhere already */
  const weigh = (member: PathMember, counted: ReadonlySet<string>): Part => {
    const certain = withPrerequisites(certainKeysOf(member), byKey, counted);
    const modules = certain.map((key) => ({ effort: byKey.get(key)?.effortMinutes ?? 0, share: shares.get(key) ?? 0 }));
    const within = new Set([...counted, ...certain]);
    return together([...modules, ...choicesOf(member).map((choice) => choose(optionsOf(choice, within), choice.n))]);
  };
  const optionsOf = (choice: Choice, counted: ReadonlySet<string>): Option[] => {
    if (choice.kind === "ANY") return choice.members.map((member) => ({ ...weigh(member, counted), units: 1 }));
    return creditedKeysOf(choice, byKey).map((moduleKey) => ({
      ...weigh({ kind: "MODULE", moduleKey }, counted),
      units: byKey.get(moduleKey)?.credits ?? 0,
    }));
  };
  return weigh(path, new Set()).share;
}

/** The modules that a CREDITS group counts, however they are grouped within it: all that have credits. */
export function creditedKeysOf(group: PathGroup, byKey: ModulesByKey): string[] {
  return [...new Set(moduleKeysOf(group))].filter((key) => (byKey.get(key)?.credits ?? 0) > 0);
}

/** The modules that every way through the member includes, but for what they wait for. */
function certainKeysOf(member: PathMember): string[] {
  if (member.kind === "MODULE") return [member.moduleKey];
  return member.kind === "ALL" ? member.members.flatMap(certainKeysOf) : [];
}

/** The choices that every way through the member must make. */
function choicesOf(member: PathMember): Choice[] {
  if (member.kind === "MODULE") return [];
  return member.kind === "ALL" ? member.members.flatMap(choicesOf) : [member];
}

function together(parts: readonly Part[]): Part {
  const effort = parts.reduce((sum, part) => sum + part.effort, 0);
  const met = parts.reduce((sum, part) => sum + part.effort * part.share, 0);
  return { effort, share: effort === 0 ? 1 : met / effort };
}

/** The greatest share that enough of the options show, with the least effort that enough of them ask for. */
function choose(options: readonly Option[], needed: number): Part {
  const best = (worth: (option: Option) => number) =>
    together(
      take(
        options.toSorted((a, b) => worth(b) / b.units - worth(a) / a.units),
        needed,
      ),
    );
  const { effort } = best((option) => -option.effort);
  // Dinkelbach: take what does most for exceeding the share so far, until nothing exceeds it; few rounds are needed.
  let share = 0;
  for (;;) {
    const next = best((option) => option.effort * (option.share - share)).share;
    if (!(next > share)) return { effort, share };
    share = next;
  }
}

/** The options in their order until there is enough; of the last one as much as is needed. */
function take(options: readonly Option[], needed: number): Part[] {
  let left = needed;
  return options.map(({ effort, share, units }) => {
    const part = Math.min(1, left / units);
    left = Math.max(0, left - units);
    return { effort: effort * part, share };
  });
}
