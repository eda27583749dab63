import { randomBytes } from "node:crypto";
import type { Prisma } from "@kunna/database";
import {
  certificateNumber,
  type Problem,
  periodFrom,
  recordedEnd,
  recordedProblem,
  recordedStart,
} from "@kunna/domain";
import type { CellReader } from "../../../import/cell-reader.ts";
import { createImporter, type ImportColumn, type Importer, type Outcome } from "../../../import/importer.ts";
import { newRowIds, readEmail } from "../../organisation/index.ts";
import { HistoryFacts, loadHistoryFacts, type RecordedCertificate } from "../history-facts.ts";

export const historyColumns: readonly ImportColumn[] = [
  { name: "personEmail", required: true, description: "Whose certificate it is." },
  { name: "programKey", required: true, description: "In which program it counts." },
  {
    name: "validFrom",
    required: true,
    description: "From when it holds: a day (2024-03-01), or an instant with its offset. Not later than now.",
  },
  {
    name: "expiresAt",
    required: false,
    description:
      "The last day on which it holds, counted whole, or an instant before which it holds. Empty: does not expire.",
  },
  {
    name: "source",
    required: true,
    description: "By whom, where or in which system it was awarded. Shown to whoever verifies it.",
  },
  {
    name: "versionNumber",
    required: false,
    description: "By which version of the program. Empty: the newest that is published.",
  },
  { name: "externalNumber", required: false, description: "The number that it has in the system that it comes from." },
];

interface HistoryRow {
  readonly email: string;
  readonly programKey: string;
  readonly validFrom: string;
  readonly expiresAt: string;
  readonly source: string;
  readonly versionNumber: number | null;
  readonly externalNumber: string | null;
}

const dateProblem = {
  code: "DATE_MALFORMED",
  message: "This is neither a day nor an instant between the years 1900 and 2200.",
  fix: "Write a day as 2024-03-01, or an instant with its offset as 2024-03-01T08:00:00+01:00.",
};

/**
 * Imports certificates that were awarded elsewhere, with their true dates, by person, program and beginning. They are
 * marked as such and not signed: nobody here has seen what they rest on. Standing and renewal work on them as on others.
 */
export function historyImporter(): Importer {
  /** In a dry run: what the batches before would have written. */
  const dry = new HistoryFacts();
  return createImporter<HistoryRow>({
    action: "certificate.import",
    columns: historyColumns,
    typename: "Certificate",
    read,
    keyOf: ({ email, programKey, validFrom }) => JSON.stringify([email, programKey, validFrom]),
    async decide({ tx, actor, now, emit }, rows, dryRun) {
      const facts = await loadHistoryFacts(tx, rows, dry);
      const ids = newRowIds(rows.length);
      const fresh: Prisma.CertificateCreateManyInput[] = [];
      const outcomes = rows.map((row, index): Outcome => {
        const person = facts.people.get(row.email);
        const versions = facts.programs.get(row.programKey);
        if (!person)
          return refused(
            "PERSON_UNKNOWN",
            "personEmail",
            `There is no person with the address ${row.email}.`,
            "Import the person first.",
          );
        if (!versions)
          return refused(
            "PROGRAM_UNKNOWN",
            "programKey",
            `There is no program ${row.programKey} that has been published.`,
            "Use the key of a program that has.",
          );
        const version = versions.find(({ number }) => row.versionNumber === null || number === row.versionNumber);
        if (!version)
          return refused(
            "VERSION_UNKNOWN",
            "versionNumber",
            `The program has no published version ${row.versionNumber}.`,
            "Use another number, or leave it out.",
          );
        const validFrom = recordedStart(row.validFrom, facts.timeZone);
        const expiresAt = row.expiresAt === "" ? null : recordedEnd(row.expiresAt, facts.timeZone);
        if (!validFrom) return { result: "REFUSED", problems: [{ ...dateProblem, path: "validFrom" }] };
        if (row.expiresAt !== "" && !expiresAt)
          return { result: "REFUSED", problems: [{ ...dateProblem, path: "expiresAt" }] };

        const { programId, policy } = version;
        const { source, externalNumber } = row;
        const recorded: RecordedCertificate = { id: ids[index] ?? "", validFrom, expiresAt, source, externalNumber };
        const others = facts.certificatesOf(person.id, programId);
        const same = others.find((other) => other.validFrom.getTime() === validFrom.getTime());
        if (same)
          return sameFacts(same, recorded)
            ? { result: "UNCHANGED", id: same.id }
            : { result: "REFUSED", problems: [differs] };
        const problem = recordedProblem(recorded, { validity: policy.validity, others, now });
        if (problem) return { result: "REFUSED", problems: [problem] };
        facts.add(person.id, programId, recorded);
        if (dryRun) return { result: "CREATED", id: recorded.id };
        const number = certificateNumber(randomBytes(12));
        fresh.push({
          ...recorded,
          organisationId: actor.organisationId,
          origin: "IMPORTED",
          number,
          personId: person.id,
          programId,
          versionId: version.id,
          recipientName: person.name,
          title: version.title,
          awardedAt: validFrom,
          ...periodFrom(validFrom, expiresAt, policy, facts.timeZone),
          policy: policy as Prisma.InputJsonObject,
        });
        const about = { personId: person.id, programId, versionId: version.id, certificateId: recorded.id };
        emit({ type: "CERTIFICATE_IMPORTED", ...about, facts: { number, validFrom, expiresAt, source } });
        return { result: "CREATED", id: recorded.id };
      });
      if (fresh.length > 0) await tx.certificate.createMany({ data: fresh });
      return { outcomes, keep: () => (dryRun ? dry.takeAdded(facts) : undefined) };
    },
  });
}

function read(cells: CellReader): HistoryRow {
  const needed = (code: string, message: string, fix: string) => ({ code, message, fix });
  const email = readEmail(
    cells,
    "personEmail",
    needed("EMAIL_MISSING", "The row names no person.", "Give an e-mail address."),
  );
  const programKey = cells.line("programKey", {
    max: 100,
    required: needed("PROGRAM_MISSING", "The row names no program.", "Give the key of a program."),
  });
  const validFrom = cells.line("validFrom", {
    max: 50,
    required: needed(
      "VALID_FROM_MISSING",
      "The row does not say from when.",
      "Give the day on which it began to hold.",
    ),
  });
  const expiresAt = cells.line("expiresAt", { max: 50 });
  const source = cells.line("source", {
    max: 500,
    required: needed(
      "SOURCE_MISSING",
      "The row does not say where it was awarded.",
      "Name who awarded it, or the system that it comes from.",
    ),
  });
  const versionText = cells.line("versionNumber", { max: 10 });
  if (versionText !== "" && !/^\d{1,9}$/.test(versionText))
    cells.refuse(
      "versionNumber",
      "NUMBER_MALFORMED",
      "This is not the number of a version.",
      "Give a whole number, or leave it out.",
    );
  const externalNumber = cells.line("externalNumber", { max: 200 }) || null;
  const versionNumber = versionText === "" ? null : Number(versionText);
  return { email, programKey, validFrom, expiresAt, source, versionNumber, externalNumber };
}

function refused(code: string, path: string, message: string, fix: string): Outcome {
  return { result: "REFUSED", problems: [{ code, path, message, fix }] };
}

function sameFacts(one: RecordedCertificate, other: RecordedCertificate): boolean {
  return (
    one.expiresAt?.getTime() === other.expiresAt?.getTime() &&
    one.source === other.source &&
    one.externalNumber === other.externalNumber
  );
}

const differs: Problem = {
  code: "CERTIFICATE_DIFFERS",
  path: "validFrom",
  message:
    "The person has a certificate of the program that begins then, with other facts: a certificate never changes.",
  fix: "Correct the row. If the recorded certificate is wrong, revoke it, and extend or award anew.",
};
