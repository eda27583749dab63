import { InvalidInput, type Problem } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import type { CompetencyInput, FrameworkInput } from "../formats/framework-input.ts";
import {
  loadCompetencies,
  type StoredCompetency,
  saveFramework,
  saveLevels,
  upsertCompetencies,
} from "../framework-store.ts";

/** How many competencies an import made, changed, and left as they were. What the organisation has and the import has not is kept. */
export interface FrameworkImport {
  readonly frameworkId: string;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

/**
 * Imports a competency framework, or brings an imported one up to date: the same content sent twice changes nothing.
 * @throws NotPermitted, InvalidInput
 */
export const importFramework: Command<FrameworkInput, FrameworkImport> = async ({ tx, actor, now, emit }, input) => {
  authorize(actor, "framework.import");
  const problems = problemsOf(input);
  if (problems.length > 0) throw new InvalidInput(problems);

  const { organisationId } = actor;
  const frameworkId = await saveFramework(tx, organisationId, input, now);
  const levelIds = await saveLevels(tx, organisationId, frameworkId, input.levels);
  const stored = await loadCompetencies(tx, frameworkId);
  const { rows, created, changed } = difference(input.competencies, stored, levelIds);
  await upsertCompetencies(tx, organisationId, frameworkId, rows);
  if (rows.length > 0) emit({ type: "FRAMEWORK_IMPORTED", facts: { frameworkKey: input.key, created, changed } });
  return { frameworkId, created, changed, unchanged: input.competencies.length - rows.length };
};

/** The rows to write: those that are new and those that differ from what is stored. */
function difference(
  competencies: readonly CompetencyInput[],
  stored: ReadonlyMap<string, StoredCompetency>,
  levelIds: ReadonlyMap<string, string>,
) {
  const ids = new Map(competencies.map(({ code }) => [code, stored.get(code)?.id ?? crypto.randomUUID()]));
  const wanted = competencies.map((competency, index) => ({
    id: ids.get(competency.code) ?? "",
    code: competency.code,
    type: competency.type,
    label: competency.label,
    description: competency.description ?? null,
    parentId: competency.parentCode === undefined ? null : (ids.get(competency.parentCode) ?? null),
    levelId: competency.levelKey === undefined ? null : (levelIds.get(competency.levelKey) ?? null),
    tags: [...competency.tags],
    position: index + 1,
  }));
  const fresh = wanted.filter(({ code }) => !stored.has(code));
  const changed = wanted.filter((row) => {
    const before = stored.get(row.code);
    return before !== undefined && JSON.stringify(row) !== JSON.stringify(before);
  });
  return { rows: [...fresh, ...changed], created: fresh.length, changed: changed.length };
}

function problemsOf({ levels, competencies }: FrameworkInput): Problem[] {
  const problems: Problem[] = [];
  const levelKeys = new Set(levels.map(({ key }) => key));
  const codes = new Set<string>();
  if (levelKeys.size < levels.length)
    problems.push({
      code: "KEY_TWICE",
      path: "levels",
      message: "Two levels have the same key.",
      fix: "Give each level a key of its own.",
    });
  competencies.forEach(({ code, parentCode, levelKey }, index) => {
    const path = `competencies.${index}`;
    if (codes.has(code))
      problems.push({
        code: "CODE_TWICE",
        path: `${path}.code`,
        message: `The code ${code} is used twice.`,
        fix: "Give each competency a code of its own.",
      });
    // A parent stands before its children: so the tree has no cycles.
    if (parentCode !== undefined && !codes.has(parentCode))
      problems.push({
        code: "PARENT_UNKNOWN",
        path: `${path}.parentCode`,
        message: `No competency before ${code} has the code ${parentCode}.`,
        fix: "List each parent before its children.",
      });
    if (levelKey !== undefined && !levelKeys.has(levelKey))
      problems.push({
        code: "LEVEL_UNKNOWN",
        path: `${path}.levelKey`,
        message: `The framework has no level ${levelKey}.`,
        fix: "Use the key of one of the levels.",
      });
    codes.add(code);
  });
  return problems;
}
