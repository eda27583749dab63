import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { digCompFiles, type FrameworkImport, importFramework, readDigComp, runCommandAs } from "@kunna/api";
import type { Logger } from "pino";
import { openDatabaseOf, startApplication } from "../application.ts";
import type { Environment } from "../environment.ts";
import { PersonUnknown } from "./token.ts";

/** `kunna import-framework`: imports the DigComp 3.0 data supplement from a folder, as an administrator of the organisation. */
export async function importFrameworkFolder(
  environment: Environment,
  logger: Logger,
  input: { readonly organisation: string; readonly folder: string },
): Promise<FrameworkImport> {
  const present = new Set(await readdir(input.folder));
  const wanted = digCompFiles.filter((name) => present.has(name));
  const files = await Promise.all(
    wanted.map(async (name) => [name, await readFile(join(input.folder, name), "utf8")] as const),
  );
  const framework = readDigComp(Object.fromEntries(files));
  const database = await openDatabaseOf(environment);
  const application = await startApplication(environment, database, environment.publicUrl ?? "", logger);
  try {
    const admin = await database.asSystem((tx) =>
      tx.person.findFirst({
        where: { roles: { has: "ADMIN" }, organisation: { key: input.organisation } },
        select: { id: true, organisationId: true },
      }),
    );
    if (!admin) throw new PersonUnknown(`There is no organisation ${input.organisation} with an administrator.`);
    return await runCommandAs(
      application.services,
      { organisationId: admin.organisationId, personId: admin.id, roles: ["ADMIN"] },
      importFramework,
      framework,
    );
  } finally {
    await application.close();
  }
}
