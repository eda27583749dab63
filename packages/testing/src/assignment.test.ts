import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor, Role } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { demoSuite, enrolMutation, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`assignment on ${kind}`, ({ skip }) => skip(reason));

const enrolmentShown = `query ($person: ID!, $program: ID!) { enrolments(personId: $person, programId: $program) { nodes {
  id status source required dueAt baselineDueAt overdue rule { id } resumes { id }
} } }`;

describe.each(kinds)("assignment on %s", (kind) => {
  const suite = demoSuite(kind);
  const idOf = ({ personId }: Actor) => encodeId("Person", personId);

  /** The answer of a mutation: its facts, or the code of what refused it. */
  async function run(actor: Actor, field: string, input: object, selection: string) {
    const named = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const type = field.endsWith("TeamMember") ? "TeamMemberInput" : named;
    const document = `mutation ($input: ${type}!) { result: ${field}(input: $input) { __typename ... on Refusal { code }
      ... on InvalidInput { problems { code path } } ${selection} } }`;
    return (await data(suite.server, actor, document, { input })).result;
  }
  const enrolments = async (person: Actor, program: string) =>
    (await data(suite.server, suite.actors.admin, enrolmentShown, { person: idOf(person), program })).enrolments.nodes;
  const withdraw = (actor: Actor, id: string) =>
    data(suite.server, actor, `mutation { withdrawEnrolment(enrolmentId: "${id}") { __typename } }`);

  async function newTeam(...members: Actor[]) {
    const manager = await newPerson(suite, ["MANAGER"]);
    const given = { key: `t-${crypto.randomUUID()}`, name: "A team", managerId: idOf(manager) };
    const { id } = await run(suite.actors.admin, "createTeam", given, "... on Team { id }");
    for (const member of members) await join(id, member);
    return { manager, teamId: id as string };
  }
  const join = (teamId: string, member: Actor) =>
    run(suite.actors.admin, "addTeamMember", { teamId, personId: idOf(member) }, "... on Team { id }");
  const leave = (teamId: string, member: Actor) =>
    run(suite.actors.admin, "removeTeamMember", { teamId, personId: idOf(member) }, "... on Team { id }");
  const outcomes = "outcomes { code person { id } enrolment { id source } }";
  const newRule = (actor: Actor, input: object) =>
    run(actor, "createAssignmentRule", input, `... on AssignmentRuleCreation { rule { id } ${outcomes} }`);
  const assign = (actor: Actor, input: object) => run(actor, "assign", input, `... on Assignment { ${outcomes} }`);
  const codes = (result: { outcomes: { code: string }[] }) => result.outcomes.map(({ code }) => code);

  it("by oneself: open at once, closed not at all, and by approval through a request that is decided once", async () => {
    const { server, actors } = suite;
    const learner = await newPerson(suite, ["LEARNER"]);
    const { manager } = await newTeam(learner);
    const enrol = async (policy: object) => {
      const { programId } = await publishedProgram(suite, policy);
      return { programId, ...(await data(server, learner, enrolMutation, { programId })).enrol };
    };
    expect((await enrol({ selfEnrolment: "OPEN" })).__typename).toBe("Enrolment");
    expect((await enrol({ selfEnrolment: "CLOSED" })).code).toBe("SELF_ENROLMENT_CLOSED");
    const { code, programId } = await enrol({ selfEnrolment: "APPROVAL" });
    expect(code).toBe("ENROLMENT_NEEDS_APPROVAL");

    const ask = { programId, message: "I lead the ward." };
    const asked = await run(learner, "requestEnrolment", ask, "... on EnrolmentRequest { id decision person { id } }");
    expect(asked).toMatchObject({ decision: null, person: { id: idOf(learner) } });
    expect((await run(learner, "requestEnrolment", ask, "")).code).toBe("REQUEST_WAITS");
    const queue = "{ enrolmentRequests(toDecide: true, first: 100) { nodes { id } } }";
    expect((await data(server, manager, queue)).enrolmentRequests.nodes).toEqual([{ id: asked.id }]);
    expect((await data(server, learner, queue)).enrolmentRequests.nodes).toEqual([]);

    const decide = (actor: Actor, input: object) =>
      run(
        actor,
        "decideEnrolmentRequest",
        { requestId: asked.id, ...input },
        "... on EnrolmentRequest { decision enrolment { source required } }",
      );
    expect((await decide(learner, { decision: "APPROVED" })).code).toBe("NOT_PERMITTED");
    expect((await decide(manager, { decision: "DECLINED" })).problems).toEqual([
      { code: "REASON_NEEDED", path: "reason" },
    ]);
    expect(await decide(manager, { decision: "APPROVED" })).toMatchObject({
      decision: "APPROVED",
      enrolment: { source: "APPROVAL", required: false },
    });
    expect((await decide(actors.admin, { decision: "DECLINED", reason: "No." })).code).toBe("REQUEST_DECIDED");
    expect(await enrolments(learner, programId)).toHaveLength(1);
  });

  it("R7: is due by the policy, the last day counted whole in the organisation's zone, is overdue then, and ends nothing", async () => {
    const { server, clock, actors } = suite;
    const learner = await newPerson(suite, ["LEARNER"]);
    const { programId } = await publishedProgram(suite, { dueWithin: "P30D" });
    await data(server, learner, enrolMutation, { programId });
    const [made] = await enrolments(learner, programId);
    // 24 November and thirty days, in Stockholm's winter.
    expect(made).toMatchObject({ source: "SELF", dueAt: "2026-12-24T23:00:00.000Z", overdue: false });
    const late = async (args: string) =>
      (await data(server, actors.admin, `{ enrolments(programId: "${programId}", ${args}) { totalCount } }`)).enrolments
        .totalCount;
    expect([await late("overdue: true"), await late("overdue: false")]).toEqual([0, 1]);
    expect([await late('dueBefore: "2026-12-24T23:00:00Z"'), await late('dueBefore: "2026-12-24T23:00:01Z"')]).toEqual([
      0, 1,
    ]);
    try {
      clock.set("2026-12-24T23:00:00Z");
      expect((await enrolments(learner, programId))[0]).toMatchObject({ status: "ACTIVE", overdue: true });
      expect([await late("overdue: true"), await late("overdue: false")]).toEqual([1, 0]);
    } finally {
      clock.set("2026-11-24T09:00:00Z");
    }
  });

  it("a later due date is asked for and decided with reasons, and the first one stays beside it", async () => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { manager } = await newTeam(learner);
    const { programId } = await publishedProgram(suite);
    await assign(manager, { programId, personIds: [idOf(learner)], dueOn: "2026-12-01" });
    const [{ id: enrolmentId, baselineDueAt }] = await enrolments(learner, programId);
    const ask = (dueOn: string) =>
      run(
        learner,
        "requestExtension",
        { enrolmentId, dueOn, reason: "Ill." },
        "... on ExtensionRequest { id requestedDueAt }",
      );
    expect((await ask("2026-12-01")).problems).toEqual([{ code: "NOT_LATER", path: "dueOn" }]);
    expect((await ask("2026-11-23")).problems).toEqual([{ code: "DUE_IN_PAST", path: "dueOn" }]);
    const { id: requestId } = await ask("2026-12-20");
    expect((await ask("2026-12-21")).code).toBe("REQUEST_WAITS");
    const decide = (actor: Actor, input: object) =>
      run(
        actor,
        "decideExtensionRequest",
        { requestId, reason: "So be it.", ...input },
        "... on ExtensionRequest { grantedDueAt decisionReason }",
      );
    expect((await decide(learner, { decision: "APPROVED" })).code).toBe("NOT_PERMITTED");
    expect(await decide(manager, { decision: "APPROVED", dueOn: "2026-12-15" })).toMatchObject({
      grantedDueAt: "2026-12-15T23:00:00.000Z",
      decisionReason: "So be it.",
    });
    expect((await decide(manager, { decision: "DECLINED" })).code).toBe("REQUEST_DECIDED");
    const [after] = await enrolments(learner, programId);
    expect(after).toMatchObject({ dueAt: "2026-12-15T23:00:00.000Z", baselineDueAt, required: true });
    expect(baselineDueAt).toBe("2026-12-01T23:00:00.000Z");
  });

  it("is assigned to many with a result for each, and a dry run writes nothing", async () => {
    const [fresh, enrolled, stranger] = [
      await newPerson(suite, ["LEARNER"]),
      await newPerson(suite, ["LEARNER"]),
      await newPerson(suite, ["LEARNER"]),
    ];
    const { manager, teamId } = await newTeam(fresh, enrolled);
    const { programId } = await publishedProgram(suite, { selfEnrolment: "OPEN" });
    await data(suite.server, enrolled, enrolMutation, { programId });
    const input = { programId, personIds: [fresh, stranger].map(idOf), teamId };
    const wanted = ["ENROLLED", "NOT_PERMITTED", "ALREADY_ENROLLED"];
    expect(codes(await assign(manager, { ...input, dryRun: true }))).toEqual(wanted);
    expect(await enrolments(fresh, programId)).toEqual([]);
    const done = await assign(manager, input);
    expect(codes(done)).toEqual(wanted);
    expect(done.outcomes[0]).toMatchObject({ person: { id: idOf(fresh) }, enrolment: { source: "ASSIGNED" } });
    expect(codes(await assign(manager, input))).toEqual(["ALREADY_ENROLLED", "NOT_PERMITTED", "ALREADY_ENROLLED"]);
    expect(codes(await assign(suite.actors.programOwner, { programId, personIds: [idOf(stranger)] }))).toEqual([
      "ENROLLED",
    ]);
    expect((await assign(fresh, input)).code).toBe("NOT_PERMITTED");
  });

  it("a rule for a team enrols who is in it and who joins, never twice, and never undoes a withdrawal", async () => {
    const [member, joiner] = [await newPerson(suite, ["LEARNER"]), await newPerson(suite, ["LEARNER"])];
    const { manager, teamId } = await newTeam(member);
    const { programId } = await publishedProgram(suite, { selfEnrolment: "CLOSED" });
    const input = { programId, teamId, dueWithin: "P7D" };
    expect(await newRule(manager, { ...input, dryRun: true })).toMatchObject({
      rule: null,
      outcomes: [{ code: "ENROLLED", enrolment: null }],
    });
    expect(await enrolments(member, programId)).toEqual([]);
    const { rule } = await newRule(manager, input);
    expect((await newRule(manager, input)).code).toBe("RULE_EXISTS");
    expect(await enrolments(member, programId)).toMatchObject([
      { source: "RULE", required: true, rule, dueAt: "2026-12-01T23:00:00.000Z" },
    ]);

    await join(teamId, joiner);
    await join(teamId, joiner);
    const [joined] = await enrolments(joiner, programId);
    expect(joined).toMatchObject({ status: "ACTIVE", source: "RULE", rule });
    await leave(teamId, joiner);
    expect(await enrolments(joiner, programId)).toMatchObject([
      { id: joined.id, status: "ACTIVE", required: false, source: "RULE" },
    ]);
    await join(teamId, joiner);
    expect(await enrolments(joiner, programId)).toMatchObject([{ id: joined.id, required: true }]);

    await withdraw(manager, joined.id);
    await leave(teamId, joiner);
    await join(teamId, joiner);
    expect(await enrolments(joiner, programId)).toMatchObject([{ id: joined.id, status: "WITHDRAWN" }]);
    // By hand it can be done, and it resumes what there was.
    await assign(manager, { programId, personIds: [idOf(joiner)] });
    expect(await enrolments(joiner, programId)).toMatchObject([
      { status: "ACTIVE", source: "ASSIGNED", resumes: { id: joined.id } },
      { id: joined.id, status: "WITHDRAWN" },
    ]);

    const end = (actor: Actor) =>
      data(
        suite.server,
        actor,
        `mutation { endAssignmentRule(ruleId: "${rule.id}") { __typename ... on Refusal { code } } }`,
      );
    expect((await end(member)).endAssignmentRule.code).toBe("NOT_PERMITTED");
    expect((await end(manager)).endAssignmentRule.__typename).toBe("AssignmentRule");
    expect((await end(manager)).endAssignmentRule.code).toBe("RULE_ENDED");
    expect(await enrolments(member, programId)).toMatchObject([{ status: "ACTIVE", required: false }]);
    const late = await newPerson(suite, ["LEARNER"]);
    await join(teamId, late);
    expect(await enrolments(late, programId)).toEqual([]);
  });

  it("a rule for a role enrols who is created with it and who gets it; a manager may not make one", async () => {
    const { programId } = await publishedProgram(suite);
    const { manager } = await newTeam();
    const input = { programId, role: "REVIEWER" satisfies Role };
    expect((await newRule(manager, input)).code).toBe("NOT_PERMITTED");
    expect((await newRule(suite.actors.admin, { programId })).problems).toEqual([
      { code: "TEAM_OR_ROLE", path: "teamId" },
    ]);
    const made = await newRule(suite.actors.programOwner, input);
    expect(made.outcomes.length).toBeGreaterThan(0);
    const born = await newPerson(suite, ["REVIEWER"]);
    const promoted = await newPerson(suite, ["LEARNER"]);
    expect(await enrolments(born, programId)).toMatchObject([{ source: "RULE", required: true }]);
    expect(await enrolments(promoted, programId)).toEqual([]);
    const setRoles = (...roles: Role[]) =>
      run(suite.actors.admin, "setPersonRoles", { personId: idOf(promoted), roles }, "... on Person { roles }");
    expect((await setRoles("LEARNER", "REVIEWER")).roles).toEqual(["LEARNER", "REVIEWER"]);
    expect(await enrolments(promoted, programId)).toMatchObject([{ source: "RULE", required: true }]);
    await setRoles("LEARNER");
    expect(await enrolments(promoted, programId)).toMatchObject([{ status: "ACTIVE", required: false }]);
  });

  it("takes the same statements for a rule, however many are in the team", async () => {
    const { database } = suite.server.services;
    const counts = [];
    for (const size of [1, 6]) {
      const members: Actor[] = [];
      for (let i = 0; i < size; i++) members.push(await newPerson(suite, ["LEARNER"]));
      const { manager, teamId } = await newTeam(...members);
      const { programId } = await publishedProgram(suite);
      await new Promise((resolve) => setTimeout(resolve, 150));
      let statements = 0;
      const stop = database.onQuery(({ sql }) => {
        if (!/"Feed"|unplaced|^(BEGIN|COMMIT|ROLLBACK)/.test(sql)) statements += 1;
      });
      const { outcomes } = await newRule(manager, { programId, teamId });
      stop();
      expect(outcomes).toHaveLength(size);
      counts.push(statements);
      const events = await database.asSystem((tx) =>
        tx.event.count({
          where: { type: "PERSON_ENROLLED", personId: { in: members.map(({ personId }) => personId) } },
        }),
      );
      expect(events).toBe(size);
    }
    expect(counts[1]).toBe(counts[0]);
  });
});
