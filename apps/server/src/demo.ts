import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Services } from "@kunna/api";
import { type DemoTokens, issueDemoTokens, loadDemo, loadDemoHistory } from "@kunna/testing";
import { z } from "zod";
import { Authenticator } from "./authentication.ts";

const tokenSchema = z.object({
  admin: z.string(),
  programOwner: z.string(),
  reviewer: z.string(),
  manager: z.string(),
  learner: z.string(),
  otherAdmin: z.string(),
});
const demoFileSchema = z.object({ url: z.string(), graphql: z.string(), tokens: tokenSchema });

/** The addresses and sign-ins of a running demo, as .kunna/demo.json holds them. */
export type DemoFile = z.output<typeof demoFileSchema>;

/** Loads the demo organisations into an empty database. Says whether the demo is there. */
export async function ensureDemo(services: Services, onStep: (step: string) => void): Promise<boolean> {
  const organisations = await services.database.asSystem((tx) =>
    tx.organisation.findMany({ select: { key: true }, take: 3 }),
  );
  if (organisations.length > 0) return organisations.some(({ key }) => key === "nordvik");
  await loadDemo(services, onStep);
  await loadDemoHistory(services, onStep);
  return true;
}

/** Writes the sign-ins; those of an earlier start are kept while they are good. */
export async function writeDemoFile(services: Services, folder: string): Promise<DemoFile> {
  const path = join(folder, "demo.json");
  const earlier = await readDemoFile(path);
  const tokens: DemoTokens =
    earlier && (await allGood(services, earlier.tokens)) ? earlier.tokens : await issueDemoTokens(services);
  const file = { url: services.publicUrl, graphql: `${services.publicUrl}/graphql`, tokens };
  await writeFile(`${path}.part`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
  return file;
}

/** Null when there is none, or it is not one. */
export async function readDemoFile(path: string): Promise<DemoFile | null> {
  try {
    return demoFileSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

async function allGood({ database, now }: Services, tokens: DemoTokens): Promise<boolean> {
  const authenticator = new Authenticator(database, now);
  const actors = await Promise.all(Object.values(tokens).map((token) => authenticator.actorOf(token)));
  return actors.every((actor) => actor !== null);
}
