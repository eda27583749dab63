import type { TenantTransaction } from "@kunna/database";

/** A team as an import compares it. */
export interface StoredTeam {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly managerId: string;
}

export interface Membership {
  readonly teamId: string;
  readonly personId: string;
}

/** The teams with these keys, by key. */
export async function findTeams(tx: TenantTransaction, keys: readonly string[]): Promise<Map<string, StoredTeam>> {
  const rows = await tx.team.findMany({
    where: { key: { in: [...new Set(keys)] } },
    select: { id: true, key: true, name: true, managerId: true },
  });
  return new Map(rows.map((team) => [team.key, team]));
}

/** Which of these persons are in which of these teams. */
export function findMemberships(
  tx: TenantTransaction,
  teamIds: readonly string[],
  personIds: readonly string[],
): Promise<Membership[]> {
  return tx.teamMember.findMany({
    where: { teamId: { in: [...teamIds] }, personId: { in: [...personIds] } },
    select: { teamId: true, personId: true },
  });
}

/** Adds teams in one statement. */
export async function insertTeams(
  tx: TenantTransaction,
  organisationId: string,
  teams: readonly StoredTeam[],
  createdAt: Date,
): Promise<void> {
  if (teams.length === 0) return;
  await tx.team.createMany({ data: teams.map((team) => ({ ...team, organisationId, createdAt })) });
}

/** Changes names and managers in one statement. */
export async function changeTeams(tx: TenantTransaction, teams: readonly StoredTeam[]): Promise<void> {
  if (teams.length === 0) return;
  await tx.$executeRaw`
    update "Team" t set "name" = row."name", "managerId" = row."managerId"
    from jsonb_to_recordset(${JSON.stringify(teams)}::jsonb) as row("id" uuid, "name" text, "managerId" uuid)
    where t."id" = row."id"`;
}

/** Puts persons into teams in one statement. */
export async function addMembers(
  tx: TenantTransaction,
  organisationId: string,
  members: readonly Membership[],
): Promise<void> {
  if (members.length === 0) return;
  await tx.teamMember.createMany({ data: members.map((member) => ({ ...member, organisationId })) });
}

/** Takes persons out of teams in one statement. */
export async function removeMembers(tx: TenantTransaction, members: readonly Membership[]): Promise<void> {
  if (members.length === 0) return;
  await tx.$executeRaw`
    delete from "TeamMember" m
    using jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as row("teamId" uuid, "personId" uuid)
    where m."teamId" = row."teamId" and m."personId" = row."personId"`;
}
