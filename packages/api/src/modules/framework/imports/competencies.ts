import { InvalidInput, type Problem } from "@kunna/domain";
import type { CellReader } from "../../../import/cell-reader.ts";
import { createImporter, type ImportColumn, type Importer, type Outcome } from "../../../import/importer.ts";
import { newRowIds } from "../../organisation/index.ts";
import type { FrameworkInput } from "../formats/framework-input.ts";
import {
  findFramework,
  loadBranches,
  type StoredCompetency,
  type StoredFramework,
  saveFramework,
  saveLevels,
  upsertCompetencies,
} from "../framework-store.ts";

export const competencyColumns: readonly ImportColumn[] = [
  { name: "code", required: true, description: "Which competency: stable and unique in the framework." },
  {
    name: "parentCode",
    required: false,
    description: "What it is part of; that stands in an earlier row. Empty: stays as it is.",
  },
  { name: "type", required: false, description: "The framework's own word for it. Empty: stays as it is." },
  { name: "label", required: false, description: "What it is called. Needed for a new one; empty: stays as it is." },
  { name: "description", required: false, description: "What it means. Empty: stays as it is." },
  { name: "level", required: false, description: "The key of the level at which it is stated. Empty: stays as it is." },
  {
    name: "tags",
    required: false,
    description: "Its marks, with commas, semicolons or bars between. Empty: stay as they are.",
  },
];

/** What is known of the framework; what is left out stays as it is. */
export type FrameworkFacts = Pick<FrameworkInput, "key"> & Partial<Omit<FrameworkInput, "key" | "competencies">>;

interface CompetencyRow {
  readonly code: string;
  readonly parentCode: string;
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly level: string;
  readonly tags: readonly string[];
}

/**
 * Imports the competencies of one framework, by code, in batches. What the organisation has and the file has not is kept:
 * programs name it. @throws InvalidInput for a new framework without a title or version
 */
export function competenciesImporter(facts: FrameworkFacts): Importer {
  /** In a dry run: the competencies as the batches before would have left them. */
  const dry = new Map<string, StoredCompetency>();
  return createImporter<CompetencyRow>({
    action: "framework.import",
    columns: competencyColumns,
    typename: "Competency",
    read,
    keyOf: ({ code }) => code,
    async decide({ tx, actor, now, emit }, rows, dryRun) {
      const { organisationId } = actor;
      const framework = await findFramework(tx, organisationId, facts.key);
      const input = wholeFacts(facts, framework);
      const codes = rows.flatMap(({ code, parentCode }) => [code, parentCode]);
      const branches = framework ? await loadBranches(tx, framework.id, codes) : { stored: [], lastPosition: 0 };
      const known = new Map(branches.stored.map((one) => [one.code, one]));
      for (const [code, one] of dry) known.set(code, one);
      const codeOf = new Map([...known.values()].map(({ id, code }) => [id, code]));
      const levelIds = new Map<string, string>(framework?.levels.map(({ id, key }) => [key, id]));
      for (const { key } of input.levels) if (!levelIds.has(key)) levelIds.set(key, key);
      const newIds = newRowIds(rows.length);
      const writes = new Map<string, StoredCompetency>();
      let position = branches.lastPosition;
      const outcomes = rows.map((row, index): Outcome => {
        const before = known.get(row.code);
        const parent = row.parentCode === "" ? undefined : known.get(row.parentCode);
        const problem = problemOf(row, before, parent, known, codeOf, levelIds);
        if (problem) return { result: "REFUSED", problems: [problem] };
        const id = before?.id ?? newIds[index] ?? "";
        const after: StoredCompetency = {
          id,
          code: row.code,
          type: row.type || (before?.type ?? "competency"),
          label: row.label || (before?.label ?? ""),
          description: row.description || (before?.description ?? null),
          parentId: parent?.id ?? before?.parentId ?? null,
          levelId: levelIds.get(row.level) ?? before?.levelId ?? null,
          tags: row.tags.length > 0 ? [...row.tags] : (before?.tags ?? []),
          position: before?.position ?? ++position,
        };
        if (before && JSON.stringify(before) === JSON.stringify(after)) return { result: "UNCHANGED", id };
        known.set(row.code, after);
        codeOf.set(id, row.code);
        writes.set(row.code, after);
        return { result: before ? "CHANGED" : "CREATED", id };
      });
      if (!dryRun && writes.size > 0) {
        const frameworkId = await saveFramework(tx, organisationId, input, now);
        const saved =
          input.levels.length > 0 ? await saveLevels(tx, organisationId, frameworkId, input.levels) : levelIds;
        // The key of a new level stood for its id.
        const competencies = [...writes.values()].map((one) => ({
          ...one,
          levelId: saved.get(one.levelId ?? "") ?? one.levelId,
        }));
        await upsertCompetencies(tx, organisationId, frameworkId, competencies);
        const created = outcomes.filter(({ result }) => result === "CREATED").length;
        const changed = outcomes.filter(({ result }) => result === "CHANGED").length;
        emit({ type: "FRAMEWORK_IMPORTED", facts: { frameworkKey: facts.key, created, changed } });
      }
      return {
        outcomes,
        keep() {
          if (dryRun) for (const [code, one] of writes) dry.set(code, one);
        },
      };
    },
  });
}

function wholeFacts(facts: FrameworkFacts, stored: StoredFramework | null): Omit<FrameworkInput, "competencies"> {
  const title = facts.title ?? stored?.title;
  const version = facts.version ?? stored?.version;
  if (title === undefined || version === undefined) {
    throw new InvalidInput([
      {
        code: "FRAMEWORK_FACTS_MISSING",
        path: title === undefined ? "title" : "version",
        message: `The framework ${facts.key} is new, and has no ${title === undefined ? "title" : "version"}.`,
        fix: "Give the title and the version of the framework beside the file.",
      },
    ]);
  }
  const kept = (name: "publisher" | "source" | "licence" | "attribution") => {
    const value = facts[name] ?? stored?.[name];
    return value ? { [name]: value } : {};
  };
  return {
    key: facts.key,
    title,
    version,
    ...kept("publisher"),
    ...kept("source"),
    ...kept("licence"),
    ...kept("attribution"),
    levels: facts.levels ?? [],
  };
}

function problemOf(
  row: CompetencyRow,
  before: StoredCompetency | undefined,
  parent: StoredCompetency | undefined,
  known: ReadonlyMap<string, StoredCompetency>,
  codeOf: ReadonlyMap<string, string>,
  levelIds: ReadonlyMap<string, string>,
): Problem | null {
  const { code, parentCode, level, label } = row;
  const problem = (name: string, path: string, message: string, fix: string) => ({ code: name, path, message, fix });
  if (!before && label === "")
    return problem("LABEL_MISSING", "label", `${code} is new, and the row has no label.`, "Say what it is called.");
  if (parentCode !== "" && !parent)
    return problem(
      "PARENT_UNKNOWN",
      "parentCode",
      `Nothing before it has the code ${parentCode}.`,
      "List each parent before its children.",
    );
  if (level !== "" && !levelIds.has(level))
    return problem(
      "LEVEL_UNKNOWN",
      "level",
      `The framework has no level ${level}.`,
      "Use the key of one of its levels.",
    );
  for (let above = parent; above; above = known.get(codeOf.get(above.parentId ?? "") ?? "")) {
    if (above.code === code)
      return problem(
        "PARENT_CYCLE",
        "parentCode",
        `${code} would be part of itself.`,
        "Correct the code of its parent.",
      );
  }
  return null;
}

function read(cells: CellReader): CompetencyRow {
  const code = cells.line("code", {
    max: 200,
    required: { code: "CODE_MISSING", message: "The row names no competency.", fix: "Give its code." },
  });
  return {
    code,
    parentCode: cells.line("parentCode", { max: 200 }),
    type: cells.line("type", { max: 100 }),
    label: cells.line("label", { max: 2_000 }),
    description: cells.text("description", { max: 5_000 }),
    level: cells.line("level", { max: 100 }),
    tags: cells.list("tags", { max: 2_000 }),
  };
}
