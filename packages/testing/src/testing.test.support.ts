import { createTestDatabase } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { onTestFinished } from "vitest";
import { demoActor, loadDemo } from "./load-demo.ts";
import { createTestServer, type TestServer } from "./test-server.ts";

/** The API with the demo organisations, for the test that runs. */
export async function startDemo(kind: "embedded" | "postgres"): Promise<TestServer> {
  const database = await createTestDatabase(kind);
  onTestFinished(() => database.close());
  const server = await createTestServer(database);
  onTestFinished(() => server.close());
  await loadDemo(server.services);
  return server;
}

/** The data of an operation that must have no errors. */
export async function data(
  server: TestServer,
  actor: Actor | null,
  document: string,
  variables?: Record<string, unknown>,
) {
  const { data, errors } = await server.execute(actor, document, variables);
  if (errors) throw new Error(`The operation failed: ${errors.map(({ message }) => message).join(" ")}`);
  // biome-ignore lint/suspicious/noExplicitAny: what an operation gives is asserted by the test, field by field.
  return JSON.parse(JSON.stringify(data)) as any;
}

export const people = {
  admin: (server: TestServer) => demoActor(server.services, "nordvik", "admin"),
  programOwner: (server: TestServer) => demoActor(server.services, "nordvik", "programOwner"),
  reviewer: (server: TestServer) => demoActor(server.services, "nordvik", "reviewer"),
  manager: (server: TestServer) => demoActor(server.services, "nordvik", "manager"),
  learner: (server: TestServer) => demoActor(server.services, "nordvik", "learner1"),
  colleague: (server: TestServer) => demoActor(server.services, "nordvik", "learner2"),
  outsider: (server: TestServer) => demoActor(server.services, "nordvik", "learner5"),
  otherAdmin: (server: TestServer) => demoActor(server.services, "omsorg-nord", "otherAdmin"),
  otherLearner: (server: TestServer) => demoActor(server.services, "omsorg-nord", "otherLearner"),
} as const;

/** Enrols the actor on a demo program and gives the enrolment's id. */
export async function enrolOn(server: TestServer, actor: Actor, programKey: string): Promise<string> {
  const { program } = await data(server, actor, "query ($key: String!) { program(key: $key) { id } }", {
    key: programKey,
  });
  const enrol = "mutation ($programId: ID!) { enrol(input: { programId: $programId }) { ... on Enrolment { id } } }";
  return (await data(server, actor, enrol, { programId: program.id })).enrol.id;
}

/** Submits an evidence of the actor's and gives its id. */
export async function submit(server: TestServer, actor: Actor, input: Record<string, unknown>): Promise<string> {
  const document = `mutation ($input: EvidenceInput!) {
    submitEvidence(input: $input) { __typename ... on Evidence { id } ... on Refusal { code message } }
  }`;
  const { submitEvidence } = await data(server, actor, document, { input: { performedOn: "2026-11-20", ...input } });
  if (submitEvidence.__typename !== "Evidence")
    throw new Error(`Refused: ${submitEvidence.code} ${submitEvidence.message}`);
  return submitEvidence.id;
}

export const reviewMutation = `mutation ($evidenceId: ID!, $verdict: Verdict!) {
  reviewEvidence(input: { evidenceId: $evidenceId, verdict: $verdict, comment: "Looked at." }) {
    __typename
    ... on Evidence { status enrolment { status certificate { number } } }
    ... on Refusal { code }
  }
}`;
