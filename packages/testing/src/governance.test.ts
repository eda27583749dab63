import { encodeId, findPublicCertificate } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { type Certified, certified, decide, decisionFields, eventsOf } from "./governance.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`governance on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("governance, on %s", (kind) => {
  const suite = demoSuite(kind);
  let owner: Actor;
  let admin: Actor;
  let third: Actor;
  beforeAll(async () => {
    owner = suite.actors.programOwner;
    admin = suite.actors.admin;
    third = await newPerson(suite, ["PROGRAM_OWNER"]);
  });

  const mutate = (actor: Actor, field: string, input: object) => decide(suite.server, actor, field, input);
  const about = ({ holder, programId }: Certified, reason = "A complaint is being looked into.") => ({
    personId: encodeId("Person", holder.personId),
    programId,
    reason,
  });
  /** The standing of the newest certificate now, and at other instants. */
  const standing = async ({ holder, number }: Certified, at: Date | null = null): Promise<string> => {
    const document = "query ($number: String!, $at: DateTime) { certificate(number: $number) { standing(at: $at) } }";
    return (await data(suite.server, holder, document, { number, at: at?.toISOString() })).certificate.standing;
  };
  const later = (milliseconds = 60_000) =>
    suite.clock.set(new Date(suite.clock.now().getTime() + milliseconds).toISOString());

  it("R6 R11 suspends and reinstates, each with its record, and what was stays", async () => {
    const one = await certified(suite);
    const before = suite.server.services.now();
    later();
    const suspended = await mutate(owner, "suspendCertification", about(one));
    expect(suspended).toEqual({
      __typename: "Decision",
      id: expect.any(String),
      kind: "SUSPENDED",
      rule: "R11",
      reason: "A complaint is being looked into.",
      decidedAt: suite.server.services.now().toISOString(),
      decidedBy: { id: encodeId("Person", owner.personId) },
      person: { id: encodeId("Person", one.holder.personId) },
      program: { id: one.programId },
      barUntil: null,
      certificates: [],
      regarding: null,
      appeal: null,
    });
    expect(await standing(one)).toBe("SUSPENDED");
    expect(await standing(one, before)).toBe("CERTIFIED");
    expect(await mutate(admin, "suspendCertification", about(one))).toMatchObject({
      code: "DECISION_REFUSED",
      ground: "ALREADY_SUSPENDED",
    });

    const during = suite.server.services.now();
    later();
    const reinstated = await mutate(admin, "reinstateCertification", about(one, "The complaint was unfounded."));
    expect(reinstated).toMatchObject({ kind: "REINSTATED", regarding: { id: suspended.id } });
    expect(await standing(one)).toBe("CERTIFIED");
    expect(await standing(one, during)).toBe("SUSPENDED");
    expect(await mutate(owner, "reinstateCertification", about(one))).toMatchObject({
      code: "DECISION_REFUSED",
      ground: "NOT_SUSPENDED",
    });
    expect((await eventsOf(suite.server, one.holder)).slice(-2)).toEqual([
      { type: "CERTIFICATION_SUSPENDED", actorId: owner.personId, facts: { decisionId: expect.any(String) } },
      { type: "CERTIFICATION_REINSTATED", actorId: admin.personId, facts: { decisionId: expect.any(String) } },
    ]);
  });

  it("R6 a LAPSED certification is not suspended; a suspension runs on under the dates, and is lifted also then", async () => {
    const one = await certified(suite, { validity: { duration: "P10D" } });
    later();
    expect(await mutate(owner, "suspendCertification", about(one))).toMatchObject({ kind: "SUSPENDED" });
    const lapsed = new Date(suite.server.services.now().getTime() + 11 * 86_400_000);
    expect(await standing(one, lapsed)).toBe("LAPSED");
    const other = await certified(suite, { validity: { duration: "P10D" } });
    later(11 * 86_400_000);
    expect(await mutate(owner, "suspendCertification", about(other))).toMatchObject({ ground: "NOTHING_TO_SUSPEND" });
    expect(await mutate(owner, "reinstateCertification", about(one))).toMatchObject({ kind: "REINSTATED" });
  });

  it("R6 R11 revokes a certificate with a bar, once", async () => {
    const one = await certified(suite);
    later();
    const barUntil = new Date(suite.server.services.now().getTime() + 86_400_000).toISOString();
    const input = { certificateId: one.certificateId, reason: "The evidence was another's.", barUntil };
    const passed = { ...input, barUntil: suite.server.services.now().toISOString() };
    expect(await mutate(owner, "revokeCertificate", passed)).toMatchObject({
      code: "INVALID_INPUT",
      problems: [{ code: "BAR_PASSED", path: "barUntil" }],
    });
    const before = suite.server.services.now();
    later();
    const revoked = await mutate(owner, "revokeCertificate", input);
    expect(revoked).toMatchObject({ kind: "REVOKED", barUntil, certificates: [{ id: one.certificateId }] });
    expect(await standing(one)).toBe("REVOKED");
    expect(await standing(one, before)).toBe("CERTIFIED");
    for (const field of ["revokeCertificate", "revokeCertification"]) {
      const again = field === "revokeCertificate" ? input : { ...about(one), barUntil };
      expect(await mutate(admin, field, again)).toMatchObject({
        code: "DECISION_REFUSED",
        ground: field === "revokeCertificate" ? "ALREADY_REVOKED" : "NOTHING_TO_REVOKE",
      });
    }
    expect((await eventsOf(suite.server, one.holder)).at(-1)).toMatchObject({
      type: "CERTIFICATE_REVOKED",
      facts: { barUntil },
    });
  });

  it("R11 nobody decides on themselves, and whoever reviewed or trained the holder does not, unless the policy lets them", async () => {
    const both = await newPerson(suite, ["PROGRAM_OWNER", "REVIEWER"]);
    const one = await certified(suite, {}, both);
    expect(await mutate(both, "suspendCertification", about(one))).toMatchObject({
      code: "DECIDER_CONFLICT",
      conflict: "REVIEWED",
    });
    const record = { enrolmentId: one.enrolmentId, personId: encodeId("Person", third.personId) };
    expect((await mutate(owner, "recordTrainer", record)).__typename).toBe("Enrolment");
    expect(await mutate(third, "suspendCertification", about(one))).toMatchObject({
      code: "DECIDER_CONFLICT",
      conflict: "TRAINED",
    });
    const lenient = await certified(suite, { separateDecisions: false }, both);
    expect(await mutate(both, "suspendCertification", about(lenient))).toMatchObject({ kind: "SUSPENDED" });
    const oneself = { ...about(one), personId: encodeId("Person", owner.personId) };
    expect(await mutate(owner, "suspendCertification", oneself)).toMatchObject({ code: "NOT_PERMITTED" });
  });

  it("R11 a trainer is recorded once, is shown, and is not the learner", async () => {
    const one = await certified(suite);
    const record = (personId: string) =>
      mutate(owner, "recordTrainer", { enrolmentId: one.enrolmentId, personId: encodeId("Person", personId) });
    expect(await record(one.holder.personId)).toMatchObject({
      problems: [{ code: "TRAINER_IS_LEARNER", path: "personId" }],
    });
    await record(third.personId);
    await record(third.personId);
    const { node } = await data(
      suite.server,
      one.holder,
      "query ($id: ID!) { node(id: $id) { ... on Enrolment { trainers { id } } } }",
      { id: one.enrolmentId },
    );
    expect(node.trainers).toEqual([{ id: encodeId("Person", third.personId) }]);
    const recorded = (await eventsOf(suite.server, one.holder)).filter(({ type }) => type === "TRAINER_RECORDED");
    expect(recorded).toEqual([
      { type: "TRAINER_RECORDED", actorId: owner.personId, facts: { trainerId: third.personId } },
    ]);
  });

  it("R11 every decision has a reason, or nothing is written", async () => {
    const one = await certified(suite);
    const before = (await eventsOf(suite.server, one.holder)).length;
    const inputs = {
      suspendCertification: about(one, " \n "),
      reinstateCertification: about(one, ""),
      revokeCertification: about(one, " "),
      revokeCertificate: { certificateId: one.certificateId, reason: "\t" },
    };
    for (const [field, input] of Object.entries(inputs))
      expect([field, await mutate(owner, field, input)]).toEqual([
        field,
        expect.objectContaining({
          code: "INVALID_INPUT",
          problems: [expect.objectContaining({ code: "INVALID_VALUE", path: "input.reason" })],
        }),
      ]);
    expect(await standing(one)).toBe("CERTIFIED");
    expect(await eventsOf(suite.server, one.holder)).toHaveLength(before);
  });

  it("R11 a certificate's public page says that it is suspended or revoked, and since when, whatever else its holder has", async () => {
    const { services } = suite.server;
    const one = await certified(suite);
    const shown = async () => {
      const { standing, standingSince } = (await findPublicCertificate(services, one.number)) ?? {};
      return [standing, standingSince];
    };
    expect(await shown()).toEqual(["CERTIFIED", null]);
    later();
    const suspendedAt = services.now();
    await mutate(owner, "suspendCertification", about(one));
    later();
    expect(await shown()).toEqual(["SUSPENDED", suspendedAt]);
    await mutate(owner, "reinstateCertification", about(one));
    expect(await shown()).toEqual(["CERTIFIED", null]);
    later();
    const revokedAt = services.now();
    // Beside it stands an older one in force: its holder is certified, and this certificate is revoked all the same.
    await services.database.asSystem(async (tx) => {
      const newest = await tx.certificate.findUniqueOrThrow({ where: { number: one.number } });
      const { id: _id, enrolmentId: _enrolmentId, ...row } = newest;
      await tx.certificate.create({
        data: {
          ...row,
          number: crypto.randomUUID(),
          validFrom: new Date(row.validFrom.getTime() - 86_400_000),
          origin: "IMPORTED",
          credential: null,
          source: "Elsewhere",
          policy: row.policy ?? {},
        },
      });
    });
    await mutate(owner, "revokeCertificate", {
      certificateId: one.certificateId,
      reason: "The evidence was another's.",
    });
    later();
    const { certification } = await data(
      suite.server,
      one.holder,
      "query ($id: ID!) { certification(programId: $id) { standing } }",
      { id: one.programId },
    );
    expect([certification.standing, ...(await shown())]).toEqual(["CERTIFIED", "REVOKED", revokedAt]);
  });

  it("R11 the person concerned reads the decisions on themselves, as do those who decide; others see none", async () => {
    const one = await certified(suite);
    const { id } = await mutate(owner, "suspendCertification", about(one));
    const document = `query ($id: ID!, $person: ID!, $program: ID!) {
      node(id: $id) { ${decisionFields} } decisions(personId: $person) { totalCount nodes { id } }
      certification(personId: $person, programId: $program) { decisions { id } }
    }`;
    const seenBy = async (actor: Actor) => {
      const { node, decisions, certification } = await data(suite.server, actor, document, {
        id,
        person: encodeId("Person", one.holder.personId),
        program: one.programId,
      });
      expect(decisions.nodes).toEqual(node ? [{ id }] : []);
      // A reviewer may read the certification, and none of its decisions.
      expect(certification?.decisions ?? []).toEqual(node ? [{ id }] : []);
      return node?.reason ?? null;
    };
    expect(await seenBy(one.holder)).toBe("A complaint is being looked into.");
    expect(await seenBy(admin)).toBe("A complaint is being looked into.");
    expect(await seenBy(owner)).toBe("A complaint is being looked into.");
    for (const other of [suite.actors.reviewer, suite.actors.learner, suite.actors.manager, suite.actors.otherAdmin])
      expect(await seenBy(other)).toBeNull();
  });
});
