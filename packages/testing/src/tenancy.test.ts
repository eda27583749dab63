import { decodeId, encodeId, schema } from "@kunna/api";
import type { SystemTransaction } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Actor, roles } from "@kunna/domain";
import { isInterfaceType } from "graphql";
import { describe, expect, it } from "vitest";
import { idArguments } from "./id-arguments.test.support.ts";
import { mutationIds, queryIds } from "./tenancy-inputs.test.support.ts";
import { data, enrolOn, people, reviewMutation, startDemo, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`tenancy on ${kind}`, ({ skip }) => skip(reason));

const node = schema.getType("Node");
/** The types that are fetched by an id. */
const models = isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [];
/** An id of the type that is nobody's. */
const nobodys = (model: string) =>
  encodeId(model, model === "Certification" ? `${crypto.randomUUID()}.${crypto.randomUUID()}` : crypto.randomUUID());

/** Where the fields of an operation type take ids. */
const placesIn = (type: typeof schema extends { getQueryType(): infer Type } ? Type : never) =>
  Object.values(type?.getFields() ?? {}).flatMap((field) => idArguments(field).map((path) => `${field.name} ${path}`));

/** Where an id is looked for among what one has: another is no right answer there, whosever it is. */
const amongOwn = /fileIds$|^moveEnrolment input.versionId$/;

describe.each(kinds)("tenancy on %s", (kind) => {
  it("answers another organisation's id as one that never existed, for every type and every input", async () => {
    const server = await startDemo(kind);
    const [learner, otherAdmin] = await Promise.all([people.learner(server), people.otherAdmin(server)]);
    const enrolmentId = await enrolOn(server, learner, "digcomp-1-foundation");
    const evidenceId = await submit(server, learner, {
      enrolmentId,
      requirementKeys: ["1-1-browsing-test"],
      score: 90,
    });
    await data(server, await people.reviewer(server), reviewMutation, { evidenceId, verdict: "ACCEPTED" });
    await server.services.database.asSystem(async (tx) => {
      const facts = { organisationId: learner.organisationId, drawnAt: new Date() };
      const { id } = await tx.evidence.findFirstOrThrow({ where: { organisationId: learner.organisationId } });
      const sample = await tx.auditSample.create({ data: { ...facts, evidenceId: id } });
      const about = { organisationId: learner.organisationId, auditorId: learner.personId, reason: "x" };
      await tx.audit.create({
        data: { ...about, sampleId: sample.id, finding: "CONFIRMED", auditedAt: facts.drawnAt },
      });
    });

    const record = `mutation { recordCredits(input: { credits: 1, earnedOn: "2026-01-01", activity: "x" }) { __typename } }`;
    await data(server, learner, record);
    const upload = "mutation ($file: File!) { uploadFile(file: $file) { __typename } }";
    await data(server, learner, upload, { file: new File(["x"], "x.txt", { type: "text/plain" }) });
    await seedDecision(server, enrolmentId);

    await askAndRule(server, learner, enrolmentId);
    const rows = await server.services.database.asSystem(async (tx) => {
      await recogniseSomething(tx, learner.organisationId, learner.personId);
      await bringSomething(tx, learner.organisationId, learner.personId);
      await sendSomewhere(tx, learner.organisationId, learner.personId);
      await comeFromSomewhere(tx, learner.organisationId, learner.personId);
      const client = tx as unknown as Record<string, { findFirstOrThrow(args: object): Promise<{ id: string }> }>;
      const where = { organisationId: learner.organisationId };
      return Promise.all(
        models.map(async (model) => {
          if (model === "Certification") {
            const { personId, programId } = await tx.enrolment.findFirstOrThrow({ where });
            return { model, id: `${personId}.${programId}` };
          }
          const delegate = client[model.charAt(0).toLowerCase() + model.slice(1)];
          const own = model === "Organisation" ? { id: learner.organisationId } : where;
          return { model, id: (await delegate?.findFirstOrThrow({ where: own, select: { id: true } }))?.id ?? "" };
        }),
      );
    });
    const fetch = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }";
    for (const { model, id } of rows) {
      const theirs = await server.execute(otherAdmin, fetch, { id: encodeId(model, id) });
      const missing = await server.execute(otherAdmin, fetch, { id: nobodys(model) });
      expect([model, theirs]).toEqual([model, { data: { node: null, nodes: [null] } }]);
      expect(missing).toEqual(theirs);
    }

    const their = (model: string) => encodeId(model, rows.find((row) => row.model === model)?.id ?? "");
    const all: Actor = { ...otherAdmin, roles: [...roles] };
    const { own, requirementKey } = await ownRows(server, all);

    const before = await count(server);
    const mutations = mutationIds(their, own, requirementKey);
    const nobodysMutations = mutationIds(nobodys, own, requirementKey);
    expect(Object.keys(mutations).toSorted()).toEqual(placesIn(schema.getMutationType()).toSorted());
    for (const [place, argument] of Object.entries(mutations)) {
      const { data: answer, errors } = await server.execute(all, mutation(place, argument));
      expect([place, errors]).toEqual([place, undefined]);
      const result = answer?.result as { code?: string; outcomes?: { code: string }[] } | undefined;
      const wanted = amongOwn.test(place) ? "INVALID_INPUT" : "NOT_FOUND";
      expect([place, result?.code ?? result?.outcomes?.[0]?.code]).toEqual([place, wanted]);
      expect((await server.execute(all, mutation(place, nobodysMutations[place] ?? ""))).data).toEqual(answer);
    }
    expect(await count(server)).toEqual(before);

    const queries = queryIds(their, own);
    const nobodysQueries = queryIds(nobodys, own);
    const fetched = ["node id", "nodes ids"];
    expect([...Object.keys(queries), ...fetched].toSorted()).toEqual(placesIn(schema.getQueryType()).toSorted());
    for (const [place, asked] of Object.entries(queries)) {
      const answer = await server.execute(all, `{ result: ${asked} }`);
      // What is always there refuses by an error.
      expect([place, answer.errors !== undefined]).toEqual([place, place.startsWith("carryOverPreview")]);
      const found = JSON.stringify(answer.data?.result ?? null);
      expect([place, found]).toEqual([
        place,
        expect.stringMatching(/^(null|\[\]|\{"nodes":\[\]\}|\{"__typename":"NotFound"\})$/),
      ]);
      const missing = await server.execute(all, `{ result: ${nobodysQueries[place]} }`);
      expect(JSON.stringify(missing)).toBe(JSON.stringify(answer));
    }
  });

  it("never counts or lists what is another organisation's", async () => {
    const server = await startDemo(kind);
    const [learner, otherAdmin] = await Promise.all([people.learner(server), people.otherAdmin(server)]);
    await enrolOn(server, learner, "digcomp-1-foundation");
    const all = `{
      programs { totalCount nodes { key } } people { totalCount } enrolments { totalCount nodes { id } }
      certificates { totalCount } reviewQueue { totalCount } assignmentRules { totalCount }
      enrolmentRequests { totalCount } extensionRequests { totalCount } frameworks { nodes { key } } teams { nodes { key } } mails { totalCount }
      events(first: 500) { type program { key } }
    }`;
    const seen = await data(server, otherAdmin, all);
    expect(seen.programs).toEqual({ totalCount: 1, nodes: [{ key: expect.not.stringContaining("digcomp") }] });
    expect(seen.people.totalCount).toBe(2);
    expect(seen.enrolments).toEqual({ totalCount: 0, nodes: [] });
    expect(seen.frameworks.nodes).toHaveLength(1);
    expect(seen.teams.nodes).toEqual([]);
    expect(seen.mails.totalCount).toBe(0);
    for (const { program } of seen.events) expect(program?.key ?? "").not.toContain("digcomp");
    const { program } = await data(server, otherAdmin, '{ program(key: "digcomp-1-foundation") { id } }');
    expect(program).toBeNull();
  });
});

/** An evidence recognised for the requirement that it was put forward for, by nobody's rule: a row to look for. */
async function recogniseSomething(tx: SystemTransaction, organisationId: string, personId: string): Promise<void> {
  const { requirementId, evidence } = await tx.evidenceRequirement.findFirstOrThrow({
    where: { organisationId, evidence: { personId } },
    include: { evidence: true },
  });
  const { id: evidenceId, enrolmentId, createdAt } = evidence;
  const about = { organisationId, personId, enrolmentId, requirementId, evidenceId, recognisedById: personId };
  await tx.recognition.create({ data: { ...about, performedOn: createdAt, recognisedAt: createdAt } });
}

/** A credential from outside and what it is mapped to, and a mail: rows to look for. */
async function bringSomething(tx: SystemTransaction, organisationId: string, personId: string): Promise<void> {
  const { id: competencyId } = await tx.competency.findFirstOrThrow({ where: { organisationId } });
  const [at, by] = [new Date(), { organisationId, reason: "x" }];
  const issuerId = await trustSomebody(tx, organisationId, personId);
  const mapped = { issuerId, source: "ACHIEVEMENT", sourceId: "urn:a", competencyId, createdAt: at } as const;
  await tx.credentialMapping.create({ data: { ...by, ...mapped, createdById: personId } });
  const says = { issuer: "urn:issuer", achievementId: "urn:a", achievementName: "x", awardedOn: at, validFrom: at };
  const added = { addedAt: at, addedById: personId, contentHash: new Uint8Array([1]), content: {} };
  await tx.outsideCredential.create({ data: { organisationId, personId, ...says, ...added } });
  await tx.mail.create({ data: { organisationId, personId, mandatory: false, createdAt: at } });
}

/** A webhook endpoint and a delivery to it: rows to look for. Gives the endpoint's id. */
async function sendSomewhere(tx: SystemTransaction, organisationId: string, ownerId: string): Promise<string> {
  const createdAt = new Date();
  const about = { url: "https://x.example", description: "x", position: 0n };
  const { id } = await tx.webhookEndpoint.create({ data: { ...about, organisationId, ownerId, createdAt } });
  const eventId = crypto.randomUUID();
  await tx.webhookDelivery.create({ data: { organisationId, endpointId: id, eventId, subject: "x", createdAt } });
  return id;
}

/** A connection to an LMS with a course, somebody in it and what it says of them: rows to look for. */
async function comeFromSomewhere(
  tx: SystemTransaction,
  organisationId: string,
  createdById: string,
): Promise<{ readonly identityId: string; readonly connectionId: string }> {
  const at = new Date();
  const of = { organisationId, connector: "lti", name: "x", createdById, createdAt: at };
  const { id: connectionId } = await tx.lmsConnection.create({ data: of });
  const seen = { organisationId, connectionId, firstSeenAt: at, lastSeenAt: at };
  const { id: courseId } = await tx.lmsCourse.create({ data: { ...seen, externalId: "x", title: "x" } });
  // The same in each organisation.
  const known = { issuer: "https://lms.example.org", subject: "1" };
  const { id: identityId } = await tx.externalIdentity.create({ data: { ...seen, ...known } });
  await tx.lmsMember.create({ data: { organisationId, courseId, identityId, roles: ["LEARNER"], lastSeenAt: at } });
  const { id: programId } = await tx.program.findFirstOrThrow({ where: { organisationId } });
  const activity = { organisationId, connectionId, courseId: "x", activityId: "x" };
  await tx.lmsActivityMapping.create({
    data: { ...activity, programId, requirementKey: "x", createdById, createdAt: at },
  });
  const said = {
    kind: "COMPLETION",
    completed: true,
    recordId: "x",
    occurredAt: at,
    receivedAt: at,
    outcome: "NOT_MAPPED",
  } as const;
  await tx.lmsFact.create({ data: { ...activity, ...known, ...said, contentHash: new Uint8Array([1]) } });
  const push = { organisationId, connectionId, personId: createdById, subject: "1", target: "x", share: 1 };
  await tx.lmsPush.create({ data: { ...push, completed: true, at } });
  return { identityId, connectionId };
}

async function trustSomebody(tx: SystemTransaction, organisationId: string, trustedById: string): Promise<string> {
  const facts = { issuer: "urn:issuer", name: "x", reason: "x", trustedAt: new Date() };
  const { id } = await tx.trustedIssuer.create({ data: { ...facts, organisationId, trustedById } });
  return id;
}

/** A mutation that takes an id at a place, as `enrol input.personId`. */
function mutation(place: string, argument: string): string {
  const [field = "", path = ""] = place.split(" ");
  const selection = field === "assign" ? "... on Assignment { outcomes { code message help } }" : "";
  return `mutation { result: ${field}(${path.split(".")[0]}: ${argument}) {
    __typename ... on Refusal { code message help } ${selection} } }`;
}

/** What the other organisation has of its own, so that nothing but the id in question is missing. */
async function ownRows(server: Awaited<ReturnType<typeof startDemo>>, all: Actor) {
  const { programs } = await data(
    server,
    all,
    "{ programs(first: 1) { nodes { id publishedVersion { modules { requirements { key } } } } } }",
  );
  const [{ id: programId, publishedVersion }] = programs.nodes;
  const enrol = `mutation ($programId: ID!, $personId: ID) {
    enrol(input: { programId: $programId, personId: $personId }) { ... on Enrolment { id } } }`;
  const other = encodeId("Person", (await people.otherLearner(server)).personId);
  const enrolled = async (person: string | null): Promise<string> =>
    (await data(server, all, enrol, { programId, personId: person })).enrol.id;
  const { organisationId, personId } = all;
  const { id: teamId } = await server.services.database.asSystem((tx) =>
    tx.team.create({
      data: { organisationId, key: "ours", name: "Ours", managerId: personId, createdAt: new Date() },
      select: { id: true },
    }),
  );
  const issuerId = await server.services.database.asSystem((tx) => trustSomebody(tx, organisationId, personId));
  const endpointId = await server.services.database.asSystem((tx) => sendSomewhere(tx, organisationId, personId));
  const { identityId, connectionId } = await server.services.database.asSystem((tx) =>
    comeFromSomewhere(tx, organisationId, personId),
  );
  const ids: Record<string, string> = {
    ExternalIdentity: encodeId("ExternalIdentity", identityId),
    LmsConnection: encodeId("LmsConnection", connectionId),
    Person: other,
    TrustedIssuer: encodeId("TrustedIssuer", issuerId),
    WebhookEndpoint: encodeId("WebhookEndpoint", endpointId),
    Program: programId,
    Enrolment: await enrolled(null),
    EnrolmentOfAnother: await enrolled(other),
    Team: encodeId("Team", teamId),
  };
  const { nodes } = await data(server, all, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
    ids: Object.values(ids),
  });
  expect(nodes).toEqual(Object.values(ids).map((id) => ({ id })));
  const own = (model: string) => ids[model] ?? "";
  return { own, requirementKey: publishedVersion.modules[0].requirements[0].key as string };
}

/** A certificate of the enrolment, a revocation of it and an appeal: rows to ask for, whatever way leads to them. */
async function seedDecision({ services }: Awaited<ReturnType<typeof startDemo>>, enrolmentId: string): Promise<void> {
  const [, id = ""] = Buffer.from(enrolmentId, "base64url").toString().split(":");
  await services.database.asSystem(async (tx) => {
    const { organisationId, personId, programId, versionId } = await tx.enrolment.findUniqueOrThrow({ where: { id } });
    const at = services.now();
    const key = { organisationId, personId, programId };
    const texts = { number: "7F3K-9Q2M-XB4D", recipientName: "x", title: "x", credential: "{}" };
    const policy = { validity: { kind: "NONE" } };
    const certificate = await tx.certificate.create({
      data: { ...key, ...texts, versionId, enrolmentId: id, awardedAt: at, validFrom: at, policy },
    });
    const decision = await tx.decision.create({
      data: { ...key, kind: "REVOKED", rule: "R11", reason: "x", decidedAt: at, decidedById: personId },
    });
    const decisionId = decision.id;
    await tx.decisionCertificate.create({ data: { organisationId, decisionId, certificateId: certificate.id } });
    await tx.appeal.create({
      data: { organisationId, decisionId, reason: "x", asksForStay: true, filedAt: at, filedById: personId },
    });
  });
}

function count({ services }: Awaited<ReturnType<typeof startDemo>>): Promise<number[]> {
  return services.database.asSystem(async (tx) => [
    await tx.event.count(),
    await tx.evidence.count(),
    await tx.review.count(),
    await tx.enrolment.count(),
    await tx.programVersion.count(),
    await tx.accessToken.count(),
    await tx.decision.count(),
    await tx.appeal.count(),
    await tx.lmsConnection.count({ where: { status: "PENDING" } }),
    await tx.externalIdentity.count({ where: { personId: null } }),
    await tx.webhookEndpoint.count(),
    await tx.webhookSecret.count(),
    await tx.webhookDelivery.count(),
  ]);
}

/** Requests that wait, and a rule. */
function askAndRule(
  { services }: Awaited<ReturnType<typeof startDemo>>,
  { organisationId, personId }: Actor,
  enrolment: string,
): Promise<void> {
  return services.database.asSystem(async (tx) => {
    const { id: enrolmentId } = decodeId(enrolment);
    const { programId } = await tx.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
    const at = new Date("2026-11-24T09:00:00Z");
    const asked = { organisationId, personId, requestedAt: at };
    await tx.enrolmentRequest.create({ data: { ...asked, programId, message: "x" } });
    await tx.extensionRequest.create({ data: { ...asked, enrolmentId, reason: "x", dueAt: at, requestedDueAt: at } });
    await tx.assignmentRule.create({
      data: { organisationId, programId, role: "ADMIN", createdAt: at, createdById: personId },
    });
  });
}
