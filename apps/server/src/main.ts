#!/usr/bin/env node
import { type ImportKind, importKinds } from "@kunna/api";
import { createMigration } from "@kunna/database";
import { Argument, Command } from "commander";
import { pino } from "pino";
import { openDatabaseOf } from "./application.ts";
import { importFile } from "./cli/import-file.ts";
import { importFrameworkFolder } from "./cli/import-framework.ts";
import { migrateDatabase } from "./cli/migrate.ts";
import { isForPeople, progress } from "./cli/output.ts";
import { serve } from "./cli/serve.ts";
import { issueToken } from "./cli/token.ts";
import { runTour } from "./cli/tour.ts";
import { currentEnvironment } from "./environment.ts";
import { requestFields } from "./http/request-log.ts";

const program = new Command("kunna")
  .description("The open-source headless certification backend.")
  .showHelpAfterError();

function settings(options: Readonly<Record<string, string>> = {}) {
  const environment = currentEnvironment(options);
  return {
    environment,
    logger: pino({ level: environment.logLevel, mixin: requestFields }, pino.destination({ dest: 2, sync: true })),
  };
}

program
  .command("serve", { isDefault: true })
  .description("open the database, migrate it, and serve until Ctrl-C")
  .option("--role <role>", "api: answers requests; worker: does what is done beside them; both (instead of KUNNA_ROLE)")
  .action(({ role }: { role?: string }) => {
    const { environment, logger } = settings(role === undefined ? {} : { KUNNA_ROLE: role });
    return serve(environment, logger);
  });

program
  .command("migrate")
  .description("apply the migrations that are missing; refuses on drift or an edited migration, and says which")
  .option("--create <name>", "write a new migration: what prisma/schema has and the migrations have not")
  .option("--status", "only say what would be done")
  .action(async ({ create, status }: { create?: string; status?: boolean }) => {
    if (create) {
      const made = await createMigration({ name: create, now: new Date() });
      console.log(made ? `Wrote ${made.file}.` : "Nothing to do: the migrations have all that prisma/schema has.");
      return;
    }
    const database = await openDatabaseOf(settings().environment);
    try {
      if (status) {
        const { applied, pending, problem } = await database.migrationStatus();
        console.log(
          `${applied.length} applied, ${pending.length} pending${pending.length > 0 ? `: ${pending.join(", ")}` : ""}.`,
        );
        if (problem) throw problem;
      } else {
        await migrateDatabase(database, progress);
        console.log("The database is up to date.");
      }
    } finally {
      await database.close();
    }
  });

program
  .command("token")
  .description("issue a bearer token for a person (stop the server first when the database is the embedded one)")
  .requiredOption("--organisation <key>", "such as nordvik")
  .requiredOption("--email <address>", "of the person")
  .option("--days <n>", "how long it is good; left out: until revoked", (text) => Number.parseInt(text, 10))
  .option("--label <text>", "what it is for", "command line")
  .action(
    async ({
      organisation,
      email,
      days,
      label,
    }: {
      organisation: string;
      email: string;
      days?: number;
      label: string;
    }) => {
      console.log(await issueToken(currentEnvironment(), { organisation, email, days: days ?? null, label }));
    },
  );

program
  .command("import")
  .description(
    "import people and more from a file of rows, CSV or .ndjson; sent twice it changes nothing (stop the server first when the database is the embedded one)",
  )
  .addArgument(new Argument("<kind>", "what the rows are").choices(Object.keys(importKinds)))
  .argument("<file>", "with a header that names its columns")
  .requiredOption("--organisation <key>", "such as nordvik")
  .option("--dry-run", "only tell what would be done", false)
  .action(
    async (kind: ImportKind, file: string, options: { readonly organisation: string; readonly dryRun: boolean }) => {
      const summary = await importFile(currentEnvironment(), { kind, file, ...options }, ({ row, problems }) => {
        for (const { code, message, fix } of problems) console.error(`Row ${row}: ${code}: ${message} ${fix}`);
      });
      const { created, changed, unchanged, refused, dryRun } = summary;
      console.log(
        `${created} created, ${changed} changed, ${unchanged} unchanged, ${refused} refused.${dryRun ? " Nothing was written." : ""}`,
      );
    },
  );

program
  .command("import-framework <folder>")
  .description(
    "import a competency framework: the DigComp 3.0 data supplement as CSV (stop the server first when the database is the embedded one)",
  )
  .requiredOption("--organisation <key>", "such as nordvik")
  .action(async (folder: string, { organisation }: { organisation: string }) => {
    const { created, changed, unchanged } = await importFrameworkFolder(currentEnvironment(), { organisation, folder });
    console.log(`${created} created, ${changed} changed, ${unchanged} unchanged.`);
  });

program
  .command("tour")
  .description("play the main job against the running demo, through the public API and the SDK alone")
  .action(() => runTour(settings().environment));

try {
  await program.parseAsync();
} catch (error) {
  console.error(isForPeople(error) ? [error.message, error.help].filter(Boolean).join(" ") : error);
  process.exitCode = 1;
}
