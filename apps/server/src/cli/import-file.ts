import { createReadStream } from "node:fs";
import {
  createContext,
  type ImportKind,
  type ImportSummary,
  importKinds,
  importRows,
  type RowResult,
  readCsvRows,
  readJsonRows,
} from "@kunna/api";
import { withServices } from "../application.ts";
import type { Environment } from "../environment.ts";
import { PersonUnknown } from "./token.ts";

/** The file can't be read: one clear sentence. */
export class FileUnavailable extends Error {
  readonly code = "FILE_UNAVAILABLE";
}

export interface FileImport {
  readonly kind: ImportKind;
  /** The path of a CSV file, or of one that ends in .ndjson or .jsonl. */
  readonly file: string;
  readonly organisation: string;
  readonly dryRun: boolean;
}

/** `kunna import`: imports a file as an administrator of the organisation, and tells of each row. @throws PersonUnknown, FileUnavailable, ImportFileRefused */
export async function importFile(
  environment: Environment,
  { kind, file, organisation, dryRun }: FileImport,
  tell: (result: RowResult) => void,
): Promise<ImportSummary> {
  return withServices(environment, async (services) => {
    const admin = await services.database.asSystem((tx) =>
      tx.person.findFirst({
        where: { roles: { has: "ADMIN" }, organisation: { key: organisation } },
        select: { id: true, organisationId: true },
      }),
    );
    if (!admin) throw new PersonUnknown(`There is no organisation ${organisation} with an administrator.`);
    const operator = { organisationId: admin.organisationId, personId: admin.id, roles: ["ADMIN"] as const };
    const importer = importKinds[kind]();
    const read = /\.(ndjson|jsonl)$/i.test(file) ? readJsonRows : readCsvRows;
    const rows = read(bytesOf(file), importer.columns);
    for await (const line of importRows(createContext(services, operator), importer, rows, { dryRun })) {
      if ("rows" in line) return line;
      tell(line);
    }
    throw new Error("An import ends with its summary.");
  });
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    if (error instanceof Error && "syscall" in error)
      throw new FileUnavailable(`The file ${file} can't be read (${(error as NodeJS.ErrnoException).code}).`);
    throw error;
  }
}
