import { durationSchema, InvalidInput, NothingLeftToAward, RuleEnded, RuleExists } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { RoleEnum } from "../../organisation/index.ts";
import { assign } from "../commands/assign.ts";
import { createAssignmentRule } from "../commands/create-assignment-rule.ts";
import { endAssignmentRule } from "../commands/end-assignment-rule.ts";
import { AssignmentRuleCreation, AssignmentType, rulesWithin } from "./assignment.type.ts";

const AssignInput = builder.inputType("AssignInput", {
  description: "What is assigned to whom.",
  fields: (t) => ({
    programId: t.id({ required: true, description: "The program; its published version is taken." }),
    personIds: t.idList({
      defaultValue: [],
      description: "The persons, at most 500.",
      validate: z.array(z.string()).max(500),
    }),
    teamId: t.id({ description: "All its members, besides the persons." }),
    dueOn: t.field({ type: "Date", description: "The last day; left out: by the policy of the version." }),
    reason: t.string({ description: "Why, as told in the events.", validate: z.string().trim().min(1).max(10_000) }),
    dryRun: t.boolean({ defaultValue: false, description: "Say who would be enrolled, and write nothing." }),
  }),
});

const CreateAssignmentRuleInput = builder.inputType("CreateAssignmentRuleInput", {
  description: "A rule that enrols a team or a role on a program.",
  fields: (t) => ({
    programId: t.id({ required: true, description: "The program." }),
    teamId: t.id({ description: "Whose members: exactly one of team and role is given." }),
    role: t.field({ type: RoleEnum, description: "Who has it: exactly one of team and role is given." }),
    dueWithin: t.field({
      type: "Duration",
      description: "How long each has, from their enrolment; left out: by the policy of the version.",
      validate: durationSchema,
    }),
    dryRun: t.boolean({ defaultValue: false, description: "Say who would be enrolled, and write nothing." }),
  }),
});

builder.queryFields((t) => ({
  assignmentRules: t.prismaConnection({
    type: "AssignmentRule",
    cursor: "id",
    description: "The rules that you may read, newest first: a manager's those for their own teams.",
    authScopes: { may: "rule.read" },
    totalCount: (_root, _args, context) => readerOf(context).assignmentRule.count({ where: rulesWithin(context) }),
    resolve: (query, _root, _args, context) =>
      readerOf(context).assignmentRule.findMany({ ...query, where: rulesWithin(context), orderBy: { id: "desc" } }),
  }),
}));

builder.mutationFields((t) => ({
  assign: t.field({
    type: AssignmentType,
    description:
      "Assigns a program to persons and to the members of a team, with a result for each. By a manager to their team, or by a program owner or administrator.",
    errors: { types: [NothingLeftToAward] },
    args: { input: t.arg({ type: AssignInput, required: true, description: "What, and to whom." }) },
    resolve: (_root, { input }, context) =>
      runCommand(context, assign, {
        programId: rowId("Program", input.programId, "programId"),
        personIds: (input.personIds ?? []).map((id, index) => rowId("Person", id, `personIds.${index}`)),
        teamId: input.teamId ? rowId("Team", input.teamId, "teamId") : null,
        dueOn: input.dueOn ?? null,
        reason: input.reason ?? null,
        dryRun: input.dryRun ?? false,
      }),
  }),
  createAssignmentRule: t.field({
    type: AssignmentRuleCreation,
    description:
      "Creates a rule that enrols whoever is in a team or has a role, now and from now on. By a program owner or administrator, or by a manager for their own team.",
    errors: { types: [RuleExists, NothingLeftToAward] },
    args: { input: t.arg({ type: CreateAssignmentRuleInput, required: true, description: "The rule that is meant." }) },
    resolve: (_root, { input }, context) =>
      runCommand(context, createAssignmentRule, {
        programId: rowId("Program", input.programId, "programId"),
        whom: whomFrom(input),
        dueWithin: input.dueWithin ?? null,
        dryRun: input.dryRun ?? false,
      }),
  }),
  endAssignmentRule: t.prismaField({
    type: "AssignmentRule",
    description: "Ends a rule. Whom it has enrolled go on, no longer required.",
    errors: { types: [RuleEnded] },
    args: { ruleId: t.arg.id({ required: true, description: "The rule that is meant." }) },
    resolve: async (query, _root, args, context) => {
      const { ruleId } = await runCommand(context, endAssignmentRule, {
        ruleId: rowId("AssignmentRule", args.ruleId, "ruleId"),
      });
      return readerOf(context).assignmentRule.findUniqueOrThrow({ ...query, where: { id: ruleId } });
    },
  }),
}));

function whomFrom({ teamId, role }: typeof CreateAssignmentRuleInput.$inferInput) {
  if (teamId && !role) return { teamId: rowId("Team", teamId, "teamId") };
  if (role && !teamId) return { role };
  throw new InvalidInput([
    {
      code: "TEAM_OR_ROLE",
      path: "teamId",
      message: "A rule is for a team or for a role.",
      fix: "Give exactly one of them.",
    },
  ]);
}
