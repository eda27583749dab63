import { createContext, type FrameworkFormat, importRows, openFrameworkFile, type RowResult } from "@kunna/api";
import type { Suite } from "./suite.test.support.ts";

/** Imports frameworks as an administrator of the suite, and tells what is there then. */
export function frameworkImports(suite: Suite) {
  async function run(
    text: string,
    {
      format = "csv",
      dryRun = false,
      batchSize = 2,
      ...given
    }: {
      format?: FrameworkFormat;
      dryRun?: boolean;
      batchSize?: number;
      key?: string;
      title?: string;
      version?: string;
      levels?: string[];
    } = {},
  ) {
    async function* bytes() {
      yield Buffer.from(text);
    }
    const { importer, rows } = await openFrameworkFile(format, given, bytes());
    const context = createContext(suite.server.services, suite.actors.admin);
    const told: RowResult[] = [];
    for await (const line of importRows(context, importer, rows, { dryRun, batchSize }))
      if (!("rows" in line)) told.push(line);
    return told
      .toSorted((a, b) => a.row - b.row)
      .map(({ result, problems }) => [result, ...problems.map(({ code, path }) => `${path} ${code}`)].join(" "));
  }

  const state = (key: string) =>
    suite.server.services.database.asSystem(async (tx) => {
      const rows = await tx.competency.findMany({
        where: { framework: { key, organisationId: suite.actors.admin.organisationId } },
        orderBy: { position: "asc" },
        select: {
          code: true,
          type: true,
          label: true,
          description: true,
          tags: true,
          parent: { select: { code: true } },
          level: { select: { key: true, rank: true } },
        },
      });
      const events = await tx.event.findMany({ where: { type: "FRAMEWORK_IMPORTED" }, select: { facts: true } });
      return {
        rows: rows.map(({ parent, level, ...row }) => ({
          ...row,
          parent: parent?.code ?? null,
          level: level?.key ?? null,
        })),
        events: events.filter(({ facts }) => (facts as { frameworkKey: string }).frameworkKey === key).length,
      };
    });

  return { run, state };
}
