import { InvalidInput, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

export interface CreateTeam {
  readonly key: string;
  readonly name: string;
  readonly managerId: string;
}

/** Adds a team under a manager. @throws NotPermitted, NotFound, InvalidInput */
export const createTeam: Command<CreateTeam, { teamId: string }> = async ({ tx, actor, now, emit }, input) => {
  authorize(actor, "team.edit");
  const { key, name, managerId } = input;
  const { organisationId } = actor;
  const manager = await tx.person.findUnique({ where: { id: managerId }, select: { id: true } });
  if (!manager) throw new NotFound("person");
  const taken = await tx.team.findUnique({
    where: { organisationId_key: { organisationId, key } },
    select: { id: true },
  });
  if (taken)
    throw new InvalidInput([
      {
        code: "TEAM_KEY_TAKEN",
        path: "key",
        message: `A team of the organisation has the key ${key}.`,
        fix: "Use that team, or another key.",
      },
    ]);
  const { id: teamId } = await tx.team.create({
    data: { organisationId, key, name, managerId, createdAt: now },
    select: { id: true },
  });
  emit({ type: "TEAM_CREATED", personId: managerId, facts: { teamKey: key } });
  return { teamId };
};
