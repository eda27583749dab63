import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { teamsWithin } from "../../../scope.ts";
import { Person, RoleEnum } from "../../organisation/index.ts";
import type { CreatedRule } from "../commands/create-assignment-rule.ts";
import type { PersonOutcome } from "../outcomes.ts";

const AssignmentRule = builder.prismaNode("AssignmentRule", {
  description: "Whoever is in the team, or has the role, is enrolled on the program. Ended, never deleted.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    program: t.relation("program", { description: "What they are enrolled on." }),
    team: t.relation("team", { nullable: true, description: "Whose members; null when it is for a role." }),
    role: t.expose("role", { type: RoleEnum, nullable: true, description: "Who has it; null when it is for a team." }),
    dueWithin: t.expose("dueWithin", {
      type: "Duration",
      nullable: true,
      description: "How long each has, from their enrolment; null: by the policy of the version.",
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "Since when it holds." }),
    createdBy: t.relation("createdBy", { description: "Who created it." }),
    endedAt: t.expose("endedAt", { type: "DateTime", nullable: true, description: "Null while it holds." }),
    endedBy: t.relation("endedBy", { nullable: true, description: "Who ended it." }),
  }),
});

/** The rules that one may read: all, or those for one's own teams. */
export function rulesWithin(context: ApiContext) {
  const teams = teamsWithin(actorOf(context));
  return Object.keys(teams).length === 0 ? {} : { team: teams };
}
nodeScope("AssignmentRule", rulesWithin);

export const PersonOutcomeType = builder.objectRef<PersonOutcome>("AssignmentOutcome").implement({
  description: "What became of one person.",
  fields: (t) => ({
    person: t.prismaField({
      type: Person,
      nullable: true,
      description: "The person; null when there is no such person.",
      resolve: (query, { personId, code }, _args, context) =>
        code === "NOT_FOUND" || code === "NOT_PERMITTED"
          ? null
          : readerOf(context).person.findUnique({ ...query, where: { id: personId } }),
    }),
    enrolment: t.prismaField({
      type: "Enrolment",
      nullable: true,
      description: "The enrolment that was made; null when none was, or in a dry run.",
      resolve: (query, { enrolmentId }, _args, context) =>
        enrolmentId ? readerOf(context).enrolment.findUnique({ ...query, where: { id: enrolmentId } }) : null,
    }),
    code: t.exposeString("code", {
      description: "ENROLLED, or the code of what refused it, such as ALREADY_ENROLLED.",
    }),
    message: t.exposeString("message", { description: "The same for a person, in English." }),
    help: t.exposeString("help", { description: "What to do about a refusal, for a person, in English." }),
  }),
});

export const AssignmentType = builder.simpleObject("Assignment", {
  description: "What became of each person to whom a program was assigned.",
  fields: (t) => ({
    outcomes: t.field({ type: [PersonOutcomeType], description: "In the order in which they were named." }),
  }),
});

export const AssignmentRuleCreation = builder.objectRef<CreatedRule>("AssignmentRuleCreation").implement({
  description: "A new rule, and what became of each for whom it holds.",
  fields: (t) => ({
    rule: t.prismaField({
      type: AssignmentRule,
      nullable: true,
      description: "The rule; null in a dry run.",
      resolve: (query, { ruleId }, _args, context) =>
        ruleId ? readerOf(context).assignmentRule.findUnique({ ...query, where: { id: ruleId } }) : null,
    }),
    outcomes: t.field({
      type: [PersonOutcomeType],
      description: "Who was enrolled, or in a dry run would be, and who not and why.",
      resolve: ({ outcomes }) => outcomes,
    }),
  }),
});
