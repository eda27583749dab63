import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import {
  demoSuite,
  draftProgram,
  enrolMutation,
  newPerson,
  publishedProgram,
  publishMutation,
  smallVersion,
} from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`a certification on ${kind}`, ({ skip }) => skip(reason));

const start = "2026-11-24T09:00:00Z";
/** The demo's first organisation counts in Stockholm's time. */
const policy = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D" };

describe.each(kinds)("a certification through time, on %s", (kind) => {
  const suite = demoSuite(kind);

  /** A learner on a small program of their own, at the suite's first instant. */
  async function begin(over: object = {}) {
    suite.clock.set(start);
    const { programId } = await publishedProgram(suite, { ...policy, ...over });
    const learner = await newPerson(suite, ["LEARNER"]);
    return { learner, programId, personId: encodeId("Person", learner.personId) };
  }

  const enrol = async (learner: Actor, programId: string) =>
    (await data(suite.server, learner, enrolMutation, { programId })).enrol;

  /** Enrols and shows both of the program's requirements, at the clock's instant. */
  async function complete(learner: Actor, programId: string): Promise<string> {
    const { id } = await enrol(learner, programId);
    await show(learner, id);
    return id;
  }

  async function show(learner: Actor, enrolmentId: string): Promise<void> {
    const { server, actors, clock } = suite;
    const performedOn = clock.now().toISOString().slice(0, 10);
    for (const key of ["task", "reflection"]) {
      const evidence = { enrolmentId, requirementKeys: [key], text: "Done.", performedOn };
      const evidenceId = await submit(server, learner, evidence);
      const { reviewEvidence } = await data(server, actors.reviewer, reviewMutation, {
        evidenceId,
        verdict: "ACCEPTED",
      });
      expect(reviewEvidence.status).toBe("ACCEPTED");
    }
  }

  const ask = async (actor: Actor, programId: string, fields: string, personId: string | null = null) =>
    (
      await data(
        suite.server,
        actor,
        `query ($programId: ID!, $personId: ID) { certification(programId: $programId, personId: $personId) { ${fields} } }`,
        { programId, personId },
      )
    ).certification;
  const standing = async (learner: Actor, programId: string) => (await ask(learner, programId, "standing")).standing;
  const cycles = async (learner: Actor, programId: string) =>
    (await ask(learner, programId, "cycles { number expiresAt baseline certificate { validFrom previous { cycle } } }"))
      .cycles;

  const claim = async (actor: Actor, enrolmentId: string, early = false) =>
    (
      await data(
        suite.server,
        actor,
        `mutation ($input: ClaimRenewalInput!) { claimRenewal(input: $input) {
          __typename ... on Enrolment { status certificate { cycle expiresAt } } ... on Refusal { code message }
          ... on RenewalNotOpen { opensAt early { now onceOpen } }
          ... on NothingLaterToRenewTo { endDate laterVersion }
        } }`,
        { input: { enrolmentId, early } },
      )
    ).claimRenewal;

  const extend = async (actor: Actor, certificateId: string, lastDay: string, reason = "Parental leave until June.") =>
    (
      await data(
        suite.server,
        actor,
        `mutation ($input: ExtendCertificateInput!) { extendCertificate(input: $input) {
          __typename ... on Certificate { expiresAt baseline opensAt graceEndsAt extensions { grantedAt reason grantedBy { id } } }
          ... on ExtensionRefused { reason } ... on InvalidInput { problems { path } } ... on Refusal { code }
        } }`,
        { input: { certificateId, lastDay, reason } },
      )
    ).extendCertificate;

  it("R6, R7, R9: from nothing through award, window, renewal, extension and lapse to a reinstatement", async () => {
    const { actors, clock } = suite;
    const { learner, programId } = await begin();
    const next = "nextStep { kind from until }";
    const none = { from: null, until: null };
    expect(await ask(learner, programId, `standing certified cycle { number } ${next}`)).toEqual({
      standing: "NONE",
      certified: false,
      cycle: null,
      nextStep: { kind: "ENROL", ...none },
    });
    const first = await enrol(learner, programId);
    expect(await ask(learner, programId, `standing ${next}`)).toEqual({
      standing: "IN_PROGRESS",
      nextStep: { kind: "COMPLETE", ...none },
    });

    clock.set("2026-12-01T09:00:00Z");
    await show(learner, first.id);
    const dates = "number opensAt expiresAt graceEndsAt baseline certificate { number }";
    const awarded = await ask(learner, programId, `standing certified cycle { ${dates} } ${next}`);
    expect(awarded).toEqual({
      standing: "CERTIFIED",
      certified: true,
      cycle: {
        number: 1,
        opensAt: "2027-09-02T08:00:00.000Z",
        expiresAt: "2027-12-01T09:00:00.000Z",
        graceEndsAt: "2027-12-31T09:00:00.000Z",
        baseline: "2027-12-01T09:00:00.000Z",
        certificate: { number: expect.any(String) },
      },
      nextStep: null,
    });

    // In the window: the last review awards, and no day is lost.
    clock.set("2027-09-02T08:00:00Z");
    expect(await ask(learner, programId, `standing ${next}`)).toEqual({
      standing: "RENEWAL_OPEN",
      nextStep: { kind: "RENEW", from: null, until: "2027-12-01T09:00:00.000Z" },
    });
    clock.set("2027-10-01T09:00:00Z");
    await complete(learner, programId);
    expect(await cycles(learner, programId)).toMatchObject([
      { number: 1, certificate: { validFrom: "2026-12-01T09:00:00.000Z", previous: null } },
      {
        number: 2,
        expiresAt: "2028-12-01T09:00:00.000Z",
        certificate: { validFrom: "2027-10-01T09:00:00.000Z", previous: { cycle: 1 } },
      },
    ]);

    // In the grace an extension is granted: the gap stays a gap.
    clock.set("2028-12-10T09:00:00Z");
    expect(await standing(learner, programId)).toBe("GRACE");
    const { cycle } = await ask(learner, programId, "cycle { certificate { id } }");
    const granted = await extend(actors.programOwner, cycle.certificate.id, "2029-06-30");
    expect(granted).toEqual({
      __typename: "Certificate",
      expiresAt: "2029-06-30T22:00:00.000Z",
      baseline: "2028-12-01T09:00:00.000Z",
      opensAt: "2028-09-02T08:00:00.000Z",
      graceEndsAt: "2029-07-30T22:00:00.000Z",
      extensions: [
        {
          grantedAt: "2028-12-10T09:00:00.000Z",
          reason: "Parental leave until June.",
          grantedBy: { id: encodeId("Person", actors.programOwner.personId) },
        },
      ],
    });
    const before = await ask(learner, programId, 'gap: standing(at: "2028-12-05T00:00:00Z") standing certified');
    expect(before).toEqual({ gap: "GRACE", standing: "RENEWAL_OPEN", certified: true });

    clock.set("2029-07-30T22:00:00Z");
    expect(await ask(learner, programId, `standing certified ${next}`)).toEqual({
      standing: "LAPSED",
      certified: false,
      nextStep: { kind: "REINSTATE", ...none },
    });
    expect(await extend(actors.programOwner, cycle.certificate.id, "2030-06-30")).toEqual({
      __typename: "ExtensionRefused",
      code: "EXTENSION_REFUSED",
      reason: "LAPSED",
    });

    clock.set("2029-09-01T09:00:00Z");
    await complete(learner, programId);
    const [, , reinstated] = await cycles(learner, programId);
    expect(reinstated).toEqual({
      number: 3,
      expiresAt: "2030-09-01T09:00:00.000Z",
      baseline: "2030-09-01T09:00:00.000Z",
      certificate: { validFrom: "2029-09-01T09:00:00.000Z", previous: { cycle: 2 } },
    });

    // Asked now, of any instant: the lapse stays visible for good.
    const at = (name: string, instant: string) => `${name}: standing(at: "${instant}")`;
    const instants = [
      at("none", "2026-11-24T08:59:59Z"),
      at("enrolled", "2026-11-30T00:00:00Z"),
      at("certified", "2027-01-01T00:00:00Z"),
      at("open", "2027-09-30T00:00:00Z"),
      at("renewed", "2027-12-02T00:00:00Z"),
      at("grace", "2028-12-01T09:00:00Z"),
      at("extended", "2028-12-10T09:00:00Z"),
      at("lapsed", "2029-08-01T00:00:00Z"),
      at("reinstated", "2029-09-01T09:00:00Z"),
      at("nextYear", "2030-06-30T00:00:00Z"),
      at("later", "2031-01-01T00:00:00Z"),
    ];
    expect(await ask(learner, programId, instants.join(" "))).toEqual({
      none: "NONE",
      enrolled: "IN_PROGRESS",
      certified: "CERTIFIED",
      open: "RENEWAL_OPEN",
      renewed: "CERTIFIED",
      grace: "GRACE",
      extended: "RENEWAL_OPEN",
      lapsed: "LAPSED",
      reinstated: "CERTIFIED",
      nextYear: "RENEWAL_OPEN",
      later: "LAPSED",
    });
    const ofOne = await ask(learner, programId, 'cycle { certificate { standing(at: "2029-08-01T00:00:00Z") } }');
    expect(ofOne.cycle.certificate.standing).toBe("NONE");
  });

  it("R9: what is complete before it opens is not awarded, and claimed later or early, with both dates shown", async () => {
    const { clock } = suite;
    for (const earlyRenewal of [true, false]) {
      const { learner, programId } = await begin({ earlyRenewal });
      await complete(learner, programId);
      clock.set("2027-03-01T09:00:00Z");
      const renewalId = await complete(learner, programId);
      expect(await cycles(learner, programId)).toHaveLength(1);
      expect(await claim(learner, renewalId)).toEqual({
        __typename: "RenewalNotOpen",
        code: "RENEWAL_NOT_OPEN",
        message: expect.stringContaining("2027-08-26"),
        opensAt: "2027-08-26T08:00:00.000Z",
        early: earlyRenewal ? { now: "2028-03-01T09:00:00.000Z", onceOpen: "2028-11-24T09:00:00.000Z" } : null,
      });
      if (!earlyRenewal)
        expect(await claim(learner, renewalId, true)).toMatchObject({ code: "RENEWAL_NOT_OPEN", early: null });
      if (!earlyRenewal) clock.set("2027-09-01T09:00:00Z");
      const expiresAt = earlyRenewal ? "2028-03-01T09:00:00.000Z" : "2028-11-24T09:00:00.000Z";
      expect(await claim(learner, renewalId, earlyRenewal)).toEqual({
        __typename: "Enrolment",
        status: "COMPLETED",
        certificate: { cycle: 2, expiresAt },
      });
      expect(await claim(learner, renewalId)).toMatchObject({ code: "ENROLMENT_ENDED" });
    }
  });

  it("R9: a claim is of one's own renewal, and of one that is complete", async () => {
    const { actors, clock } = suite;
    const { learner, programId } = await begin();
    const first = await enrol(learner, programId);
    expect(await claim(learner, first.id)).toMatchObject({ code: "INVALID_INPUT" });
    await show(learner, first.id);
    clock.set("2027-10-01T09:00:00Z");
    const renewal = await enrol(learner, programId);
    expect(await claim(learner, renewal.id)).toMatchObject({ code: "RENEWAL_INCOMPLETE" });
    expect(await claim(actors.admin, renewal.id)).toMatchObject({ code: "NOT_PERMITTED" });
  });

  it("R5: submitted in time and reviewed after the lapse, it is a renewal, valid from the award", async () => {
    const { server, actors, clock } = suite;
    const { learner, programId } = await begin();
    await complete(learner, programId);
    clock.set("2027-11-20T09:00:00Z");
    const { id: enrolmentId } = await enrol(learner, programId);
    const evidence = { enrolmentId, requirementKeys: ["task", "reflection"], text: "Done.", performedOn: "2027-11-19" };
    const evidenceId = await submit(server, learner, evidence);
    clock.set("2028-02-01T09:00:00Z");
    expect(await standing(learner, programId)).toBe("LAPSED");
    await data(server, actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
    const [, renewed] = await cycles(learner, programId);
    // Counted from the baseline of 24 November 2027, as of a renewal; a reinstatement would end on 1 February 2029.
    expect(renewed).toMatchObject({
      expiresAt: "2028-11-24T09:00:00.000Z",
      certificate: { validFrom: "2028-02-01T09:00:00.000Z" },
    });
    expect(await ask(learner, programId, 'standing gap: standing(at: "2028-01-31T00:00:00Z")')).toEqual({
      standing: "CERTIFIED",
      gap: "LAPSED",
    });
  });

  it("R7: a version published after the renewal opened does not decide how long the next one lasts", async () => {
    const { server, actors, clock } = suite;
    const { learner, programId } = await begin();
    await complete(learner, programId);
    const publishNext = async (duration: string) => {
      const draft = `mutation ($input: DraftProgramVersionInput!) {
        draftProgramVersion(input: $input) { ... on ProgramVersion { id } ... on Refusal { message } }
      }`;
      const version = smallVersion({ ...policy, validity: { duration } });
      const { draftProgramVersion } = await data(server, actors.programOwner, draft, { input: { programId, version } });
      await data(server, actors.programOwner, publishMutation, { versionId: draftProgramVersion.id });
    };
    // Enrolled before it opens, on the first version; the second is current when it opens, the third only later.
    clock.set("2027-05-01T09:00:00Z");
    const { id } = await enrol(learner, programId);
    clock.set("2027-06-01T09:00:00Z");
    await publishNext("P2Y");
    clock.set("2027-10-01T09:00:00Z");
    await publishNext("P3Y");
    expect(await ask(learner, programId, "cycle { expiresAt opensAt graceEndsAt }")).toEqual({
      cycle: {
        expiresAt: "2027-11-24T09:00:00.000Z",
        opensAt: "2027-08-26T08:00:00.000Z",
        graceEndsAt: "2027-12-24T09:00:00.000Z",
      },
    });
    await show(learner, id);
    const [, renewed] = await cycles(learner, programId);
    expect(renewed.expiresAt).toBe("2029-11-24T09:00:00.000Z");
  });

  it("R9: an end date with nothing later is refused, naming the version that has one", async () => {
    const { server, actors, clock } = suite;
    const { learner, programId } = await begin({ validity: { endDate: "2027-12-31" } });
    await complete(learner, programId);
    clock.set("2027-11-01T09:00:00Z");
    const renewalId = await complete(learner, programId);
    expect(await claim(learner, renewalId)).toMatchObject({
      code: "NOTHING_LATER_TO_RENEW_TO",
      endDate: "2027-12-31",
      laterVersion: null,
    });
    const draft = `mutation ($input: DraftProgramVersionInput!) {
      draftProgramVersion(input: $input) { ... on ProgramVersion { id } }
    }`;
    const version = smallVersion({ ...policy, validity: { endDate: "2028-12-31" } });
    const { draftProgramVersion } = await data(server, actors.programOwner, draft, { input: { programId, version } });
    await data(server, actors.programOwner, publishMutation, { versionId: draftProgramVersion.id });
    expect(await claim(learner, renewalId)).toMatchObject({ code: "NOTHING_LATER_TO_RENEW_TO", laterVersion: 2 });
    const withdraw = "mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename } }";
    await data(server, learner, withdraw, { id: renewalId });
    // What was shown before the withdrawal counts, so it is awarded at once.
    await enrol(learner, programId);
    const [, renewed] = await cycles(learner, programId);
    expect(renewed).toMatchObject({ number: 2, expiresAt: "2028-12-31T23:00:00.000Z" });
  });

  it("R7: an extension needs a later day and a reason, and is granted by who may", async () => {
    const { actors } = suite;
    const { learner, programId } = await begin();
    await complete(learner, programId);
    const { cycle } = await ask(learner, programId, "cycle { certificate { id } }");
    const { id } = cycle.certificate;
    expect(await extend(actors.programOwner, id, "2027-11-23")).toMatchObject({ reason: "NOT_LATER" });
    expect(await extend(actors.programOwner, id, "2028-01-01", "short")).toMatchObject({
      code: "INVALID_INPUT",
      problems: [{ path: "input.reason" }],
    });
    for (const actor of [learner, actors.reviewer, actors.manager])
      expect(await extend(actor, id, "2028-01-01")).toMatchObject({ code: "NOT_PERMITTED" });
    expect(await extend(actors.otherAdmin, id, "2028-01-01")).toMatchObject({ code: "NOT_FOUND" });
    expect(await extend(actors.admin, id, "2028-01-01")).toMatchObject({ expiresAt: "2028-01-01T23:00:00.000Z" });
    expect(await extend(actors.admin, id, "2028-01-01")).toMatchObject({ reason: "NOT_LATER" });
    const { certificate } = (await ask(learner, programId, "cycle { certificate { extensions { reason } } }")).cycle;
    expect(certificate.extensions).toHaveLength(1);
  });

  it("R5, R7: claims and extensions at the same instant are each decided once", async () => {
    const { actors, clock } = suite;
    for (let round = kind === "postgres" ? 3 : 1; round > 0; round--) {
      const { learner, programId } = await begin({ earlyRenewal: true });
      await complete(learner, programId);
      const { id } = (await ask(learner, programId, "cycle { certificate { id } }")).cycle.certificate;
      const twice = await Promise.all([0, 1].map(() => extend(actors.admin, id, "2028-01-01")));
      expect(twice.map(({ __typename }) => __typename).toSorted()).toEqual(["Certificate", "ExtensionRefused"]);
      clock.set("2027-03-01T09:00:00Z");
      const renewalId = await complete(learner, programId);
      const claims = await Promise.all([0, 1, 2].map(() => claim(learner, renewalId, true)));
      expect(claims.map(({ code, __typename }) => code ?? __typename).toSorted()).toEqual([
        "ENROLMENT_ENDED",
        "ENROLMENT_ENDED",
        "Enrolment",
      ]);
      expect(await cycles(learner, programId)).toHaveLength(2);
    }
  });

  it("R6: certifications are listed in pages, and each reader sees those that they may", async () => {
    const { server, actors } = suite;
    const { learner, programId, personId } = await begin();
    const colleague = await newPerson(suite, ["LEARNER"]);
    const { programId: other } = await publishedProgram(suite, policy);
    await complete(learner, programId);
    // Withdrawn and enrolled again, it is one certification.
    const { id } = await enrol(learner, other);
    await data(server, learner, "mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename } }", { id });
    await enrol(learner, other);
    await enrol(colleague, programId);

    const list = `query ($first: Int, $last: Int, $after: String, $before: String, $programId: ID, $personId: ID) {
      certifications(first: $first, last: $last, after: $after, before: $before, programId: $programId, personId: $personId) {
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { person { id } program { id } standing }
      }
    }`;
    const page = async (actor: Actor, variables: object) =>
      (await data(server, actor, list, { ...variables })).certifications;
    const own = { person: { id: personId } };
    const both = await page(learner, {});
    expect(both.nodes).toHaveLength(2);
    expect(both.nodes).toEqual(
      expect.arrayContaining([
        { ...own, program: { id: programId }, standing: "CERTIFIED" },
        { ...own, program: { id: other }, standing: "IN_PROGRESS" },
      ]),
    );
    const first = await page(learner, { first: 1 });
    expect(first).toMatchObject({ nodes: [both.nodes[0]], pageInfo: { hasNextPage: true } });
    const second = await page(learner, { first: 1, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ nodes: [both.nodes[1]], pageInfo: { hasNextPage: false } });
    expect((await page(learner, { last: 1, before: second.pageInfo.startCursor })).nodes).toEqual([both.nodes[0]]);
    expect((await page(actors.reviewer, { programId })).nodes).toHaveLength(2);
    expect((await page(actors.reviewer, { programId, personId })).nodes).toHaveLength(1);
    expect((await page(actors.otherAdmin, {})).nodes).toEqual([]);

    expect(await ask(colleague, programId, "standing", personId)).toBeNull();
    expect(await ask(actors.reviewer, programId, "standing", personId)).toEqual({ standing: "CERTIFIED" });
    expect(await ask(actors.otherAdmin, programId, "standing")).toBeNull();
    const { programId: draft } = await draftProgram(suite, smallVersion());
    expect(await ask(learner, draft, "standing")).toBeNull();
  });
});
