import { decodeId, encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, type Actor, can, type Role, roles } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { tried as triedBy } from "./permission-cases.test.support.ts";
import { demoSuite, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the permission table of assignment on ${kind}`, ({ skip }) => skip(reason));

type Whom = "own" | "team" | "other";

describe.each(kinds)("the permission table of assignment on %s", (kind) => {
  const suite = demoSuite(kind);
  const idOf = ({ personId }: Actor) => encodeId("Person", personId);

  /** The type that was made, or the refusal's code; of `assign`, the code of its one outcome. */
  async function answer(actor: Actor, field: string, type: string, input: object | string): Promise<string> {
    const arg = typeof input === "string" ? "ruleId" : "input";
    const document = `mutation ($input: ${type}!) { result: ${field}(${arg}: $input) {
      __typename ... on Refusal { code } ${field === "assign" ? "... on Assignment { outcomes { code } }" : ""} } }`;
    const { result } = await data(suite.server, actor, document, { input });
    return result.outcomes?.[0].code ?? result.code ?? result.__typename;
  }

  /** Someone with the role, who leads a team with a member; and whom the action is about. */
  async function scene(role: Role, whom: Whom) {
    const actor = await newPerson(suite, [role]);
    const person = whom === "own" ? actor : await newPerson(suite, ["LEARNER"]);
    const leads = whom === "other" ? await newPerson(suite, ["MANAGER"]) : actor;
    const { organisationId } = actor;
    const teamId = await suite.server.services.database.asSystem(async (tx) => {
      const facts = { organisationId, key: crypto.randomUUID(), name: "A team", createdAt: new Date() };
      const { id } = await tx.team.create({ data: { ...facts, managerId: leads.personId }, select: { id: true } });
      if (whom !== "own")
        await tx.teamMember.create({ data: { organisationId, teamId: id, personId: person.personId } });
      return id;
    });
    return { actor, person, teamId: encodeId("Team", teamId), managerIds: [leads.personId] };
  }

  /** Requests of a person that wait: one to be enrolled, and one for a later due date. */
  async function requestsOf(person: Actor) {
    const { programId } = await publishedProgram(suite, { selfEnrolment: "APPROVAL" });
    const due = await publishedProgram(suite, { dueWithin: "P7D" });
    const assigned = await data(
      suite.server,
      suite.actors.admin,
      "mutation ($input: AssignInput!) { assign(input: $input) { ... on Assignment { outcomes { enrolment { id } } } } }",
      { input: { programId: due.programId, personIds: [idOf(person)] } },
    );
    const enrolmentId: string = assigned.assign.outcomes[0].enrolment.id;
    const asked = { organisationId: person.organisationId, personId: person.personId, requestedAt: new Date() };
    const at = new Date("2026-12-02T23:00:00Z");
    const [enrolment, extension] = await suite.server.services.database.asSystem(async (tx) => [
      await tx.enrolmentRequest.create({ data: { ...asked, programId: decodeId(programId).id, message: "x" } }),
      await tx.extensionRequest.create({
        data: { ...asked, enrolmentId: decodeId(enrolmentId).id, reason: "x", dueAt: at, requestedDueAt: at },
      }),
    ]);
    return {
      enrolmentId,
      toEnrol: encodeId("EnrolmentRequest", enrolment.id),
      toExtend: encodeId("ExtensionRequest", extension.id),
    };
  }

  const everyCase = roles.flatMap((role) => (["own", "team", "other"] as const).map((whom) => [role, whom] as const));

  it.each(everyCase)(
    "%s to %s: assigning, asking, deciding and ruling are done or refused as it says",
    async (role, whom) => {
      const { actor, person, teamId, managerIds } = await scene(role, whom);
      const { enrolmentId, toEnrol, toExtend } = await requestsOf(person);
      const { programId } = await publishedProgram(suite);
      const about = { organisationId: actor.organisationId, managerIds };
      const may = (action: Action) => can(actor, action, { ...about, personId: person.personId });
      const declined = { decision: "DECLINED", reason: "No." };
      const extend = { enrolmentId, dueOn: "2026-12-20", reason: "x" };
      const tried: [field: string, may: boolean, made: string, got: string][] = [
        [
          "assign",
          may("enrolment.assign"),
          "ENROLLED",
          await answer(actor, "assign", "AssignInput", { programId, personIds: [idOf(person)] }),
        ],
        // One waits already: that is said to whoever may ask, and to nobody else.
        [
          "requestExtension",
          may("due-date.request"),
          "REQUEST_WAITS",
          await answer(actor, "requestExtension", "RequestExtensionInput", extend),
        ],
        [
          "decideEnrolmentRequest",
          may("enrolment.decide"),
          "EnrolmentRequest",
          await answer(actor, "decideEnrolmentRequest", "DecideEnrolmentRequestInput", {
            requestId: toEnrol,
            ...declined,
          }),
        ],
        [
          "decideExtensionRequest",
          may("due-date.decide"),
          "ExtensionRequest",
          await answer(actor, "decideExtensionRequest", "DecideExtensionRequestInput", {
            requestId: toExtend,
            ...declined,
          }),
        ],
        [
          "createAssignmentRule",
          can(actor, "rule.edit", about),
          "AssignmentRuleCreation",
          await answer(actor, "createAssignmentRule", "CreateAssignmentRuleInput", { programId, teamId }),
        ],
      ];
      const fields = [...tried.map(([field]) => field), "endAssignmentRule"];
      expect(fields.toSorted()).toEqual(triedBy.toAssignments);
      for (const [field, allowed, made, got] of tried)
        expect([field, got]).toEqual([field, allowed ? made : "NOT_PERMITTED"]);

      const rule = { organisationId: actor.organisationId, createdAt: new Date(), createdById: actor.personId };
      const { id } = await suite.server.services.database.asSystem(async (tx) => {
        const where = { teamId: decodeId(teamId).id };
        const data = { ...rule, ...where, programId: decodeId(programId).id };
        return (await tx.assignmentRule.findFirst({ where })) ?? tx.assignmentRule.create({ data });
      });
      const ruleId = encodeId("AssignmentRule", id);
      const seen = await data(suite.server, actor, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
        ids: [toEnrol, toExtend, ruleId],
      });
      const reads = may("enrolment.read");
      expect(seen.nodes.map((node: unknown) => node !== null)).toEqual([reads, reads, can(actor, "rule.read", about)]);
      const ended = can(actor, "rule.edit", about) ? "AssignmentRule" : "NOT_PERMITTED";
      expect(await answer(actor, "endAssignmentRule", "ID", ruleId)).toBe(ended);
    },
  );

  it.each(roles)("%s: asks to be enrolled, and changes teams and roles, as it says", async (role) => {
    const { actor, teamId } = await scene(role, "team");
    const other = await newPerson(suite, ["LEARNER"]);
    const { programId } = await publishedProgram(suite, { selfEnrolment: "APPROVAL" });
    const may = (action: Action) => can(actor, action, actor);
    const member = { teamId, personId: idOf(other) };
    const tried: [field: string, action: Action, made: string, type: string, input: object][] = [
      [
        "requestEnrolment",
        "enrolment.request",
        "EnrolmentRequest",
        "RequestEnrolmentInput",
        { programId, message: "x" },
      ],
      [
        "createTeam",
        "team.edit",
        "Team",
        "CreateTeamInput",
        { key: crypto.randomUUID(), name: "x", managerId: idOf(other) },
      ],
      ["addTeamMember", "team.edit", "Team", "TeamMemberInput", member],
      ["removeTeamMember", "team.edit", "Team", "TeamMemberInput", member],
      ["changeTeamManager", "team.edit", "Team", "ChangeTeamManagerInput", { teamId, managerId: idOf(other) }],
      [
        "setPersonRoles",
        "person.set-roles",
        "Person",
        "SetPersonRolesInput",
        { personId: idOf(other), roles: ["REVIEWER"] },
      ],
    ];
    expect(tried.map(([field]) => field).toSorted()).toEqual(triedBy.toTeams);
    for (const [field, action, made, type, input] of tried)
      expect([field, await answer(actor, field, type, input)]).toEqual([field, may(action) ? made : "NOT_PERMITTED"]);
  });
});
