import type { Actor } from "@kunna/domain";
import { authorize, runCommandAs } from "../command.ts";
import type { Services } from "../services.ts";
import { ImportFileRefused } from "./import-file-refused.ts";
import type { Importer, RawRow, RowResult } from "./importer.ts";

/** How many rows are decided and written in one transaction. */
const defaultBatchSize = 500;
/** What is remembered of each row, some 100 bytes, bounds how many a file may have. */
export const maximumRows = 200_000;

/** How many rows came to what. */
export interface ImportSummary {
  readonly dryRun: boolean;
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface ImportOptions {
  /** Gives the results that the import would give, and writes nothing. */
  readonly dryRun: boolean;
  readonly batchSize?: number;
}

/**
 * Imports a stream of rows: a result for each, in their order, and the summary at the end. It is told of a row when its
 * batch is committed, and reads on only as its results are taken: so nothing that was told is lost, and memory is bounded
 * whatever the length of the file. A file sent again goes on where it was broken off, as what is there already is UNCHANGED.
 * @param whoActs asked before each batch, so that a role that is taken away ends the import
 * @throws NotPermitted, ImportFileRefused, and what `rows` throws; batches before it are written
 */
export async function* runImport(
  services: Services,
  whoActs: () => Promise<Actor>,
  importer: Importer,
  rows: AsyncIterable<RawRow> | Iterable<RawRow>,
  { dryRun, batchSize = defaultBatchSize }: ImportOptions,
): AsyncGenerator<RowResult | ImportSummary, void, undefined> {
  authorize(await whoActs(), importer.action);
  const count = noRows();
  for await (const batch of inBatches(rows, batchSize)) {
    const { results, keep } = await runCommandAs(
      services,
      await whoActs(),
      (run) => importer.batch(run, batch, dryRun),
      undefined,
    );
    keep();
    for (const result of results) {
      count[result.result] += 1;
      yield result;
    }
  }
  yield summaryOf(count, dryRun);
}

type Count = Record<RowResult["result"], number>;

function noRows(): Count {
  return { CREATED: 0, CHANGED: 0, UNCHANGED: 0, REFUSED: 0 };
}

function summaryOf(count: Count, dryRun: boolean): ImportSummary {
  const { CREATED: created, CHANGED: changed, UNCHANGED: unchanged, REFUSED: refused } = count;
  return { dryRun, rows: created + changed + unchanged + refused, created, changed, unchanged, refused };
}

/** What the rows of one import came to, where all their results are at hand. */
export function summarise(results: readonly RowResult[], dryRun: boolean): ImportSummary {
  const count = noRows();
  for (const { result } of results) count[result] += 1;
  return summaryOf(count, dryRun);
}

/** The rows in batches. Where reading fails, what was read before it is a batch still. */
async function* inBatches(
  rows: AsyncIterable<RawRow> | Iterable<RawRow>,
  size: number,
): AsyncGenerator<readonly RawRow[], void, undefined> {
  let batch: RawRow[] = [];
  let total = 0;
  try {
    for await (const row of rows) {
      total += 1;
      if (total > maximumRows) throw tooMany();
      batch.push(row);
      if (batch.length < size) continue;
      const full = batch;
      batch = [];
      yield full;
    }
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}

function tooMany(): ImportFileRefused {
  return new ImportFileRefused(
    "TOO_MANY_ROWS",
    maximumRows + 1,
    `A file may have at most ${maximumRows} rows.`,
    "Split the file; the parts may be sent one after the other.",
  );
}
