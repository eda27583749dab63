import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { newStranger, outsideWorld, type Stranger } from "./outside-credentials.test.support.ts";
import {
  demoSuite,
  draftProgram,
  enrolMutation,
  newPerson,
  publishMutation,
  smallVersion,
} from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`outside credentials on ${kind}`, ({ skip }) => skip(reason));

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
const trustMutation = `mutation ($input: TrustIssuerInput!) { trustIssuer(input: $input) {
  __typename ... on TrustedIssuer { id } ... on IssuerAlreadyTrusted { issuerId } ... on Refusal { code }
} }`;
const mapMutation = `mutation ($input: CreateCredentialMappingInput!) { createCredentialMapping(input: $input) {
  __typename ... on CredentialMapping { id } ... on CredentialMappingExists { mappingId } ... on Refusal { code message }
} }`;
const retireMutation = `mutation ($id: ID!) { retireCredentialMapping(mappingId: $id, reason: "Wrong.") {
  __typename ... on CredentialMapping { retiredAt retireReason } ... on Refusal { code }
} }`;
const endMutation = `mutation ($id: ID!) { endIssuerTrust(issuerId: $id, reason: "A mill.") {
  __typename ... on TrustedIssuer { endedAt } ... on Refusal { code }
} }`;
const enrolmentQuery = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
  status certificate { number } progress { modules { requirements { requirementKey state } } }
  recognitions { nodes {
    requirement { key } evidence { id } credential { id } performedOn
    competencies { competency { code } level { key } }
    mappings { mapping { reason createdBy { id } } }
  } }
} } }`;

describe.each(kinds)("R12 outside credentials, on %s", (kind) => {
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

  it("R12 counts a verified, mapped credential for a requirement of one, says by what, keeps its date, and awards", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const issuerId = await trust(stranger);
    await map(issuerId);
    const enrolmentId = await enrol(actor, await credentialProgram());
    await accept(actor, enrolmentId, ["task", "reflection"]);
    expect(await enrolmentOf(actor, enrolmentId)).toMatchObject({ status: "ACTIVE" });
    const added = await add(actor, { content: await stranger.issue({ email }) });
    expect(added).toMatchObject({
      ...{ state: "COUNTS", issuer: stranger.id, achievementName: "Lifting", awardedOn: "2026-10-01", sourceUrl: null },
      checks: { totalCount: 1, nodes: [{ verified: true, ofPerson: true, problems: [] }] },
    });
    const enrolment = await enrolmentOf(actor, enrolmentId);
    expect(enrolment).toMatchObject({ status: "COMPLETED", certificate: { number: expect.any(String) } });
    expect(enrolment.recognitions.nodes).toEqual([
      {
        ...{ requirement: { key: "prior" }, evidence: null, credential: { id: added.id }, performedOn: "2026-10-01" },
        competencies: [{ competency: { code: "lift" }, level: { key: "low" } }],
        mappings: [
          {
            mapping: { reason: "The same.", createdBy: { id: encodeId("Person", suite.actors.programOwner.personId) } },
          },
        ],
      },
    ]);
    const events = await suite.server.services.database.transact(actor.organisationId, (tx) =>
      tx.event.findMany({
        where: { personId: actor.personId, type: { startsWith: "CREDENTIAL" } },
        orderBy: { id: "asc" },
      }),
    );
    expect(events.map(({ type }) => type).sort()).toEqual(["CREDENTIAL_ADDED", "CREDENTIAL_RECOGNISED"]);
  });

  it("R12 counts one that was brought before the enrolment, and one that is mapped after it was brought", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const issuerId = await trust(stranger);
    await map(issuerId);
    await add(actor, { content: await stranger.issue({ email }) });
    expect(await priorOf(actor, await enrol(actor, await credentialProgram()))).toBe("MET");

    const [other, late] = [await newStranger(world), await newLearner()];
    const enrolmentId = await enrol(late.actor, await credentialProgram());
    const { state } = await add(late.actor, { content: await other.issue({ email: late.email }) });
    expect([state, await priorOf(late.actor, enrolmentId)]).toEqual(["ISSUER_NOT_TRUSTED", "OPEN"]);
    const otherId = await trust(other);
    expect(await priorOf(late.actor, enrolmentId)).toBe("OPEN");
    await map(otherId);
    expect(await priorOf(late.actor, enrolmentId)).toBe("MET");
  });

  it.each<[name: string, issued: object, mapped: object, over: object, counts: boolean]>([
    [
      "is mapped by an alignment",
      { alignments: ["https://frameworks.example/lift"] },
      { source: "ALIGNMENT", sourceId: "https://frameworks.example/lift" },
      {},
      true,
    ],
    ["carries a higher level", {}, { levelKey: "high" }, {}, true],
    ["carries no level", {}, { levelKey: null }, {}, false],
    ["is another achievement", { achievementId: "urn:talking" }, {}, {}, false],
    ["is fresh enough", {}, {}, { freshness: "P90D" }, true],
    ["is too old", { awardedAt: "2026-01-01T12:00:00Z" }, {}, { freshness: "P90D" }, false],
    ["has expired", { validUntil: "2026-11-24T09:00:00Z" }, {}, {}, false],
    ["names its person by a hash", { identity: "HASHED" }, {}, {}, true],
    ["names nobody by email", { identity: "NONE" }, {}, {}, false],
    ["names another", { email: "another@example.org" }, {}, {}, false],
    ["was awarded before the mapping holds", {}, { awardedFrom: "2026-10-02" }, {}, false],
  ])("R12 a credential that %s", async (_name, issued, mapped, over, counts) => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    await map(await trust(stranger), mapped);
    const enrolmentId = await enrol(actor, await credentialProgram(over));
    await add(actor, { content: await stranger.issue({ email, ...issued }) });
    expect(await priorOf(actor, enrolmentId)).toBe(counts ? "MET" : "OPEN");
  });

  it.each([
    ["ASSESSMENT", "EVIDENCE_AND_CREDENTIALS", true],
    ["LMS_ACTIVITY", "EVIDENCE_AND_CREDENTIALS", true],
    ["ASSESSMENT", "EVIDENCE", false],
    ["APPLIED_TASK", "EVIDENCE_AND_CREDENTIALS", false],
    ["OBSERVATION", "EVIDENCE_AND_CREDENTIALS", false],
  ])(
    "R12, R2 a credential for a requirement of %s under %s counts: %s",
    async (requirementKind, recognition, counts) => {
      const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
      await map(await trust(stranger));
      await add(actor, { content: await stranger.issue({ email }) });
      const enrolmentId = await enrol(actor, await program(requirementOf(requirementKind), recognition));
      expect(await priorOf(actor, enrolmentId)).toBe(counts ? "MET" : "OPEN");
      const { recognitions } = await enrolmentOf(actor, enrolmentId);
      expect(recognitions.nodes).toHaveLength(counts ? 1 : 0);
    },
  );

  it("R12 counts for one requirement of one program by name, and for nothing else", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const [programId, otherId] = [await credentialProgram(), await credentialProgram()];
    const named = { competencyId: null, levelKey: null, programId };
    const issuerId = await trust(stranger);
    expect(await map(issuerId, { ...named, requirementKey: "task" })).toMatchObject({ code: "INVALID_INPUT" });
    expect(await map(issuerId, { ...named, requirementKey: "prior" })).toMatchObject({
      __typename: "CredentialMapping",
    });
    await add(actor, { content: await stranger.issue({ email }) });
    const [here, there] = [await enrol(actor, programId), await enrol(actor, otherId)];
    expect([await priorOf(actor, here), await priorOf(actor, there)]).toEqual(["MET", "OPEN"]);
    expect((await enrolmentOf(actor, here)).recognitions.nodes).toMatchObject([{ competencies: [], mappings: [{}] }]);
  });

  it("R12 keeps what did not verify, with what was wrong, and it does not count", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    await map(await trust(stranger));
    const enrolmentId = await enrol(actor, await credentialProgram());
    const forged = (await stranger.issue({ email: "another@example.org" })).replace("another@example.org", email);
    expect(await add(actor, { content: forged })).toMatchObject({
      state: "NOT_VERIFIED",
      checks: { nodes: [{ verified: false, ofPerson: true, problems: [{ code: "PROOF_INVALID" }] }] },
    });
    const impostor = await newStranger(outsideWorld());
    expect(await add(actor, { content: await impostor.issue({ email }) })).toMatchObject({
      checks: { nodes: [{ problems: [{ code: "ISSUER_UNRESOLVED" }] }] },
    });
    expect(await priorOf(actor, enrolmentId)).toBe("OPEN");
  });

  it("R12 the same content sent twice adds nothing, whatever its spacing; nor does the same request", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const content = await stranger.issue({ email });
    const first = await add(actor, { content });
    const again = await add(actor, { content: JSON.stringify(JSON.parse(content), null, 2) });
    expect([again.id, again.checks.totalCount]).toEqual([first.id, 1]);
    const url = `https://stranger.example/${crypto.randomUUID()}.json`;
    world.documents.set(url, await stranger.issue({ email }));
    const key = crypto.randomUUID();
    const fetched = await add(actor, { url }, key);
    expect(fetched).toMatchObject({ sourceUrl: url, checks: { nodes: [{ verified: true }] } });
    // The first answer is given again, also when the address is gone by now.
    world.documents.delete(url);
    expect((await add(actor, { url }, key)).id).toBe(fetched.id);
    expect(await add(actor, { url }, crypto.randomUUID())).toEqual({
      ...{
        __typename: "OutsideDocumentUnavailable",
        code: "OUTSIDE_DOCUMENT_UNAVAILABLE",
        url,
        problem: "NOT_REACHED",
      },
    });
  });

  it.each([["nonsense"], ["{}"], ["[]"], ["<svg/>"], ['{"a":"\\u0000"}'], ["data:image/png;base64,AAAA"]])(
    "R12 %s is no credential",
    async (content) => {
      const { actor } = await newLearner();
      expect(await add(actor, { content })).toEqual({
        ...{ __typename: "CredentialNotReadable", code: "CREDENTIAL_NOT_READABLE" },
      });
    },
  );

  it("R12 takes one that is baked into an image, and neither none nor two ways at once", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const json = await stranger.issue({ email });
    const svg = `<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA[${json}]]></openbadges:credential></svg>`;
    const added = await add(actor, { content: svg });
    expect(added).toMatchObject({ checks: { nodes: [{ verified: true }] } });
    const png = `data:image/png;base64,${bakedPng(json).toString("base64")}`;
    expect((await add(actor, { content: png })).id).toBe(added.id);
    expect(await add(actor, {})).toMatchObject({ code: "INVALID_INPUT" });
    expect(await add(actor, { content: json, url: "https://a.example/" })).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("R12 a revocation is found by a new check: it counts for no award to come, and ends none", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    await stranger.publishStatus([]);
    await map(await trust(stranger));
    const { id } = await add(actor, { content: await stranger.issue({ email, statusIndex: 11 }) });
    const [done, open] = [await enrol(actor, await credentialProgram()), await enrol(actor, await credentialProgram())];
    // The reflection and the task of the one count in no other: its policy takes nothing.
    await accept(actor, done, ["task", "reflection"]);
    expect(await enrolmentOf(actor, done)).toMatchObject({ status: "COMPLETED" });
    expect(await priorOf(actor, open)).toBe("MET");
    await stranger.publishStatus([11]);
    const { recheckOutsideCredential } = await ask(actor, recheckMutation, { id });
    expect(recheckOutsideCredential).toMatchObject({
      state: "NOT_VERIFIED",
      checks: {
        totalCount: 2,
        nodes: [{ verified: false, problems: [{ code: "STATUS_REVOKED" }] }, { verified: true }],
      },
    });
    expect(await priorOf(actor, open)).toBe("OPEN");
    await accept(actor, open, ["task", "reflection"]);
    expect(await enrolmentOf(actor, open)).toMatchObject({ status: "ACTIVE", certificate: null });
    expect(await enrolmentOf(actor, done)).toMatchObject({
      status: "COMPLETED",
      certificate: { number: expect.any(String) },
    });
    // A list that is not there is not a good one.
    world.documents.delete(stranger.listUrl);
    expect((await ask(actor, recheckMutation, { id })).recheckOutsideCredential.checks.nodes[0].problems).toEqual([
      { code: "STATUS_UNCHECKED" },
    ]);
    // And it counts again when the issuer takes the revocation back.
    await stranger.publishStatus([]);
    await ask(actor, recheckMutation, { id });
    expect(await enrolmentOf(actor, open)).toMatchObject({ status: "COMPLETED" });
  });

  it("R12 without its mapping or its issuer's trust it counts no more; both are kept, with why", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const issuerId = await trust(stranger);
    expect(
      (await ask(suite.actors.admin, trustMutation, { input: { issuer: stranger.id, name: "x", reason: "x" } }))
        .trustIssuer,
    ).toEqual({ __typename: "IssuerAlreadyTrusted", code: "ISSUER_ALREADY_TRUSTED", issuerId });
    const { id } = await map(issuerId);
    expect(await map(issuerId)).toMatchObject({ code: "CREDENTIAL_MAPPING_EXISTS", mappingId: id });
    await add(actor, { content: await stranger.issue({ email }) });
    const enrolmentId = await enrol(actor, await credentialProgram());
    expect(await priorOf(actor, enrolmentId)).toBe("MET");
    const { retireCredentialMapping } = await ask(suite.actors.admin, retireMutation, { id });
    expect(retireCredentialMapping).toMatchObject({ retireReason: "Wrong." });
    expect(await priorOf(actor, enrolmentId)).toBe("OPEN");
    expect((await ask(suite.actors.admin, retireMutation, { id })).retireCredentialMapping.code).toBe(
      "NO_LONGER_IN_FORCE",
    );
    // Mapped anew, it is recognised anew, and the first recognition stays as it was.
    expect(await map(issuerId)).toMatchObject({ __typename: "CredentialMapping" });
    expect(await priorOf(actor, enrolmentId)).toBe("MET");
    expect((await enrolmentOf(actor, enrolmentId)).recognitions.nodes).toHaveLength(2);
    await ask(suite.actors.admin, endMutation, { id: issuerId });
    expect(await priorOf(actor, enrolmentId)).toBe("OPEN");
    expect((await ask(suite.actors.admin, endMutation, { id: issuerId })).endIssuerTrust.code).toBe(
      "NO_LONGER_IN_FORCE",
    );
    expect((await map(issuerId)).code).toBe("NO_LONGER_IN_FORCE");
    const { credentialMappings } = await ask(actor, "{ credentialMappings { nodes { id retireReason } } }", {});
    expect(credentialMappings.nodes).toContainEqual({ id, retireReason: "Wrong." });
  });

  it("R12 asks nobody outside for who may not add, and for nobody else's credential", async () => {
    const before = world.asked.length;
    const input = { url: "https://stranger.example/x.json" };
    expect(await add(suite.actors.reviewer, input)).toMatchObject({ code: "NOT_PERMITTED" });
    const [stranger, { actor, email }, { actor: other }] = [
      await newStranger(world),
      await newLearner(),
      await newLearner(),
    ];
    const { id } = await add(actor, { content: await stranger.issue({ email }) });
    const after = world.asked.length;
    expect((await ask(other, recheckMutation, { id })).recheckOutsideCredential.code).toBe("NOT_PERMITTED");
    expect([before, world.asked.length]).toEqual([after - 1, after]);
    expect((await ask(other, "query ($id: ID!) { node(id: $id) { id } }", { id })).node).toBeNull();
  });

  it("R12 the same credential added twice at the same instant is one", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    await map(await trust(stranger));
    const enrolmentId = await enrol(actor, await credentialProgram());
    const content = await stranger.issue({ email });
    const added = await Promise.all([1, 2, 3, 4].map(() => add(actor, { content })));
    expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    expect((await enrolmentOf(actor, enrolmentId)).recognitions.nodes).toHaveLength(1);
  });
});

function requirementOf(kind: string) {
  return kind === "ASSESSMENT" ? { kind, passMark: 80 } : { kind };
}

/** A PNG that has nothing but a credential: an iTXt chunk, not packed. */
function bakedPng(json: string): Buffer {
  const text = Buffer.concat([Buffer.from("openbadgecredential\0\0\0\0\0", "latin1"), Buffer.from(json)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, length, Buffer.from("iTXt"), text, Buffer.alloc(4)]);
}
