import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { addTeamMember, changeTeamManager, removeTeamMember } from "../commands/change-team.ts";
import { createTeam } from "../commands/create-team.ts";
import { setPersonRoles } from "../commands/set-person-roles.ts";
import { RoleEnum } from "./organisation.type.ts";

const CreateTeamInput = builder.inputType("CreateTeamInput", {
  description: "A new team.",
  fields: (t) => ({
    key: t.string({
      required: true,
      description: "Stable and unique in the organisation.",
      validate: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, "must be 1 to 100 lower-case letters, digits, dots and hyphens"),
    }),
    name: t.string({ required: true, description: "As people call it.", validate: z.string().trim().min(1).max(200) }),
    managerId: t.id({ required: true, description: "Who leads it." }),
  }),
});

const TeamMemberInput = builder.inputType("TeamMemberInput", {
  description: "A person and a team.",
  fields: (t) => ({
    teamId: t.id({ required: true, description: "The team that is meant." }),
    personId: t.id({ required: true, description: "The person." }),
  }),
});

const ChangeTeamManagerInput = builder.inputType("ChangeTeamManagerInput", {
  description: "Who is to lead a team.",
  fields: (t) => ({
    teamId: t.id({ required: true, description: "The team that is meant." }),
    managerId: t.id({ required: true, description: "Its manager from now on." }),
  }),
});

const SetPersonRolesInput = builder.inputType("SetPersonRolesInput", {
  description: "What a person may do from now on.",
  fields: (t) => ({
    personId: t.id({ required: true, description: "The person." }),
    roles: t.field({
      type: [RoleEnum],
      required: true,
      description: "All their roles; what is left out is taken away.",
    }),
  }),
});

builder.mutationFields((t) => ({
  createTeam: t.prismaField({
    type: "Team",
    description: "Adds a team under a manager. For administrators.",
    errors: {},
    args: { input: t.arg({ type: CreateTeamInput, required: true, description: "The team that is meant." }) },
    resolve: async (query, _root, { input: { key, name, managerId } }, context) => {
      const given = { key, name, managerId: rowId("Person", managerId, "managerId") };
      const { teamId } = await runCommand(context, createTeam, given);
      return readerOf(context).team.findUniqueOrThrow({ ...query, where: { id: teamId } });
    },
  }),
  addTeamMember: t.prismaField({
    type: "Team",
    description: "Adds a person to a team; rules for the team enrol them. For administrators.",
    errors: {},
    args: { input: t.arg({ type: TeamMemberInput, required: true, description: "Whom, to which." }) },
    resolve: async (query, _root, { input }, context) => {
      const { teamId } = await runCommand(context, addTeamMember, membershipFrom(input));
      return readerOf(context).team.findUniqueOrThrow({ ...query, where: { id: teamId } });
    },
  }),
  removeTeamMember: t.prismaField({
    type: "Team",
    description:
      "Takes a person out of a team. What they have done is kept; what a rule for the team had enrolled them on goes on, no longer required. For administrators.",
    errors: {},
    args: { input: t.arg({ type: TeamMemberInput, required: true, description: "Whom, from which." }) },
    resolve: async (query, _root, { input }, context) => {
      const { teamId } = await runCommand(context, removeTeamMember, membershipFrom(input));
      return readerOf(context).team.findUniqueOrThrow({ ...query, where: { id: teamId } });
    },
  }),
  changeTeamManager: t.prismaField({
    type: "Team",
    description: "Gives a team another manager. For administrators.",
    errors: {},
    args: { input: t.arg({ type: ChangeTeamManagerInput, required: true, description: "Which, and who." }) },
    resolve: async (query, _root, { input }, context) => {
      const { teamId } = await runCommand(context, changeTeamManager, {
        teamId: rowId("Team", input.teamId, "teamId"),
        managerId: rowId("Person", input.managerId, "managerId"),
      });
      return readerOf(context).team.findUniqueOrThrow({ ...query, where: { id: teamId } });
    },
  }),
  setPersonRoles: t.prismaField({
    type: "Person",
    description: "Sets what a person may do; rules for a role enrol them. For administrators.",
    errors: {},
    args: { input: t.arg({ type: SetPersonRolesInput, required: true, description: "Who, and what." }) },
    resolve: async (query, _root, { input }, context) => {
      const { personId } = await runCommand(context, setPersonRoles, {
        personId: rowId("Person", input.personId, "personId"),
        roles: input.roles,
      });
      return readerOf(context).person.findUniqueOrThrow({ ...query, where: { id: personId } });
    },
  }),
}));

function membershipFrom({ teamId, personId }: typeof TeamMemberInput.$inferInput) {
  return { teamId: rowId("Team", teamId, "teamId"), personId: rowId("Person", personId, "personId") };
}
