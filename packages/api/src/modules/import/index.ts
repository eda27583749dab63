export { readCsvRows } from "../../import/csv-rows.ts";
export { ImportFileRefused } from "../../import/import-file-refused.ts";
export type { ImportColumn, RowResult } from "../../import/importer.ts";
export { readJsonRows } from "../../import/json-rows.ts";
export { type ImportSummary, maximumRows } from "../../import/run-import.ts";
export { type ImportKind, importKinds, importRows } from "./import-rows.ts";
