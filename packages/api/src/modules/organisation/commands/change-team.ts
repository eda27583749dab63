import type { TenantTransaction } from "@kunna/database";
import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

export interface TeamMembership {
  readonly teamId: string;
  readonly personId: string;
}

/** Adds a person to a team. Done twice, it is done once. @throws NotPermitted, NotFound */
export const addTeamMember: Command<TeamMembership, { teamId: string }> = async ({ tx, actor, emit }, input) => {
  authorize(actor, "team.edit");
  const { teamId, personId } = input;
  const { key } = await lockTeam(tx, teamId);
  await findPerson(tx, personId);
  const { organisationId } = actor;
  const added = await tx.teamMember.createMany({
    data: [{ organisationId, teamId, personId }],
    skipDuplicates: true,
  });
  if (added.count > 0) emit({ type: "TEAM_MEMBER_ADDED", personId, facts: { teamKey: key } });
  return { teamId };
};

/**
 * Takes a person out of a team. All that they have done is kept, and what a rule for the team had enrolled them on goes
 * on, no longer required. Done twice, it is done once.
 * @throws NotPermitted, NotFound
 */
export const removeTeamMember: Command<TeamMembership, { teamId: string }> = async ({ tx, actor, emit }, input) => {
  authorize(actor, "team.edit");
  const { teamId, personId } = input;
  const { key } = await lockTeam(tx, teamId);
  await findPerson(tx, personId);
  const removed = await tx.teamMember.deleteMany({ where: { teamId, personId } });
  if (removed.count > 0) emit({ type: "TEAM_MEMBER_REMOVED", personId, facts: { teamKey: key } });
  return { teamId };
};

export interface ChangeTeamManager {
  readonly teamId: string;
  readonly managerId: string;
}

/** Gives a team another manager. @throws NotPermitted, NotFound */
export const changeTeamManager: Command<ChangeTeamManager, { teamId: string }> = async (run, input) => {
  const { tx, actor, emit } = run;
  authorize(actor, "team.edit");
  const { teamId, managerId } = input;
  const before = await lockTeam(tx, teamId);
  await findPerson(tx, managerId);
  if (before.managerId === managerId) return { teamId };
  await tx.team.update({ where: { id: teamId }, data: { managerId }, select: { id: true } });
  emit({ type: "TEAM_CHANGED", personId: managerId, facts: { teamKey: before.key } });
  return { teamId };
};

async function lockTeam(tx: TenantTransaction, teamId: string): Promise<{ key: string; managerId: string }> {
  const [team] = await tx.$queryRaw<{ key: string; managerId: string }[]>`
    select "key", "managerId"::text from "Team" where "id" = ${teamId}::uuid for no key update`;
  if (!team) throw new NotFound("team");
  return team;
}

async function findPerson(tx: TenantTransaction, personId: string): Promise<void> {
  if (!(await tx.person.findUnique({ where: { id: personId }, select: { id: true } }))) throw new NotFound("person");
}
