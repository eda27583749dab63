import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { certificationActs, certificationPolicy } from "./certification.test.support.ts";
import { demoSuite, draftProgram, newPerson, publishedProgram, smallVersion } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`a certification on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("a certification through time, on %s", (kind) => {
  const suite = demoSuite(kind);
  const { begin, enrol, complete, show, ask, standing, cycles, claim, extend } = certificationActs(suite);

  it("is fetched by its id, by whoever may read it, and by nobody else", async () => {
    const { learner, programId, personId } = await begin();
    const { id } = await ask(learner, programId, "id");
    const own = (await ask(learner, (await begin()).programId, "id")).id;
    const fetch = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Certification { standing person { id } } } }";
    const fetched = { id, standing: "NONE", person: { id: personId } };
    const { nodes } = await data(suite.server, learner, fetch, { ids: [personId, id, own] });
    expect(nodes).toEqual([{ id: personId }, fetched, { ...fetched, id: own }]);
    expect(await data(suite.server, suite.actors.admin, fetch, { ids: [id] })).toEqual({ nodes: [fetched] });
    const other = await newPerson(suite, ["LEARNER"]);
    expect(await data(suite.server, other, fetch, { ids: [id] })).toEqual({ nodes: [null] });
  });

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
    const { programId: other } = await publishedProgram(suite, certificationPolicy);
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
