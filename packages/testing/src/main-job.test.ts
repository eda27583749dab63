import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { digComp } from "./load-demo.ts";
import {
  demoSuite,
  draftProgram,
  enrolMutation,
  publishMutation,
  type Suite,
  smallVersion,
} from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the main job on ${kind}`, ({ skip }) => skip(reason));

const refusal = "... on InvalidInput { problems { code path fix } } ... on Refusal { code message help }";

describe.each(kinds)("the main job on %s, over GraphQL alone", (kind) => {
  const suite = demoSuite(kind);

  it("imports DigComp 3.0 whole, and again without a change", async () => {
    const { server, actors } = suite;
    const document = `mutation ($input: ImportFrameworkInput!) { importFramework(input: $input) {
      ... on FrameworkImport { created changed unchanged framework { attribution licence levels { key rank }
        areas: competencies(type: "area") { totalCount } competences: competencies(type: "competence") { totalCount }
        statements: competencies(type: "statement") { totalCount } outcomes: competencies(type: "outcome") { totalCount }
        basic: competencies(type: "outcome", levelKey: "basic") { totalCount }
      } } ${refusal} } }`;
    const input = await digComp();
    const whole = { areas: 5, competences: 21, statements: 362, outcomes: 523 };
    const counts = Object.fromEntries(Object.entries(whole).map(([name, totalCount]) => [name, { totalCount }]));
    const again = (await data(server, actors.admin, document, { input })).importFramework;
    expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 911, framework: counts });
    expect(again.framework).toMatchObject({ attribution: expect.stringContaining("European"), levels: { length: 4 } });
    expect(again.framework.basic.totalCount).toBeGreaterThan(50);

    const own = { ...input, key: "own-copy" };
    const first = (await data(server, actors.admin, document, { input: own })).importFramework;
    expect(first).toMatchObject({ created: 911, changed: 0, unchanged: 0, framework: counts });
    const [area, ...rest] = own.competencies;
    const changed = { ...own, competencies: [{ ...area, label: "Another word" }, ...rest.slice(0, -1)] };
    // What is changed is changed; what the import has not is kept.
    expect((await data(server, actors.admin, document, { input: changed })).importFramework).toMatchObject({
      created: 0,
      changed: 1,
      unchanged: 909,
      framework: counts,
    });
    const orphan = { ...own, competencies: [{ ...area, parentCode: "nowhere" }] };
    expect((await data(server, actors.admin, document, { input: orphan })).importFramework).toMatchObject({
      code: "INVALID_INPUT",
      problems: [{ code: "PARENT_UNKNOWN", path: "competencies.0.parentCode", fix: expect.any(String) }],
    });
  });

  it("R1, R2: lists what keeps a draft from being published, refuses it, and publishes it once mended", async () => {
    const { server, actors } = suite;
    const version = smallVersion();
    const [module] = version.modules;
    const task = module?.requirements.filter(({ kind: of }) => of === "APPLIED_TASK") ?? [];
    const symbolic = { ...version, modules: [{ ...module, prerequisiteKeys: ["all"], requirements: task }] };
    const { versionId } = await draftProgram(suite, symbolic);
    const problems =
      "query ($versionId: ID!) { node(id: $versionId) { ... on ProgramVersion { problems { code path fix } } } }";
    const listed = async () => (await data(server, actors.programOwner, problems, { versionId })).node.problems;
    expect(await listed()).toEqual([{ code: "PREREQUISITE_CYCLE", path: "modules", fix: expect.stringMatching(/./) }]);
    const change = `mutation ($input: ChangeProgramVersionInput!) { changeProgramVersion(input: $input) { __typename ${refusal} } }`;
    const changeTo = async (to: object) =>
      (await data(server, actors.programOwner, change, { input: { versionId, version: to } })).changeProgramVersion;
    await changeTo({ ...version, modules: [{ ...module, requirements: task }] });
    expect(await listed()).toEqual([
      { code: "SYMBOLIC_WITHOUT_REFLECTION", path: "path", fix: expect.stringMatching(/REFLECTION/) },
    ]);
    const publish = `mutation ($versionId: ID!, $waiver: String) {
      publishProgramVersion(input: { versionId: $versionId, waiver: $waiver }) {
        __typename ... on ProgramVersion { status waiver } ... on VersionHasProblems { problems { code } } ... on Refusal { code }
      }
    }`;
    const published = async (waiver: string | null) =>
      (await data(server, actors.programOwner, publish, { versionId, waiver })).publishProgramVersion;
    expect(await published(null)).toEqual({
      __typename: "VersionHasProblems",
      code: "VERSION_HAS_PROBLEMS",
      problems: [{ code: "SYMBOLIC_WITHOUT_REFLECTION" }],
    });
    expect(await published("too short")).toMatchObject({ code: "INVALID_INPUT" });
    expect(await changeTo(version)).toEqual({ __typename: "ProgramVersion" });
    expect(await listed()).toEqual([]);
    // A waiver that waives nothing is not kept.
    const given = await published("There is nothing to waive in this one.");
    expect(given).toMatchObject({ status: "PUBLISHED", waiver: null });
    expect(await published(null)).toMatchObject({ code: "VERSION_STATUS_REFUSED" });
    expect(await changeTo(symbolic)).toMatchObject({ code: "VERSION_STATUS_REFUSED" });
  });

  it("R3 to R7, R13: goes from the catalogue to a certificate, each step an event", async () => {
    const { server, actors, clock } = suite;
    const { learner, reviewer } = actors;
    const policy = { validity: { duration: "P1Y" }, window: "P30D", grace: "P10D" };
    const title = `Job ${crypto.randomUUID()}`;
    const { programId, versionId } = await draftProgram(suite, { ...smallVersion(policy), title });
    await data(server, actors.programOwner, publishMutation, { versionId });

    const find = "query ($title: String) { programs(search: $title, status: PUBLISHED) { totalCount nodes { id } } }";
    expect(await data(server, learner, find, { title })).toEqual({
      programs: { totalCount: 1, nodes: [{ id: programId }] },
    });
    const { enrol } = await data(server, learner, enrolMutation, { programId });
    const again = await data(server, learner, enrolMutation, { programId });
    expect(again.enrol).toEqual({ __typename: "AlreadyEnrolled", code: "ALREADY_ENROLLED", enrolmentId: enrol.id });

    const steps = async () => (await journey(suite, enrol.id)).progress;
    const step = (requirementKey: string, what: string, evidenceId: unknown = null) => ({
      kind: what,
      requirementKey,
      evidenceId,
    });
    expect(await steps()).toMatchObject({
      complete: false,
      share: 0,
      nextSteps: [step("task", "SUBMIT_EVIDENCE"), step("reflection", "SUBMIT_EVIDENCE")],
    });

    const input = { enrolmentId: enrol.id, performedOn: "2026-11-20" };
    const task = { ...input, requirementKeys: ["task"], text: "I did it.", links: ["https://example.org/it"] };
    expect((await submit(suite, { ...task, performedOn: "2026-11-25" })).problems).toMatchObject([
      { code: "PERFORMED_IN_FUTURE", path: "performedOn" },
    ]);
    expect((await submit(suite, { ...input, requirementKeys: ["task", "x"] })).problems).toMatchObject([
      { code: "REQUIREMENT_UNKNOWN", path: "requirementKeys.1" },
    ]);
    expect((await submit(suite, { ...task, links: ["javascript:alert(1)"] })).code).toBe("INVALID_INPUT");
    const { id: evidenceId } = await submit(suite, task);
    expect(await submit(suite, { ...task, evidenceId })).toMatchObject({ code: "EVIDENCE_STATUS_REFUSED" });
    expect((await steps()).nextSteps[0]).toEqual(step("task", "AWAIT_REVIEW", evidenceId));

    expect((await review(suite, evidenceId, "RETURNED")).problems).toMatchObject([{ code: "NOTHING_MISSING" }]);
    expect(await review(suite, evidenceId, "RETURNED", ["A date."])).toMatchObject({ status: "RETURNED" });
    expect((await steps()).nextSteps[0]).toEqual(step("task", "REVISE_EVIDENCE", evidenceId));
    expect(await submit(suite, { ...task, evidenceId, text: "I did it on Friday." })).toMatchObject({
      id: evidenceId,
      latestRevision: { number: 2, text: "I did it on Friday." },
      revisions: [{ text: "I did it.", reviews: [{ verdict: "RETURNED", missing: ["A date."] }] }, { reviews: [] }],
    });
    expect(await review(suite, evidenceId, "ACCEPTED")).toMatchObject({ status: "ACCEPTED" });
    expect((await journey(suite, enrol.id)).certificate).toBeNull();
    const reflection = await submit(suite, { ...input, requirementKeys: ["reflection"], text: "I learnt." });
    // In Stockholm it is the 25th already.
    clock.set("2026-11-24T23:30:00Z");
    expect(await review(suite, reflection.id, "ACCEPTED")).toMatchObject({ status: "ACCEPTED" });

    const done = await journey(suite, enrol.id);
    expect(done).toMatchObject({ status: "COMPLETED", progress: { complete: true, share: 1, nextSteps: [] } });
    expect(done.certificate).toEqual({
      number: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/),
      title,
      recipientName: "Elin Bergström",
      awardedAt: "2026-11-24T23:30:00.000Z",
      validFrom: "2026-11-24T23:30:00.000Z",
      expiresAt: "2027-11-24T23:30:00.000Z",
      opensAt: "2027-10-25T22:30:00.000Z",
      graceEndsAt: "2027-12-04T23:30:00.000Z",
      now: "CERTIFIED",
      opened: "RENEWAL_OPEN",
      expired: "GRACE",
      lapsed: "LAPSED",
      credential: expect.objectContaining({ validUntil: "2027-11-24T23:30:00Z" }),
    });
    expect(await submit(suite, { ...task })).toMatchObject({ code: "ENROLMENT_ENDED" });
    clock.set("2026-11-25T09:00:00Z");
    const events = async () => {
      const document = "query ($filter: EventFilterInput) { events(first: 500, filter: $filter) { type facts } }";
      return (await data(server, reviewer, document, { filter: { programId } })).events;
    };
    const types = async () => (await events()).map(({ type }: { type: string }) => type);
    await expect
      .poll(types, { timeout: 10_000 })
      .toEqual([
        "PROGRAM_CREATED",
        "PROGRAM_VERSION_PUBLISHED",
        "PERSON_ENROLLED",
        "EVIDENCE_SUBMITTED",
        "EVIDENCE_RETURNED",
        "EVIDENCE_SUBMITTED",
        "EVIDENCE_ACCEPTED",
        "EVIDENCE_SUBMITTED",
        "EVIDENCE_ACCEPTED",
        "ENROLMENT_COMPLETED",
        "CERTIFICATE_AWARDED",
      ]);
    // Facts are keys and numbers; what a learner wrote is read under the reader's own permission.
    expect(JSON.stringify(await events())).not.toMatch(/Friday|I learnt/);
  });
});

async function journey({ server, actors }: Suite, id: string) {
  const document = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
    status
    progress { complete share nextSteps { kind requirementKey evidenceId } }
    certificate {
      number title recipientName awardedAt validFrom expiresAt opensAt graceEndsAt credential
      now: standing opened: standing(at: "2027-10-25T22:30:00Z")
      expired: standing(at: "2027-11-24T23:30:00Z") lapsed: standing(at: "2027-12-04T23:30:00Z")
    }
  } } }`;
  return (await data(server, actors.learner, document, { id })).node;
}

async function submit({ server, actors }: Suite, input: object) {
  const document = `mutation ($input: EvidenceInput!) { submitEvidence(input: $input) {
    ... on Evidence { id latestRevision { number text } revisions { text reviews { verdict missing } } } ${refusal}
  } }`;
  return (await data(server, actors.learner, document, { input })).submitEvidence;
}

async function review({ server, actors }: Suite, evidenceId: string, verdict: string, missing: string[] = []) {
  const document = `mutation ($input: ReviewEvidenceInput!) { reviewEvidence(input: $input) {
    ... on Evidence { status } ${refusal}
  } }`;
  const input = { evidenceId, verdict, comment: "Looked at.", missing };
  return (await data(server, actors.reviewer, document, { input })).reviewEvidence;
}
