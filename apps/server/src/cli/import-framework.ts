import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { digCompFiles, type FrameworkImport, importFramework, readDigComp, runCommandAs } from "@kunna/api";
import { FolderUnavailable, withServices } from "../application.ts";
import type { Environment } from "../environment.ts";
import { PersonUnknown } from "./token.ts";

/** `kunna import-framework`: imports the DigComp 3.0 data supplement from a folder, as an administrator of the organisation. */
export async function importFrameworkFolder(
  environment: Environment,
  { organisation, folder }: { readonly organisation: string; readonly folder: string },
): Promise<FrameworkImport> {
  const framework = readDigComp(await digCompTexts(folder));
  return withServices(environment, async (services) => {
    const admin = await services.database.asSystem((tx) =>
      tx.person.findFirst({
        where: { roles: { has: "ADMIN" }, organisation: { key: organisation } },
        select: { id: true, organisationId: true },
      }),
    );
    if (!admin) throw new PersonUnknown(`There is no organisation ${organisation} with an administrator.`);
    const operator = { organisationId: admin.organisationId, personId: admin.id, roles: ["ADMIN"] as const };
    return runCommandAs(services, operator, importFramework, framework);
  });
}

/** The files of the supplement that are there, by name. What is missing the reader of the format tells. */
async function digCompTexts(folder: string): Promise<Record<string, string>> {
  const present = new Set(
    await readdir(folder).catch(({ code }: NodeJS.ErrnoException) => {
      throw new FolderUnavailable(`The folder ${folder} can't be read (${code}).`);
    }),
  );
  const wanted = digCompFiles.filter((name) => present.has(name));
  return Object.fromEntries(
    await Promise.all(wanted.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
}
