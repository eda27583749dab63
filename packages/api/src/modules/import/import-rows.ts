import type { ApiContext } from "../../context.ts";
import type { Importer, RawRow, RowResult } from "../../import/importer.ts";
import { type ImportOptions, type ImportSummary, runImport } from "../../import/run-import.ts";
import { NotSignedIn } from "../../schema/errors.ts";
import { historyImporter } from "../certificate/index.ts";
import { peopleImporter, teamsImporter } from "../organisation/index.ts";

/** What can be imported row by row, and what takes the rows. */
export const importKinds = {
  history: historyImporter,
  people: peopleImporter,
  teams: teamsImporter,
} as const satisfies Record<string, () => Importer>;

export type ImportKind = keyof typeof importKinds;

/** Imports rows for whoever asks: a result for each, and the summary at the end. @throws NotSignedIn and what runImport throws */
export async function* importRows(
  context: ApiContext,
  importer: Importer,
  rows: AsyncIterable<RawRow> | Iterable<RawRow>,
  options: ImportOptions,
): AsyncGenerator<RowResult | ImportSummary, void, undefined> {
  await context.reader?.end();
  const whoActs = async () => {
    const actor = await context.currentActor();
    if (!actor) throw new NotSignedIn();
    return actor;
  };
  yield* runImport(context.services, whoActs, importer, rows, options);
}
