import type { LtiServices, MailTransport, OutsideDocuments } from "@kunna/api";
import { createTestDatabase, type TestDatabaseKind } from "@kunna/database/testing";
import type { Actor, Role } from "@kunna/domain";
import type { Connector } from "@kunna/lms-kit";
import { afterAll, beforeAll } from "vitest";
import { demoSeed, demoStart } from "./demo-seed.test.support.ts";
import { createTestServer, fixedClock, type TestServer } from "./test-server.ts";
import { data, people } from "./testing.test.support.ts";

type Name = keyof typeof people;

/** What the tests of one suite share: loading the demo takes seconds. */
export interface Suite {
  readonly server: TestServer;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly actors: Readonly<Record<Name, Actor>>;
}

/** The API with the demo organisations, for all tests of the suite that calls it, on a clock that the tests move. */
export function demoSuite(
  kind: TestDatabaseKind,
  outside?: OutsideDocuments,
  mail?: MailTransport,
  lms?: { readonly connectors: readonly Connector[]; readonly lti?: LtiServices },
): Suite {
  const clock = fixedClock(demoStart);
  let started: { server: TestServer; actors: Record<Name, Actor> } | null = null;
  let close = async () => {};
  beforeAll(async () => {
    const database = await createTestDatabase(kind, demoSeed);
    const server = await createTestServer(database, {
      now: clock.now,
      ...(outside && { outside }),
      ...(mail && { mail }),
      ...lms,
    });
    close = async () => {
      await server.close();
      await database.close();
    };
    started = { server, actors: await demoActors(server) };
  });
  afterAll(() => close());
  const ready = () => {
    if (!started) throw new Error("The suite has not started.");
    return started;
  };
  return {
    clock,
    get server() {
      return ready().server;
    },
    get actors() {
      return ready().actors;
    },
  };
}

/** The people of the demo, by the names that the tests use. */
export async function demoActors(server: TestServer): Promise<Record<Name, Actor>> {
  const actors = await Promise.all(
    Object.entries(people).map(async ([name, find]) => [name, await find(server)] as const),
  );
  return Object.fromEntries(actors) as Record<Name, Actor>;
}

/** Adds a person to the first organisation and gives them as an actor. */
export async function newPerson({ server, actors }: Suite, roles: readonly Role[]): Promise<Actor> {
  const email = `${crypto.randomUUID()}@nordvik.example.org`;
  const { createPerson } = await data(
    server,
    actors.admin,
    "mutation ($input: CreatePersonInput!) { createPerson(input: $input) { ... on Person { id } } }",
    { input: { name: "Nils Ek", email, roles } },
  );
  const [, personId = ""] = Buffer.from(createPerson.id, "base64url").toString().split(":");
  return { organisationId: actors.admin.organisationId, personId, roles };
}

/** A version that asks for an applied task and a reflection, as an input. */
export function smallVersion(policy: object = {}) {
  const requirement = { title: "Show it", instructions: "Show it." };
  return {
    title: "A small program",
    summary: "Can do a small thing.",
    path: { moduleKey: "all" },
    policy: { validity: { duration: "P2Y" }, ...policy },
    modules: [
      {
        key: "all",
        title: "All of it",
        summary: "All of it.",
        effortMinutes: 60,
        requirements: [
          { ...requirement, key: "task", kind: "APPLIED_TASK" },
          { ...requirement, key: "reflection", kind: "REFLECTION", prompts: ["What did you learn?"] },
        ],
      },
    ],
  };
}

/** Drafts a program. Gives the ids of the program and of its draft. */
export async function draftProgram({ server, actors }: Suite, version: object): Promise<Drafted> {
  const { createProgram } = await data(
    server,
    actors.programOwner,
    `mutation ($input: CreateProgramInput!) {
      createProgram(input: $input) { ... on Program { id versions { nodes { id } } } ... on Refusal { message } }
    }`,
    { input: { key: `small-${crypto.randomUUID()}`, version } },
  );
  return { programId: createProgram.id, versionId: createProgram.versions.nodes[0].id };
}

export interface Drafted {
  readonly programId: string;
  readonly versionId: string;
}

export const publishMutation = `mutation ($versionId: ID!) {
  publishProgramVersion(input: { versionId: $versionId }) { __typename ... on Refusal { code } }
}`;

/** Drafts and publishes a program of an applied task and a reflection. */
export async function publishedProgram(suite: Suite, policy: object = {}): Promise<Drafted> {
  const drafted = await draftProgram(suite, smallVersion(policy));
  await data(suite.server, suite.actors.programOwner, publishMutation, { versionId: drafted.versionId });
  return drafted;
}

export const enrolMutation = `mutation ($programId: ID!, $personId: ID) {
  enrol(input: { programId: $programId, personId: $personId }) {
    __typename
    ... on Enrolment { id }
    ... on AlreadyEnrolled { enrolmentId }
    ... on Refusal { code }
  }
}`;
