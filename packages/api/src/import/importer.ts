import type { Action, Problem } from "@kunna/domain";
import { authorize, type CommandRun } from "../command.ts";
import { encodeId } from "../schema/ids.ts";
import { CellReader } from "./cell-reader.ts";

/** A column of a file, or a property of a row's object. */
export interface ImportColumn {
  readonly name: string;
  /** Whether a file must have it; the cell may be empty still. */
  readonly required: boolean;
  readonly description: string;
}

/** A row as it came, before it is anything. */
export interface RawRow {
  /** Counted from 1, without a header. */
  readonly number: number;
  readonly cells: Readonly<Record<string, unknown>>;
  /** What is wrong with the row as such, when its cells can't be told apart. */
  readonly problem?: Problem;
}

export const rowResults = ["CREATED", "CHANGED", "UNCHANGED", "REFUSED"] as const;

/** What became of a row. A refused one changed nothing. */
export interface RowResult {
  readonly row: number;
  readonly result: (typeof rowResults)[number];
  /** The node that the row is about; null when it was refused, and in a dry run when it would be created. */
  readonly id: string | null;
  /** Why it was refused; `path` is the column. */
  readonly problems: readonly Problem[];
}

/** What one good row comes to. */
export type Outcome =
  | { readonly result: "CREATED" | "CHANGED" | "UNCHANGED"; readonly id: string }
  | { readonly result: "REFUSED"; readonly problems: readonly Problem[] };

/** Takes the rows of one file, a batch at a time. */
export interface Importer {
  readonly action: Action;
  readonly columns: readonly ImportColumn[];
  /**
   * Decides a batch and, unless it is a dry run, writes it, in the caller's transaction: the number of statements does not
   * grow with the rows. `keep` is called once it is committed.
   */
  batch(
    run: CommandRun,
    rows: readonly RawRow[],
    dryRun: boolean,
  ): Promise<{ readonly results: readonly RowResult[]; readonly keep: () => void }>;
}

/** How the rows of one kind are imported. */
export interface ImporterParts<Row> {
  readonly action: Action;
  readonly columns: readonly ImportColumn[];
  /** The type of node that a row's id is of. */
  readonly typename: string;
  /** Reads a row; what is wrong it tells the reader. */
  readonly read: (cells: CellReader) => Row;
  /** What may stand once in a file. A second row with the same key is refused, so that no row depends on the order of others. */
  readonly keyOf: (row: Row) => string;
  /** One outcome for each row, in their order. In a dry run nothing is written and no event is told. */
  readonly decide: (
    run: CommandRun,
    rows: readonly Row[],
    dryRun: boolean,
  ) => Promise<{ readonly outcomes: readonly Outcome[]; readonly keep?: () => void }>;
}

/** An importer for one file: it remembers the keys that it has seen. */
export function createImporter<Row>({ action, columns, typename, read, keyOf, decide }: ImporterParts<Row>): Importer {
  const seen = new Map<string, number>();
  return {
    action,
    columns,
    async batch(run, raws, dryRun) {
      authorize(run.actor, action);
      const fresh = new Map<string, number>();
      const readings = raws.map((raw): { raw: RawRow; row: Row } | { raw: RawRow; problems: readonly Problem[] } => {
        if (raw.problem) return { raw, problems: [raw.problem] };
        const reader = new CellReader(raw.cells);
        const row = read(reader);
        if (reader.problems.length > 0) return { raw, problems: reader.problems };
        const key = keyOf(row);
        const before = seen.get(key) ?? fresh.get(key);
        if (before !== undefined) return { raw, problems: [rowTwice(columns, before)] };
        fresh.set(key, raw.number);
        return { raw, row };
      });
      const good = readings.flatMap((reading) => ("row" in reading ? [reading.row] : []));
      const { outcomes, keep } = good.length > 0 ? await decide(run, good, dryRun) : { outcomes: [] };
      const remaining = outcomes.values();
      const results = readings.map((reading): RowResult => {
        const outcome: Outcome | undefined =
          "row" in reading ? remaining.next().value : { result: "REFUSED", problems: reading.problems };
        if (!outcome) throw new Error("Each row has an outcome.");
        return resultOf(reading.raw.number, outcome, typename, dryRun);
      });
      return {
        results,
        keep() {
          for (const [key, number] of fresh) seen.set(key, number);
          keep?.();
        },
      };
    },
  };
}

function resultOf(row: number, outcome: Outcome, typename: string, dryRun: boolean): RowResult {
  if (outcome.result === "REFUSED") return { row, result: "REFUSED", id: null, problems: outcome.problems };
  const exists = !(dryRun && outcome.result === "CREATED");
  return { row, result: outcome.result, id: exists ? encodeId(typename, outcome.id) : null, problems: [] };
}

function rowTwice([first]: readonly ImportColumn[], before: number): Problem {
  return {
    code: "ROW_TWICE",
    path: first?.name ?? "",
    message: `Row ${before} of the same file is about the same.`,
    fix: "Keep one of the two rows.",
  };
}
