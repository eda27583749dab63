import { z } from "zod";
import { builder } from "../../../builder.ts";
import { type Command, runCommand } from "../../../command.ts";
import type { ApiContext } from "../../../context.ts";
import type { Importer, RowResult, rowResults } from "../../../import/importer.ts";
import { type ImportSummary, summarise } from "../../../import/run-import.ts";
import { ProblemType } from "../../../schema/refusals.ts";
import { RoleEnum } from "../../organisation/index.ts";
import { importKinds } from "../import-rows.ts";

/** How many rows one operation takes; a file of any length goes to /import. */
const rowLimit = 1_000;

const RowResultEnum = builder.enumType("ImportRowResult", {
  description: "What became of a row.",
  values: {
    CREATED: { description: "It made something new." },
    CHANGED: { description: "It changed what was there." },
    UNCHANGED: { description: "All was so already: nothing was written." },
    REFUSED: { description: "It can't be taken, and changed nothing; the other rows are not held up." },
  } satisfies Record<(typeof rowResults)[number], { description: string }>,
});

const ImportedRow = builder.objectRef<RowResult>("ImportedRow").implement({
  description: "What became of one row.",
  fields: (t) => ({
    row: t.exposeInt("row", { description: "Which row, counted from 1." }),
    result: t.expose("result", { type: RowResultEnum, description: "What became of it." }),
    nodeId: t.exposeID("id", {
      nullable: true,
      description:
        "The `id` of what the row is about; null when it was refused, and in a dry run when it would be created.",
    }),
    problems: t.field({
      type: [ProblemType],
      description: "Why it was refused; the path is the column.",
      resolve: ({ problems }) => [...problems],
    }),
  }),
});

interface Report extends ImportSummary {
  readonly results: RowResult[];
}

const ImportReport = builder.objectRef<Report>("ImportReport").implement({
  description: "What became of the rows of an import.",
  fields: (t) => ({
    dryRun: t.exposeBoolean("dryRun", { description: "Whether this only tells what would be done." }),
    created: t.exposeInt("created", { description: "How many rows made something new." }),
    changed: t.exposeInt("changed", { description: "How many changed what was there." }),
    unchanged: t.exposeInt("unchanged", { description: "How many found all as they have it." }),
    refused: t.exposeInt("refused", { description: "How many were refused." }),
    rows: t.field({
      type: [ImportedRow],
      description: "A result for each row, in their order.",
      resolve: ({ results }) => results,
    }),
  }),
});

const rowsSchema = z.array(z.unknown()).min(1).max(rowLimit);
const dryRunDescription = "Gives the results that the import would give, and writes nothing; left out: false.";

const PersonRowInput = builder.inputType("PersonRowInput", {
  description: "A person as the organisation should have them. What is wrong with a row is told in its result.",
  fields: (t) => ({
    email: t.string({ required: true, description: "Whom the row is about: unique in the organisation, in any case." }),
    name: t.string({
      description: "Full name, as shown on certificates. Needed for a new person; left out: stays as it is.",
    }),
    roles: t.field({
      type: [RoleEnum],
      description: "What the person may do; left out: stays as it is, and LEARNER for a new person.",
    }),
  }),
});

const ImportPeopleInput = builder.inputType("ImportPeopleInput", {
  description: "Rows of persons.",
  fields: (t) => ({
    rows: t.field({
      type: [PersonRowInput],
      required: true,
      description: "At most 1,000; a file of any length goes to POST /import/people.",
      validate: rowsSchema,
    }),
    dryRun: t.boolean({ description: dryRunDescription }),
  }),
});

const TeamRowInput = builder.inputType("TeamRowInput", {
  description:
    "A team, and one of its members if it names one. A row may repeat what the team is. What is wrong with a row is told in its result.",
  fields: (t) => ({
    key: t.string({ required: true, description: "Which team: stable and unique in the organisation." }),
    name: t.string({ description: "As people call it. Needed for a new team; left out: stays as it is." }),
    managerEmail: t.string({ description: "Who leads it. Needed for a new team; left out: stays as it is." }),
    memberEmail: t.string({ description: "One member; left out: the row is about the team alone." }),
    membership: t.string({
      description: "REMOVED takes the member out of the team; left out, or MEMBER: is in it.",
    }),
  }),
});

const ImportTeamsInput = builder.inputType("ImportTeamsInput", {
  description: "Rows of teams and their members.",
  fields: (t) => ({
    rows: t.field({
      type: [TeamRowInput],
      required: true,
      description: "At most 1,000; a file of any length goes to POST /import/teams.",
      validate: rowsSchema,
    }),
    dryRun: t.boolean({ description: dryRunDescription }),
  }),
});

const HistoryRowInput = builder.inputType("HistoryRowInput", {
  description: "A certificate that was awarded elsewhere. What is wrong with a row is told in its result.",
  fields: (t) => ({
    personEmail: t.string({ required: true, description: "Whose certificate it is." }),
    programKey: t.string({ required: true, description: "In which program it counts." }),
    validFrom: t.string({
      required: true,
      description: "From when it holds: a day, as 2024-03-01, or an instant with its offset. Not later than now.",
    }),
    expiresAt: t.string({
      description:
        "The last day on which it holds, counted whole (R7), or an instant before which it holds; left out: does not expire.",
    }),
    source: t.string({
      required: true,
      description: "By whom, where or in which system it was awarded. Shown to whoever verifies it.",
    }),
    versionNumber: t.int({
      description: "By which version of the program; left out: the newest that is published.",
    }),
    externalNumber: t.string({ description: "The number that it has in the system that it comes from." }),
  }),
});

const ImportHistoryInput = builder.inputType("ImportHistoryInput", {
  description: "Rows of certificates that were awarded elsewhere.",
  fields: (t) => ({
    rows: t.field({
      type: [HistoryRowInput],
      required: true,
      description: "At most 1,000; a file of any length goes to POST /import/history.",
      validate: rowsSchema,
    }),
    dryRun: t.boolean({ description: dryRunDescription }),
  }),
});

builder.mutationFields((t) => ({
  importTeams: t.field({
    type: ImportReport,
    description:
      "Adds and changes teams, by key, and who is in them; whom no row names stays as they are. The same rows sent twice change nothing. For administrators.",
    errors: {},
    args: { input: t.arg({ type: ImportTeamsInput, required: true, description: "The teams." }) },
    resolve: (_root, { input }, context) => report(context, importKinds.teams(), input),
  }),
  importHistory: t.field({
    type: ImportReport,
    description:
      "Records certificates that were awarded elsewhere, with their true dates: marked as imported, and not signed. Standing and renewal work on them as on others. The same rows sent twice change nothing. For administrators.",
    errors: {},
    args: { input: t.arg({ type: ImportHistoryInput, required: true, description: "The certificates." }) },
    resolve: (_root, { input }, context) => report(context, importKinds.history(), input),
  }),
  importPeople: t.field({
    type: ImportReport,
    description:
      "Adds and changes persons, by e-mail address; nobody is taken away. The same rows sent twice change nothing. For administrators.",
    errors: {},
    args: { input: t.arg({ type: ImportPeopleInput, required: true, description: "The persons." }) },
    resolve: (_root, { input }, context) => report(context, importKinds.people(), input),
  }),
}));

/** All rows in one transaction: so that an idempotency key is of all of them. */
async function report(
  context: ApiContext,
  importer: Importer,
  input: { readonly rows: readonly object[]; readonly dryRun?: boolean | null | undefined },
): Promise<Report> {
  const dryRun = input.dryRun ?? false;
  const rows = input.rows.map((cells, index) => ({ number: index + 1, cells: { ...cells } }));
  const command: Command<typeof rows, { results: RowResult[] }> = async (run, raw) => ({
    results: [...(await importer.batch(run, raw, dryRun)).results],
  });
  const { results } = await runCommand(context, command, rows, { sameness: { rows, dryRun } });
  return { ...summarise(results, dryRun), results };
}
