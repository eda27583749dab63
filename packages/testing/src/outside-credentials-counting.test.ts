import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { newStranger } from "./outside-credentials.test.support.ts";
import { outsideSuite, trustMutation } from "./outside-suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`outside credentials that count on ${kind}`, ({ skip }) => skip(reason));

const retireMutation = `mutation ($id: ID!) { retireCredentialMapping(mappingId: $id, reason: "Wrong.") {
  __typename ... on CredentialMapping { retiredAt retireReason } ... on Refusal { code }
} }`;
const endMutation = `mutation ($id: ID!) { endIssuerTrust(issuerId: $id, reason: "A mill.") {
  __typename ... on TrustedIssuer { endedAt } ... on Refusal { code }
} }`;

describe.each(kinds)("R12 what outside credentials count for, on %s", (kind) => {
  const {
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
  } = outsideSuite(kind);

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
    expect(await recheck(actor, id)).toMatchObject({
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
    expect((await recheck(actor, id)).checks.nodes[0].problems).toEqual([{ code: "STATUS_UNCHECKED" }]);
    // And it counts again when the issuer takes the revocation back.
    await stranger.publishStatus([]);
    await recheck(actor, id);
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
});

function requirementOf(kind: string) {
  return kind === "ASSESSMENT" ? { kind, passMark: 80 } : { kind };
}
