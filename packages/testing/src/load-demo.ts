import { readFile } from "node:fs/promises";
import {
  createProgram,
  digCompFiles,
  importFramework,
  issueAccessToken,
  publishProgramVersion,
  readDigComp,
  runCommandAs,
  type Services,
  sweep,
} from "@kunna/api";
import type { Actor, Role } from "@kunna/domain";
import { type DemoOrganisation, nordvik, omsorgNord } from "./demo/index.ts";
import { loadHistory } from "./load-history.ts";
import { seedOrganisation } from "./seed-organisation.ts";
import { versionOf } from "./version-of.ts";

/** The sign-ins of the demo by what they are for, each with a bearer token. */
export interface DemoTokens {
  readonly admin: string;
  readonly programOwner: string;
  readonly reviewer: string;
  readonly manager: string;
  readonly learner: string;
  readonly otherAdmin: string;
}

/** Which demo person each sign-in is. */
const signIns: Readonly<Record<keyof DemoTokens, { readonly organisation: string; readonly person: string }>> = {
  admin: { organisation: "nordvik", person: "admin" },
  programOwner: { organisation: "nordvik", person: "programOwner" },
  reviewer: { organisation: "nordvik", person: "reviewer" },
  manager: { organisation: "nordvik", person: "manager" },
  learner: { organisation: "nordvik", person: "learner1" },
  otherAdmin: { organisation: "omsorg-nord", person: "otherAdmin" },
};

/** The DigComp 3.0 files that this package carries (CC BY 4.0, European Commission, JRC: see their LICENCE.md). */
export async function digComp() {
  const folder = new URL("../data/digcomp-3.0/", import.meta.url);
  const files = await Promise.all(
    digCompFiles.map(async (name) => [name, await readFile(new URL(name, folder), "utf8")] as const),
  );
  return readDigComp(Object.fromEntries(files));
}

/** Creates the demo organisations by the same commands that the API runs. Each step that it is about to take is told. */
export async function loadDemo(services: Services, onStep: (step: string) => void = () => {}): Promise<void> {
  for (const organisation of [nordvik(await digComp()), omsorgNord()])
    await loadOrganisation(services, organisation, onStep);
}

async function loadOrganisation(
  services: Services,
  demo: DemoOrganisation,
  onStep: (step: string) => void,
): Promise<void> {
  onStep(`${demo.name}: ${demo.people.length} people`);
  const actors = await seedOrganisation(services, demo);
  for (const framework of demo.frameworks) {
    onStep(`${demo.name}: ${framework.title}, ${framework.competencies.length} competencies`);
    await runCommandAs(services, withRole(actors, "ADMIN"), importFramework, framework);
  }
  onStep(`${demo.name}: ${demo.programs.length} ${demo.programs.length === 1 ? "program" : "programs"}`);
  const frameworkKey = demo.frameworks[0]?.key ?? "";
  for (const program of demo.programs) {
    const owner = withRole(actors, "PROGRAM_OWNER");
    const { versionId } = await runCommandAs(services, owner, createProgram, {
      key: program.key,
      version: versionOf(program, frameworkKey),
    });
    await runCommandAs(services, owner, publishProgramVersion, { versionId, waiver: null });
  }
}

function withRole(actors: ReadonlyMap<string, Actor>, role: Role): Actor {
  const found = [...actors.values()].find(({ roles }) => roles.includes(role));
  if (!found) throw new Error(`The demo organisation has nobody with the role ${role}.`);
  return found;
}

/** Gives the first of the demo organisations a past, by the commands that would have made it (R6, R10, R11). */
export async function loadDemoHistory(services: Services, onStep: (step: string) => void = () => {}): Promise<void> {
  const demo = nordvik(await digComp());
  onStep(`${demo.name}: a past of a year and a half`);
  const actors = await Promise.all(
    demo.people.map(async ({ key }) => [key, await demoActor(services, demo.key, key)] as const),
  );
  await loadHistory(services, new Map(actors), demo.frameworks[0]?.key ?? "");
  // What time has brought about since: told now, so that nothing of it comes in the middle of what one tries.
  await sweep(services);
}

/** Issues a new token for each sign-in of the demo. */
export async function issueDemoTokens(services: Services): Promise<DemoTokens> {
  const tokens = await Promise.all(
    Object.entries(signIns).map(async ([name, { organisation, person }]) => {
      const actor = await demoActor(services, organisation, person);
      const { token } = await runCommandAs(services, { ...actor, roles: ["ADMIN"] }, issueAccessToken, {
        personId: actor.personId,
        label: `Demo: ${name}`,
        expiresAt: null,
      });
      return [name, token] as const;
    }),
  );
  return Object.fromEntries(tokens) as unknown as DemoTokens;
}

/** A person of the demo, by the keys of the organisation and of the person. */
export async function demoActor({ database }: Services, organisationKey: string, personKey: string): Promise<Actor> {
  const demo = [nordvik(await digComp()), omsorgNord()].find(({ key }) => key === organisationKey);
  const email = demo?.people.find(({ key }) => key === personKey)?.email ?? "";
  const person = await database.asSystem((tx) =>
    tx.person.findFirstOrThrow({
      where: { email, organisation: { key: organisationKey } },
      select: { id: true, organisationId: true, roles: true },
    }),
  );
  return { organisationId: person.organisationId, personId: person.id, roles: person.roles };
}
