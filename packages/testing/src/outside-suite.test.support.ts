import { encodeId } from "@kunna/api";
import type { Actor } from "@kunna/domain";
import { beforeAll } from "vitest";
import { outsideWorld, type Stranger } from "./outside-credentials.test.support.ts";
import {
  demoSuite,
  draftProgram,
  enrolMutation,
  newPerson,
  publishMutation,
  smallVersion,
} from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const addMutation = `mutation ($input: AddOutsideCredentialInput!, $key: String) {
  addOutsideCredential(input: $input, idempotencyKey: $key) {
    __typename
    ... on OutsideCredential {
      id state issuer achievementName awardedOn sourceUrl
      checks { totalCount nodes { verified ofPerson problems { code } } }
    }
    ... on OutsideDocumentUnavailable { url problem }
    ... on Refusal { code }
  } }`;
const recheckMutation = `mutation ($id: ID!) { recheckOutsideCredential(credentialId: $id) {
  __typename ... on OutsideCredential { state checks { totalCount nodes { verified problems { code } } } } ... on Refusal { code }
} }`;
export const trustMutation = `mutation ($input: TrustIssuerInput!) { trustIssuer(input: $input) {
  __typename ... on TrustedIssuer { id } ... on IssuerAlreadyTrusted { issuerId } ... on Refusal { code }
} }`;
const mapMutation = `mutation ($input: CreateCredentialMappingInput!) { createCredentialMapping(input: $input) {
  __typename ... on CredentialMapping { id } ... on CredentialMappingExists { mappingId } ... on Refusal { code message }
} }`;
const enrolmentQuery = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
  status certificate { number } progress { modules { requirements { requirementKey state } } }
  recognitions { nodes {
    requirement { key } evidence { id } credential { id } performedOn
    competencies { competency { code } level { key } }
    mappings { mapping { reason createdBy { id } } }
  } }
} } }`;

/** A suite with an internet in memory, and what is done there to have an outside credential counted. */
export function outsideSuite(kind: Parameters<typeof demoSuite>[0]) {
  const world = outsideWorld(async () => {
    // A transaction that stays open while strangers are asked holds up the embedded database, which has one connection.
    await suite.server.services.database.asSystem((tx) => tx.organisation.count());
  });
  const suite = demoSuite(kind, world);
  const ask = (actor: Actor, document: string, variables: Record<string, unknown>) =>
    data(suite.server, actor, document, variables);
  let lift = "";

  beforeAll(async () => {
    const levels = ["low", "high"].map((key, index) => ({ key, name: key, rank: index + 1 }));
    const competencies = [{ code: "lift", type: "competence", label: "lift" }];
    await ask(
      suite.actors.admin,
      "mutation ($input: ImportFrameworkInput!) { importFramework(input: $input) { __typename } }",
      { input: { key: "care", title: "Care", version: "1", levels, competencies } },
    );
    const { id } = await suite.server.services.database.transact(suite.actors.admin.organisationId, (tx) =>
      tx.competency.findFirstOrThrow({ where: { code: "lift" } }),
    );
    lift = encodeId("Competency", id);
  });

  /** A published program that asks for an applied task, a reflection, and this, of lift at the low level. */
  async function program(extra: object, recognition = "NONE"): Promise<string> {
    const version = smallVersion({ recognition });
    const [module] = version.modules;
    const prior = { key: "prior", title: "Prior", instructions: "Show it.", ...extra };
    const competencies = [{ frameworkKey: "care", code: "lift", levelKey: "low" }];
    const requirements = [...(module?.requirements ?? []), prior];
    const drafted = await draftProgram(suite, { ...version, modules: [{ ...module, competencies, requirements }] });
    await ask(suite.actors.programOwner, publishMutation, { versionId: drafted.versionId });
    return drafted.programId;
  }
  const credentialProgram = (over: object = {}) => program({ kind: "EXTERNAL_CREDENTIAL", ...over });
  const enrol = async (learner: Actor, programId: string) =>
    (await ask(learner, enrolMutation, { programId })).enrol.id as string;
  const enrolmentOf = async (actor: Actor, id: string) => (await ask(actor, enrolmentQuery, { id })).node;
  const priorOf = async (actor: Actor, id: string) => {
    const { progress } = await enrolmentOf(actor, id);
    return progress.modules[0].requirements.find(
      ({ requirementKey }: { requirementKey: string }) => requirementKey === "prior",
    ).state;
  };
  async function newLearner() {
    const actor = await newPerson(suite, ["LEARNER"]);
    const { node } = await ask(actor, "query ($id: ID!) { node(id: $id) { ... on Person { email } } }", {
      id: encodeId("Person", actor.personId),
    });
    return { actor, email: node.email as string };
  }
  const add = async (actor: Actor, input: object, key?: string) =>
    (await ask(actor, addMutation, { input, key })).addOutsideCredential;
  const recheck = async (actor: Actor, id: string) =>
    (await ask(actor, recheckMutation, { id })).recheckOutsideCredential;
  async function trust({ id }: Stranger): Promise<string> {
    const input = { issuer: id, name: "Stranger", reason: "We know them." };
    return (await ask(suite.actors.admin, trustMutation, { input })).trustIssuer.id;
  }
  async function map(issuerId: string, over: object = {}) {
    const to = { competencyId: lift, levelKey: "low" };
    const input = { issuerId, source: "ACHIEVEMENT", sourceId: "urn:lifting", reason: "The same.", ...to, ...over };
    return (await ask(suite.actors.programOwner, mapMutation, { input })).createCredentialMapping;
  }
  async function accept(learner: Actor, enrolmentId: string, requirementKeys: string[]): Promise<void> {
    const shown = { enrolmentId, requirementKeys, text: "I did.", performedOn: "2026-11-20" };
    const evidenceId = await submit(suite.server, learner, shown);
    await ask(suite.actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
  }

  return {
    world,
    suite,
    ask,
    program,
    credentialProgram,
    enrol,
    enrolmentOf,
    priorOf,
    newLearner,
    add,
    recheck,
    trust,
    map,
    accept,
  };
}
