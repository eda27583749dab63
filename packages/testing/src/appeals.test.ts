import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { type Certified, certified, decide, eventsOf } from "./governance.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`appeals on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("appeals, on %s", (kind) => {
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

  it("R11 an appeal with a stay holds the revocation up until it is decided; upheld, it ends", async () => {
    const one = await certified(suite);
    later();
    const revoked = await mutate(owner, "revokeCertification", about(one, "Misconduct."));
    const appeal = { decisionId: revoked.id, reason: "It was not me.", asksForStay: true };
    expect(await mutate(admin, "fileAppeal", appeal)).toMatchObject({ code: "NOT_PERMITTED" });
    later();
    const filed = await mutate(one.holder, "fileAppeal", appeal);
    expect(filed).toMatchObject({ __typename: "Appeal", status: "OPEN", asksForStay: true, reason: "It was not me." });
    expect(await mutate(one.holder, "fileAppeal", appeal)).toMatchObject({ ground: "ALREADY_APPEALED" });
    expect(await standing(one)).toBe("REVOKED");

    const stay = { appealId: filed.id, reason: "Nobody is at risk meanwhile." };
    for (const field of ["grantStay", "decideAppeal"])
      expect(
        await mutate(owner, field, field === "grantStay" ? stay : { ...stay, outcome: "DISMISSED" }),
      ).toMatchObject({ code: "DECIDER_CONFLICT", conflict: "DECIDED" });
    later();
    expect(await mutate(admin, "grantStay", stay)).toMatchObject({
      kind: "STAY_GRANTED",
      regarding: { id: revoked.id },
    });
    expect(await standing(one)).toBe("CERTIFIED");
    expect(await mutate(third, "grantStay", stay)).toMatchObject({ ground: "ALREADY_STAYED" });

    later();
    const upheld = { appealId: filed.id, outcome: "UPHELD", reason: "It was someone of the same name." };
    expect(await mutate(third, "decideAppeal", upheld)).toMatchObject({ kind: "APPEAL_UPHELD" });
    expect(await standing(one)).toBe("CERTIFIED");
    expect(await mutate(admin, "decideAppeal", { ...upheld, outcome: "DISMISSED" })).toMatchObject({
      ground: "APPEAL_DECIDED",
    });
    const { appeals } = await data(
      suite.server,
      one.holder,
      "{ appeals { nodes { status decision { decisions { kind } } } } }",
    );
    expect(appeals.nodes).toEqual([
      { status: "UPHELD", decision: { decisions: [{ kind: "STAY_GRANTED" }, { kind: "APPEAL_UPHELD" }] } },
    ]);
    expect((await eventsOf(suite.server, one.holder)).slice(-4).map(({ type }) => type)).toEqual([
      "CERTIFICATE_REVOKED",
      "APPEAL_FILED",
      "STAY_GRANTED",
      "APPEAL_DECIDED",
    ]);
  });

  it("R11 a dismissed appeal ends the stay, and the decision stands; where none is asked for, none is granted", async () => {
    const one = await certified(suite);
    later();
    const suspended = await mutate(owner, "suspendCertification", about(one));
    const filed = await mutate(one.holder, "fileAppeal", {
      decisionId: suspended.id,
      reason: "No.",
      asksForStay: true,
    });
    later();
    await mutate(admin, "grantStay", { appealId: filed.id, reason: "Yes." });
    later();
    await mutate(admin, "decideAppeal", { appealId: filed.id, outcome: "DISMISSED", reason: "It stands." });
    expect(await standing(one)).toBe("SUSPENDED");
    const next = "query ($id: ID!) { certification(programId: $id) { nextStep { kind from } decisions { kind } } }";
    // A decision is appealed once: there is nothing left for its holder but to wait for whoever decides.
    expect(await data(suite.server, one.holder, next, { id: one.programId })).toEqual({
      certification: {
        nextStep: { kind: "AWAIT_REINSTATEMENT", from: null },
        decisions: [{ kind: "SUSPENDED" }, { kind: "STAY_GRANTED" }, { kind: "APPEAL_DISMISSED" }],
      },
    });
    const shown = await data(
      suite.server,
      one.holder,
      "query ($id: ID!) { node(id: $id) { ... on Appeal { status decision { kind } } } }",
      { id: filed.id },
    );
    expect(shown.node).toEqual({ status: "DISMISSED", decision: { kind: "SUSPENDED" } });

    const other = await certified(suite);
    const { id } = await mutate(owner, "suspendCertification", about(other));
    const plain = await mutate(other.holder, "fileAppeal", { decisionId: id, reason: "No." });
    expect(await mutate(admin, "grantStay", { appealId: plain.id, reason: "x" })).toMatchObject({
      ground: "NO_STAY_ASKED",
    });
    await mutate(owner, "reinstateCertification", about(other));
    expect(await mutate(admin, "decideAppeal", { appealId: plain.id, outcome: "UPHELD", reason: "x" })).toMatchObject({
      ground: "ENDED",
    });
    const { appeals } = await data(suite.server, other.holder, "{ appeals(open: true) { totalCount } }");
    expect(appeals.totalCount).toBe(0);
  });
});
