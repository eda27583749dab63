import { decodeId, encodeId, ingestFacts } from "@kunna/api";
import type { Actor } from "@kunna/domain";
import {
  type Connector,
  ConnectorError,
  contractVersion,
  type FactPage,
  type LmsFact,
  type ResultPush,
} from "@kunna/lms-kit";
import { draftProgram, enrolMutation, newPerson, type Suite } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

export const issuer = "https://lms.example.org";

/** What an LMS at the other end does: pages by the cursor after which they come, and what is pushed to it. */
export class ScriptedLms {
  pages = new Map<string | null, FactPage>();
  /** Thrown by the next call of any method, once each. */
  failures: unknown[] = [];
  readonly pushed: ResultPush[] = [];
  readonly asked: (string | null)[] = [];
  /** What its secret must be for a message to be believed. */
  secret = "right";

  readonly connector: Connector = {
    key: "scripted",
    title: "Scripted LMS",
    contract: contractVersion,
    capabilities: ["FACTS", "INBOUND", "PUSH"],
    fields: [
      { key: "baseUrl", label: { en: "Address", sv: "Adress" }, secret: false, required: true },
      { key: "token", label: { en: "Token", sv: "Nyckel" }, secret: true, required: true },
    ],
    check: async ({ secrets }) => {
      this.#fail();
      const ok = secrets.token === this.secret;
      return { ok, checks: [{ name: "Token", ok, detail: ok ? "It is taken." : "Make a new one." }] };
    },
    facts: async (_, cursor) => {
      this.asked.push(cursor);
      this.#fail();
      return this.pages.get(cursor) ?? { facts: [], cursor: cursor ?? "begin", more: false };
    },
    receive: async ({ secrets }, { headers, body }) => {
      if (headers["x-token"] !== secrets.token)
        throw new ConnectorError("INVALID_MESSAGE", "The message is not signed with the token.");
      const parsed: { subject: string; record: string }[] = JSON.parse(body);
      return parsed.map(({ subject, record }) => completion(subject, { record }));
    },
    push: async (_, result) => {
      this.#fail();
      this.pushed.push(result);
      return "TAKEN";
    },
  };

  #fail(): void {
    const failure = this.failures.shift();
    if (failure) throw failure;
  }
}

interface About {
  readonly course?: string;
  readonly activity?: string;
  readonly record?: string;
  readonly at?: string;
  readonly issuer?: string;
}

function base(subject: string, about: About) {
  const { course = "c1", activity = "a1", at = "2026-11-20T10:00:00Z", record = `${subject}-${activity}` } = about;
  return {
    subject,
    occurredAt: new Date(at),
    provenance: { issuer: about.issuer ?? issuer, courseId: course, activityId: activity, recordId: record },
  };
}

export function completion(subject: string, about: About & { readonly completed?: boolean } = {}): LmsFact {
  return { kind: "COMPLETION", completed: about.completed ?? true, ...base(subject, about) };
}

export function grade(subject: string, score: number | null, about: About = {}): LmsFact {
  return { kind: "GRADE", score, maximum: 10, ...base(subject, about) };
}

/** A connection of the organisation of an administrator, in use. Gives its id in the database. */
export async function connect({ server }: Suite, { organisationId, personId }: Actor): Promise<string> {
  const now = server.services.now();
  const { id } = await server.services.database.asSystem((tx) =>
    tx.lmsConnection.create({
      data: {
        ...{ organisationId, connector: "scripted", name: "Our LMS", status: "ACTIVE", settings: {} },
        ...{ createdById: personId, createdAt: now, decidedById: personId, decidedAt: now, nextSyncAt: now },
      },
    }),
  );
  return id;
}

/** Says who a subject is. */
export async function match(suite: Suite, connectionId: string, subject: string, person: Actor): Promise<void> {
  const { organisationId, personId } = person;
  const { database, now } = suite.server.services;
  const key = { organisationId_issuer_subject: { organisationId, issuer, subject } };
  const seen = { firstSeenAt: now(), lastSeenAt: now() };
  await database.asSystem((tx) =>
    tx.externalIdentity.upsert({
      where: key,
      create: { organisationId, connectionId, issuer, subject, personId, ...seen },
      update: { personId },
    }),
  );
}

/** A program that one completes in an LMS alone, by a course (c1, a1) and a quiz (c1, quiz): R2 is waived for it. */
export async function lmsProgram(suite: Suite, freshness: string | null = null): Promise<string> {
  const requirement = { title: "Show it", instructions: "Show it." };
  const { programId, versionId } = await draftProgram(suite, {
    title: "A course",
    summary: "Knows a thing.",
    path: { all: [{ moduleKey: "course" }, { moduleKey: "quiz" }] },
    policy: { validity: { duration: "P2Y" } },
    modules: [
      {
        ...{ key: "course", title: "Course", summary: "Course.", effortMinutes: 60 },
        requirements: [{ ...requirement, key: "read", kind: "LMS_ACTIVITY", ...(freshness && { freshness }) }],
      },
      {
        ...{ key: "quiz", title: "Quiz", summary: "Quiz.", effortMinutes: 60 },
        requirements: [{ ...requirement, key: "test", kind: "ASSESSMENT", passMark: 70 }],
      },
    ],
  });
  const publish = `mutation ($versionId: ID!) {
    publishProgramVersion(input: { versionId: $versionId, waiver: "It asks for knowledge alone, by law." }) { __typename ... on Refusal { code message } } }`;
  const { publishProgramVersion } = await data(suite.server, suite.actors.programOwner, publish, { versionId });
  if (publishProgramVersion.code) throw new Error(publishProgramVersion.message);
  return decodeId(programId).id;
}

/** Maps an activity as whoever may, past GraphQL. */
export async function map(
  { server, actors }: Suite,
  mapping: { connectionId: string; programId: string; requirementKey: string; activityId?: string },
): Promise<string> {
  const { organisationId, personId: createdById } = actors.admin;
  const { id } = await server.services.database.asSystem((tx) =>
    tx.lmsActivityMapping.create({
      data: {
        ...{ organisationId, createdById, createdAt: server.services.now(), courseId: "c1", activityId: "a1" },
        ...mapping,
      },
    }),
  );
  return id;
}

/** A new learner, enrolled on the program. */
export async function learnerOn(suite: Suite, programId: string): Promise<Actor> {
  const learner = await newPerson(suite, ["LEARNER"]);
  await enrolOn(suite, learner, programId);
  return learner;
}

export async function enrolOn({ server, actors }: Suite, person: Actor, programId: string): Promise<void> {
  const { enrol } = await data(server, actors.admin, enrolMutation, {
    programId: encodeId("Program", programId),
    personId: encodeId("Person", person.personId),
  });
  if (enrol.__typename !== "Enrolment") throw new Error(enrol.code);
}

/** What has become of the facts of a connection, by activity, and by when they happened. */
export async function outcomes({ server }: Suite, connectionId: string, subject?: string): Promise<string[]> {
  const rows = await server.services.database.asSystem((tx) =>
    tx.lmsFact.findMany({
      where: { connectionId, ...(subject === undefined ? {} : { subject }) },
      orderBy: [{ activityId: "asc" }, { occurredAt: "asc" }],
      select: { outcome: true },
    }),
  );
  return rows.map(({ outcome }) => outcome);
}

export function tell(suite: Suite, { organisationId }: Actor, connectionId: string, ...facts: LmsFact[]) {
  return ingestFacts(suite.server.services, { organisationId, connectionId }, facts);
}

/** What happened to a person, in the order of writing. */
export async function eventsOf({ server }: Suite, { personId }: Actor) {
  return server.services.database.asSystem((tx) =>
    tx.event.findMany({
      where: { personId },
      orderBy: { sequence: "asc" },
      select: { type: true, actorId: true, facts: true },
    }),
  );
}
