import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor, Role } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { type Answer, type Asked, acrossSuite, run, said } from "./across.test.support.ts";
import { eventsOf } from "./governance.test.support.ts";
import { newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`races of assignment across servers on ${kind}`, ({ skip }) => skip(reason));

describe.runIf(kinds.includes("postgres"))("two servers on one PostgreSQL: who is enrolled", () => {
  const suite = acrossSuite();
  const { race } = suite;
  const idOf = ({ personId }: Actor) => encodeId("Person", personId);
  const here = async (asked: Asked<Answer>): Promise<string> => (await asked(suite.server)).id ?? "";

  async function newTeam(...members: Actor[]) {
    const manager = await newPerson(suite, ["MANAGER"]);
    const argument = `input: { key: "t-${crypto.randomUUID()}", name: "A team", managerId: "${idOf(manager)}" }`;
    const teamId = await here(run(suite.actors.admin, "createTeam", argument, "... on Team { id }"));
    for (const member of members) await here(membership("addTeamMember", teamId, member));
    return { manager, teamId };
  }
  const membership = (field: "addTeamMember" | "removeTeamMember", teamId: string, member: Actor) =>
    run(suite.actors.admin, field, `input: { teamId: "${teamId}", personId: "${idOf(member)}" }`);
  const newRule = (programId: string, whom: string) =>
    run(
      suite.actors.programOwner,
      "createAssignmentRule",
      `input: { programId: "${programId}", ${whom} }`,
      "... on AssignmentRuleCreation { rule { id } }",
    );
  const enrolments = async (person: Actor, programId: string) =>
    (
      await data(
        suite.server,
        suite.actors.admin,
        `{ enrolments(personId: "${idOf(person)}", programId: "${programId}") { nodes { id status source required dueAt } } }`,
      )
    ).enrolments.nodes;
  const count = async (person: Actor, type: string) =>
    (await eventsOf(suite.server, person)).filter((event) => event.type === type).length;

  race("two managers who assign the same to the same person make one enrolment", async (together) => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const [one, other] = [await newTeam(learner), await newTeam(learner)];
    const { programId } = await publishedProgram(suite);
    const assign =
      (manager: Actor): Asked<string> =>
      async (server) => {
        const argument = `input: { programId: "${programId}", personIds: ["${idOf(learner)}"] }`;
        const document = `mutation { assign(${argument}) { ... on Assignment { outcomes { code } } } }`;
        return (await data(server, manager, document)).assign.outcomes[0].code;
      };
    const codes = await together(assign(one.manager), assign(other.manager));
    expect(codes.toSorted()).toEqual(["ALREADY_ENROLLED", "ENROLLED"]);
    expect(await enrolments(learner, programId)).toMatchObject([{ status: "ACTIVE", source: "ASSIGNED" }]);
    expect(await count(learner, "PERSON_ENROLLED")).toBe(1);
  });

  race("a rule made while someone joins its team enrols them, once", async (together) => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { teamId } = await newTeam(await newPerson(suite, ["LEARNER"]));
    const { programId } = await publishedProgram(suite);
    const answers = await together(
      newRule(programId, `teamId: "${teamId}"`),
      membership("addTeamMember", teamId, learner),
    );
    expect(said(answers)).toEqual(["AssignmentRuleCreation", "Team"]);
    expect(await enrolments(learner, programId)).toMatchObject([{ source: "RULE", required: true }]);
    expect(await count(learner, "PERSON_ENROLLED")).toBe(1);
  });

  race("a rule made while someone leaves its team requires nothing of them", async (together) => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { teamId } = await newTeam(learner);
    const { programId } = await publishedProgram(suite);
    const leaving = membership("removeTeamMember", teamId, learner);
    const answers = await together(newRule(programId, `teamId: "${teamId}"`), leaving);
    expect(said(answers)).toEqual(["AssignmentRuleCreation", "Team"]);
    const made = await enrolments(learner, programId);
    expect(made.filter(({ required }: { required: boolean }) => required)).toEqual([]);
  });

  race("a rule that ends while someone joins its team requires nothing of them", async (together) => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { teamId } = await newTeam();
    const { programId } = await publishedProgram(suite);
    const made = (await newRule(programId, `teamId: "${teamId}"`)(suite.server)) as unknown as { rule: { id: string } };
    const answers = await together(
      run(suite.actors.programOwner, "endAssignmentRule", `ruleId: "${made.rule.id}"`),
      membership("addTeamMember", teamId, learner),
    );
    expect(said(answers)).toEqual(["AssignmentRule", "Team"]);
    const enrolled = await enrolments(learner, programId);
    expect(enrolled.filter(({ required }: { required: boolean }) => required)).toEqual([]);
  });

  race("a rule for a role is made once, and enrols who gets the role meanwhile", async (together) => {
    const { server, actors } = suite;
    const learner = await newPerson(suite, ["LEARNER"]);
    const { programId } = await publishedProgram(suite);
    const roles: Role[] = ["LEARNER", "MANAGER"];
    const change = `input: { personId: "${idOf(learner)}", roles: [${roles}] }`;
    const made = await together(newRule(programId, "role: MANAGER"), run(actors.admin, "setPersonRoles", change));
    expect(said(made)).toEqual(["AssignmentRuleCreation", "Person"]);
    expect(await enrolments(learner, programId)).toMatchObject([{ source: "RULE", required: true }]);
    const { teamId } = await newTeam();
    const twice = await together(newRule(programId, `teamId: "${teamId}"`), newRule(programId, `teamId: "${teamId}"`));
    expect(said(twice).toSorted()).toEqual(["AssignmentRuleCreation", "RULE_EXISTS"]);
    // So that the next round's managers are none of this rule's.
    const { rule } = made[0] as unknown as { rule: { id: string } };
    await run(actors.programOwner, "endAssignmentRule", `ruleId: "${rule.id}"`)(server);
  });

  const request = (learner: Actor, programId: string) =>
    run(
      learner,
      "requestEnrolment",
      `input: { programId: "${programId}", message: "Please." }`,
      "... on EnrolmentRequest { id }",
    );

  race("a request to be enrolled waits once, and is decided once, also against an assignment", async (together) => {
    const { actors } = suite;
    const learner = await newPerson(suite, ["LEARNER"]);
    const { manager } = await newTeam(learner);
    const { programId } = await publishedProgram(suite, { selfEnrolment: "APPROVAL" });
    const asked = await together(request(learner, programId), request(learner, programId));
    expect(said(asked).toSorted()).toEqual(["EnrolmentRequest", "REQUEST_WAITS"]);
    const requestId = asked.find(({ id }) => id !== undefined)?.id ?? "";
    const decide = (by: Actor, decision: string) =>
      run(by, "decideEnrolmentRequest", `input: { requestId: "${requestId}", decision: ${decision}, reason: "So." }`);
    const decided = await together(decide(manager, "APPROVED"), decide(actors.admin, "DECLINED"));
    expect(said(decided).toSorted()).toEqual(["EnrolmentRequest", "REQUEST_DECIDED"]);
    expect(await enrolments(learner, programId)).toHaveLength(decided[0].code === undefined ? 1 : 0);
    expect(await count(learner, "ENROLMENT_REQUEST_DECIDED")).toBe(1);

    const second = await newPerson(suite, ["LEARNER"]);
    const waiting = await here(request(second, programId));
    const argument = `input: { programId: "${programId}", personId: "${idOf(second)}" }`;
    const approve = `input: { requestId: "${waiting}", decision: APPROVED }`;
    const both = await together(
      run(actors.admin, "decideEnrolmentRequest", approve),
      run(actors.programOwner, "enrol", argument),
    );
    expect(said(both)).toEqual(
      both[0].code === undefined ? ["EnrolmentRequest", "ALREADY_ENROLLED"] : ["ALREADY_ENROLLED", "Enrolment"],
    );
    expect(await enrolments(second, programId)).toHaveLength(1);
  });

  race("a later due date is approved or its enrolment withdrawn: what has ended moves no more", async (together) => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { manager } = await newTeam(learner);
    const { programId } = await publishedProgram(suite, { dueWithin: "P7D" });
    const argument = `input: { programId: "${programId}", personId: "${idOf(learner)}" }`;
    const enrolmentId = await here(run(suite.actors.admin, "enrol", argument, "... on Enrolment { id }"));
    const [{ dueAt }] = await enrolments(learner, programId);
    const later = `input: { enrolmentId: "${enrolmentId}", dueOn: "2027-01-31", reason: "Ill for long." }`;
    const asking = run(learner, "requestExtension", later, "... on ExtensionRequest { id }");
    const asked = await together(asking, asking);
    expect(said(asked).toSorted()).toEqual(["ExtensionRequest", "REQUEST_WAITS"]);
    const requestId = asked.find(({ id }) => id !== undefined)?.id ?? "";
    const approve = `input: { requestId: "${requestId}", decision: APPROVED, reason: "Get well." }`;
    const [approved, withdrawn] = await together(
      run(manager, "decideExtensionRequest", approve),
      run(learner, "withdrawEnrolment", `enrolmentId: "${enrolmentId}"`),
    );
    expect(withdrawn.__typename).toBe("Enrolment");
    expect(["ExtensionRequest", "ENROLMENT_ENDED"]).toContain(said([approved])[0]);
    const [ended] = await enrolments(learner, programId);
    expect([ended.status, ended.dueAt === dueAt]).toEqual(["WITHDRAWN", approved.code !== undefined]);
    expect((await eventsOf(suite.server, learner)).at(-1)?.type).toBe("ENROLMENT_WITHDRAWN");
  });

  race("one key sent to two servers writes once, and both give the first answer", async (together) => {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { programId } = await publishedProgram(suite);
    const enrol = (key: string, program: string) =>
      run(learner, "enrol", `input: { programId: "${program}" }, idempotencyKey: "${key}"`, "... on Enrolment { id }");
    const [key, taken] = [crypto.randomUUID(), crypto.randomUUID()];
    const [first, second] = await together(enrol(key, programId), enrol(key, programId));
    expect(first).toEqual({ __typename: "Enrolment", id: expect.any(String) });
    expect(second).toEqual(first);
    expect(await count(learner, "PERSON_ENROLLED")).toBe(1);
    const programs = [(await publishedProgram(suite)).programId, (await publishedProgram(suite)).programId] as const;
    const answers = await together(enrol(taken, programs[0]), enrol(taken, programs[1]));
    expect(said(answers).toSorted()).toEqual(["Enrolment", "IDEMPOTENCY_KEY_REUSED"]);
  });

  race("the same rows sent to two servers are imported once: people, teams and history", async (together) => {
    const { server, actors } = suite;
    const { programId } = await publishedProgram(suite);
    const { node } = await data(server, actors.admin, `{ node(id: "${programId}") { ... on Program { key } } }`);
    const key = crypto.randomUUID();
    const email = (n: number) => `"p${n}-${key}@example.org"`;
    const send = async (field: string, rows: string): Promise<number[][]> => {
      const selection = "... on ImportReport { created changed unchanged refused }";
      const importing = run(actors.admin, field, `input: { rows: [${rows}] }`, selection);
      const reports = (await together(importing, importing)) as unknown as Record<string, number>[];
      return reports.map(({ created = 0, changed = 0, unchanged = 0, refused = 0 }) => [
        created,
        changed,
        unchanged,
        refused,
      ]);
    };
    const once = (created: number, unchanged: number) => [
      [0, 0, created + unchanged, 0],
      [created, 0, unchanged, 0],
    ];
    const people = [1, 2, 3].map((n) => `{ email: ${email(n)}, name: "P${n}", roles: [LEARNER] }`).join(" ");
    expect((await send("importPeople", people)).toSorted()).toEqual(once(3, 0));
    const teams = [1, 2].map(
      (n) => `{ key: "${key}", name: "A team", managerEmail: ${email(3)}, memberEmail: ${email(n)} }`,
    );
    expect(await send("importTeams", teams.join(" "))).toHaveLength(2);
    const history = [1, 2].map(
      (n) =>
        `{ personEmail: ${email(n)}, programKey: "${node.key}", source: "Elsewhere", validFrom: "2026-01-01", expiresAt: "2028-01-01" }`,
    );
    expect((await send("importHistory", history.join(" "))).toSorted()).toEqual(once(2, 0));
    const written = await server.services.database.asSystem(async (tx) => ({
      people: await tx.person.count({ where: { email: { endsWith: `${key}@example.org` } } }),
      members: await tx.teamMember.count({ where: { team: { key } } }),
      certificates: await tx.certificate.count({ where: { person: { email: { endsWith: `${key}@example.org` } } } }),
      imported: await tx.event.count({
        where: { type: "CERTIFICATE_IMPORTED", person: { email: { endsWith: `${key}@example.org` } } },
      }),
      joined: await tx.event.count({
        where: { type: "TEAM_MEMBER_ADDED", person: { email: { endsWith: `${key}@example.org` } } },
      }),
    }));
    expect(written).toEqual({ people: 3, members: 2, certificates: 2, imported: 2, joined: 2 });
  });
});
