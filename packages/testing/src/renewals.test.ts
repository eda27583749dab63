import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { demoSuite, enrolMutation, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`renewals on ${kind}`, ({ skip }) => skip(reason));

const path = (key: string, rule: object) => ({ key, title: key, rule });
const delta = path("delta", { delta: true });
const byCredits = path("credits", { all: [{ credits: { credits: 10, carryOver: 3 } }, { delta: true }] });

describe.each(kinds)("R8 what a renewal asks, on %s", (kind) => {
  const suite = demoSuite(kind);

  const put = async (learner: Actor, enrolmentId: string, key: string) =>
    submit(suite.server, learner, {
      enrolmentId,
      requirementKeys: [key],
      text: "Done.",
      performedOn: suite.clock.now().toISOString().slice(0, 10),
    });
  const accept = async (evidenceId: string, reviewer = suite.actors.reviewer) =>
    (await data(suite.server, reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" })).reviewEvidence;
  const show = async (learner: Actor, enrolmentId: string, ...keys: string[]) => {
    for (const key of keys) await accept(await put(learner, enrolmentId, key));
  };
  const enrol = async (learner: Actor, programId: string): Promise<string> =>
    (await data(suite.server, learner, enrolMutation, { programId })).enrol.id;

  /** A learner certified on 1 December 2026 for a year, and the renewal's enrolment in its window. */
  async function certified(renewalPaths: object[], learner?: Actor) {
    const { clock } = suite;
    clock.set("2026-11-24T09:00:00Z");
    const holder = learner ?? (await newPerson(suite, ["LEARNER"]));
    const policy = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D", renewalPaths };
    const { programId } = await publishedProgram(suite, policy);
    clock.set("2026-12-01T09:00:00Z");
    await show(holder, await enrol(holder, programId), "task", "reflection");
    clock.set("2027-10-01T09:00:00Z");
    return { holder, programId, enrolmentId: await enrol(holder, programId) };
  }

  async function renewalOf(actor: Actor, programId: string) {
    const count = "asked accepted pending complete";
    const rule = `method complete credits { unit asked counted missing carried carries }
      requirements { requirements { requirementKey reason state } nextSteps { kind requirementKey } work { ${count} } reflection { ${count} } }`;
    const document = `query ($programId: ID!) { certification(programId: $programId) {
      cycles { number expiresAt }
      renewal { cycle row complete opensAt expiresAt graceEndsAt path { key } offered { key } enrolment { id }
        dates { now onceOpen } otherwise { at standing } progress { ${rule} rules { ${rule} } } }
    } }`;
    return (await data(suite.server, actor, document, { programId })).certification;
  }

  async function credited(learner: Actor, credits: number, reviewer: Actor | null = suite.actors.reviewer) {
    const { server, clock } = suite;
    const earnedOn = clock.now().toISOString().slice(0, 10);
    const record =
      "mutation ($input: RecordCreditsInput!) { recordCredits(input: $input) { ... on CreditEntry { id } } }";
    const { recordCredits } = await data(server, learner, record, {
      input: { credits, earnedOn, activity: "A course." },
    });
    if (reviewer) await acceptCredits(recordCredits.id, reviewer);
    return recordCredits.id as string;
  }
  const acceptCredits = async (creditEntryId: string, reviewer = suite.actors.reviewer) => {
    const decide = `mutation ($input: DecideCreditsInput!) { decideCredits(input: $input) {
      __typename ... on Refusal { code } } }`;
    const input = { creditEntryId, verdict: "ACCEPTED", comment: "Seen." };
    return (await data(suite.server, reviewer, decide, { input })).decideCredits;
  };
  const choose = async (actor: Actor, enrolmentId: string, pathKey: string) => {
    const document = `mutation ($input: ChooseRenewalPathInput!) { chooseRenewalPath(input: $input) {
      __typename ... on Enrolment { status } ... on RenewalPathNotOffered { offered } ... on Refusal { code } } }`;
    return (await data(suite.server, actor, document, { input: { enrolmentId, pathKey } })).chooseRenewalPath;
  };
  const spentOf = async (actor: Actor) =>
    (await data(suite.server, actor, "{ creditEntries { nodes { credits spent } } }")).creditEntries.nodes;

  it("shows what is asked, what counts, what is missing, by when and what happens if not; and awards when it is met", async () => {
    const { holder, programId, enrolmentId } = await certified([delta]);
    const { renewal } = await renewalOf(holder, programId);
    const none = { asked: 1, accepted: 0, pending: 0, complete: false };
    expect(renewal).toEqual({
      cycle: 1,
      row: "IN_TIME",
      complete: false,
      opensAt: "2027-09-02T08:00:00.000Z",
      expiresAt: "2027-12-01T09:00:00.000Z",
      graceEndsAt: "2027-12-31T09:00:00.000Z",
      path: { key: "delta" },
      offered: [{ key: "delta" }],
      enrolment: { id: enrolmentId },
      dates: { now: "2028-12-01T09:00:00.000Z", onceOpen: "2028-12-01T09:00:00.000Z" },
      otherwise: [
        { at: "2027-12-01T09:00:00.000Z", standing: "GRACE" },
        { at: "2027-12-31T09:00:00.000Z", standing: "LAPSED" },
      ],
      progress: {
        method: "DELTA",
        complete: false,
        credits: null,
        requirements: { requirements: [], nextSteps: [], work: none, reflection: none },
        rules: [],
      },
    });
    await show(holder, enrolmentId, "task");
    await put(holder, enrolmentId, "reflection");
    expect((await renewalOf(holder, programId)).renewal.progress.requirements).toMatchObject({
      work: { accepted: 1, complete: true },
      reflection: { accepted: 0, pending: 1, complete: false },
    });
    await show(holder, enrolmentId, "reflection");
    const { cycles, renewal: next } = await renewalOf(holder, programId);
    expect(cycles).toEqual([
      { number: 1, expiresAt: "2027-12-01T09:00:00.000Z" },
      { number: 2, expiresAt: "2028-12-01T09:00:00.000Z" },
    ]);
    expect(next).toMatchObject({ cycle: 2, row: "EARLY", complete: false, enrolment: null, dates: { now: null } });
    expect(next.progress.requirements.work.accepted).toBe(0);
  });

  it("asks for everything after the grace, whatever the policy", async () => {
    const { holder, programId, enrolmentId } = await certified([delta]);
    suite.clock.set("2028-01-10T09:00:00Z");
    const { renewal } = await renewalOf(holder, programId);
    expect(renewal).toMatchObject({ row: "REINSTATEMENT", path: null, offered: [], otherwise: [] });
    expect(renewal.progress).toMatchObject({
      method: "FULL",
      requirements: {
        requirements: [
          { requirementKey: "task", reason: "ANEW", state: "OPEN" },
          { requirementKey: "reflection", reason: "ANEW", state: "OPEN" },
        ],
        nextSteps: [{ kind: "SUBMIT_EVIDENCE" }, { kind: "SUBMIT_EVIDENCE" }],
      },
    });
    expect(await choose(holder, enrolmentId, "delta")).toMatchObject({ code: "RENEWAL_PATH_NOT_OFFERED", offered: [] });
    await show(holder, enrolmentId, "task", "reflection");
    expect((await renewalOf(holder, programId)).cycles).toHaveLength(2);
  });

  it("awards when the credits that it lacked are accepted, spends them oldest first, and carries the surplus once", async () => {
    const { clock } = suite;
    const { holder, programId, enrolmentId } = await certified([byCredits]);
    await credited(holder, 4);
    clock.set("2027-10-02T09:00:00Z");
    await show(holder, enrolmentId, "task", "reflection");
    expect((await renewalOf(holder, programId)).renewal.progress).toMatchObject({
      complete: false,
      rules: [
        { credits: { asked: 10, counted: 4, missing: 6, carried: 0, carries: 0 } },
        { method: "DELTA", complete: true },
      ],
    });
    clock.set("2027-10-03T09:00:00Z");
    await credited(holder, 10.5);
    const { cycles } = await renewalOf(holder, programId);
    expect(cycles).toHaveLength(2);
    expect(await spentOf(holder)).toEqual([
      { credits: 10.5, spent: 6 },
      { credits: 4, spent: 4 },
    ]);
    // Of the 4.5 that are left 3 carry, into this cycle and no further.
    clock.set("2028-10-01T09:00:00Z");
    expect((await renewalOf(holder, programId)).renewal.progress.rules[0].credits).toMatchObject({
      counted: 3,
      carried: 3,
      missing: 7,
    });
    const again = await enrol(holder, programId);
    await show(holder, again, "task", "reflection");
    await credited(holder, 7);
    expect((await renewalOf(holder, programId)).cycles).toHaveLength(3);
    expect((await renewalOf(holder, programId)).renewal.progress.rules[0].credits).toMatchObject({ counted: 0 });
    expect(await spentOf(holder)).toEqual([
      { credits: 7, spent: 7 },
      { credits: 10.5, spent: 9 },
      { credits: 4, spent: 4 },
    ]);
  });

  it("counts no credits that wait for a decision or were rejected", async () => {
    const { holder, programId } = await certified([byCredits]);
    const creditEntryId = await credited(holder, 10, null);
    const counted = async () => (await renewalOf(holder, programId)).renewal.progress.rules[0].credits;
    expect(await counted()).toMatchObject({ counted: 0, missing: 10 });
    const reject = `mutation ($input: DecideCreditsInput!) { decideCredits(input: $input) { __typename } }`;
    const input = { creditEntryId, verdict: "REJECTED", comment: "Not in this field." };
    expect((await data(suite.server, suite.actors.reviewer, reject, { input })).decideCredits.__typename).toBe(
      "CreditEntry",
    );
    expect(await counted()).toMatchObject({ counted: 0, missing: 10 });
  });

  it("lets its holder choose among the ways that are offered, and awards at once where that one is met", async () => {
    const { holder, programId, enrolmentId } = await certified([byCredits, delta]);
    const { renewal } = await renewalOf(holder, programId);
    expect([renewal.path.key, renewal.offered.map(({ key }: { key: string }) => key)]).toEqual([
      "credits",
      ["credits", "delta"],
    ]);
    expect(await choose(holder, enrolmentId, "other")).toEqual({
      __typename: "RenewalPathNotOffered",
      code: "RENEWAL_PATH_NOT_OFFERED",
      offered: ["credits", "delta"],
    });
    for (const actor of [suite.actors.reviewer, suite.actors.admin])
      expect(await choose(actor, enrolmentId, "delta")).toMatchObject({ code: "NOT_PERMITTED" });
    await show(holder, enrolmentId, "task", "reflection");
    expect((await renewalOf(holder, programId)).cycles).toHaveLength(1);
    expect(await choose(holder, enrolmentId, "delta")).toEqual({ __typename: "Enrolment", status: "COMPLETED" });
    expect((await renewalOf(holder, programId)).cycles).toHaveLength(2);
    expect(await choose(holder, enrolmentId, "credits")).toMatchObject({ code: "ENROLMENT_ENDED" });
  });

  it("awards once when the last evidence and the last credits are accepted at once", async () => {
    for (let round = kind === "postgres" ? 3 : 1; round > 0; round--) {
      const { holder, programId, enrolmentId } = await certified([byCredits]);
      await show(holder, enrolmentId, "task");
      const [evidenceId, creditsId] = [await put(holder, enrolmentId, "reflection"), await credited(holder, 10, null)];
      const second = await newPerson(suite, ["REVIEWER"]);
      const [verdict, decision] = await Promise.all([accept(evidenceId), acceptCredits(creditsId, second)]);
      expect([verdict.__typename, decision.__typename]).toEqual(["Evidence", "CreditEntry"]);
      expect((await renewalOf(holder, programId)).cycles).toHaveLength(2);
      expect(await spentOf(holder)).toEqual([{ credits: 10, spent: 10 }]);
    }
  });

  it("spends credits for one of two programs that are renewed at once", async () => {
    for (let round = kind === "postgres" ? 3 : 1; round > 0; round--) {
      const first = await certified([byCredits]);
      const other = await certified([byCredits], first.holder);
      const { holder } = first;
      await credited(holder, 12);
      const last = [];
      for (const { enrolmentId } of [first, other]) {
        await show(holder, enrolmentId, "task");
        last.push(await put(holder, enrolmentId, "reflection"));
      }
      const answers = await Promise.all(last.map((evidenceId) => accept(evidenceId)));
      expect(answers.map(({ __typename }) => __typename)).toEqual(["Evidence", "Evidence"]);
      const awarded = await Promise.all([first, other].map(({ programId }) => renewalOf(holder, programId)));
      expect(awarded.map(({ cycles }) => cycles.length).toSorted()).toEqual([1, 2]);
      expect(await spentOf(holder)).toEqual([{ credits: 12, spent: 10 }]);
    }
  });
});
