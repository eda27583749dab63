import type { Prisma, TenantTransaction } from "@kunna/database";
import { NotFound, type Role } from "@kunna/domain";
import { contentOf, contentSelect } from "../program/index.ts";

/**
 * Locks persons, in the order of their ids, and gives the ids of those that there are. Rows that only point to them are
 * not held up: a reviewer's verdict waits for no enrolment.
 */
export async function lockPeople(tx: TenantTransaction, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select "id"::text from "Person" where "id" = any(${[...personIds]}::uuid[]) order by "id" for no key update`;
  return rows.map(({ id }) => id);
}

/**
 * The versions that can be enrolled on, the newest first: held, so that they are not retired meanwhile.
 * @throws NotFound when there is none
 */
export async function lockPublishedVersions(tx: TenantTransaction, programId: string) {
  // What is retired while its lock is waited for is not among them.
  const held = await tx.$queryRaw<{ id: string }[]>`
    select "id"::text from "ProgramVersion" where "programId" = ${programId}::uuid and "status" = 'PUBLISHED'
    order by "number" desc for share`;
  const rows = await tx.programVersion.findMany({
    where: { id: { in: held.map(({ id }) => id) } },
    orderBy: { number: "desc" },
    select: { ...contentSelect, number: true, carryOver: true },
  });
  const [newest, ...older] = rows.map((row) => ({ ...row, content: contentOf(row) }));
  if (!newest) throw new NotFound("program that can be enrolled on");
  return [newest, ...older] as const;
}

/** A version as it is published, held, so that it is not retired meanwhile; null when it is not. */
export async function loadPublishedVersion(tx: TenantTransaction, versionId: string) {
  const [held] = await tx.$queryRaw<{ id: string }[]>`
    select "id"::text from "ProgramVersion" where "id" = ${versionId}::uuid and "status" = 'PUBLISHED' for share`;
  if (!held) return null;
  const select = { ...contentSelect, programId: true, number: true, carryOver: true, learnersUnderWay: true } as const;
  const row = await tx.programVersion.findUniqueOrThrow({ where: { id: held.id }, select });
  return { ...row, content: contentOf(row) };
}

/** The enrolments of persons in a program, in the order in which they were made. */
export function loadEnrolments(tx: TenantTransaction, programId: string, personIds: readonly string[]) {
  return tx.enrolment.findMany({
    where: { programId, personId: { in: [...personIds] } },
    orderBy: { id: "asc" },
    select: { id: true, personId: true, status: true, enrolledAt: true, ruleId: true },
  });
}

/** Locks enrolments that are resumed: a verdict on what was put forward there is given before, or sees what resumes it. */
export async function lockEnded(tx: TenantTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$queryRaw`select from "Enrolment" where "id" = any(${[...ids]}::uuid[]) order by "id" for update`;
}

/** Writes enrolments, in one statement. */
export function insertEnrolments(tx: TenantTransaction, data: Prisma.EnrolmentCreateManyInput[]) {
  return tx.enrolment.createManyAndReturn({
    data,
    select: { id: true, personId: true, purpose: true, resumesId: true },
  });
}

/** The managers of the teams of each person. */
export async function loadManagers(
  tx: TenantTransaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.teamMember.findMany({
    where: { personId: { in: [...personIds] } },
    select: { personId: true, team: { select: { managerId: true } } },
  });
  const managers = new Map<string, string[]>();
  for (const { personId, team } of rows) managers.set(personId, [...(managers.get(personId) ?? []), team.managerId]);
  return managers;
}

/** A team with its members. @throws NotFound */
export async function loadTeam(tx: TenantTransaction, teamId: string) {
  const team = await tx.team.findUnique({
    where: { id: teamId },
    select: { managerId: true, members: { select: { personId: true } } },
  });
  if (!team) throw new NotFound("team");
  return { managerId: team.managerId, memberIds: team.members.map(({ personId }) => personId) };
}

/** Whoever has a role. */
export async function loadWithRole(tx: TenantTransaction, role: Role): Promise<string[]> {
  const rows = await tx.person.findMany({
    where: { roles: { has: role } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** When an enrolment is due now. */
export async function loadDueAt(tx: TenantTransaction, enrolmentId: string): Promise<Date | null> {
  return (await tx.enrolment.findUniqueOrThrow({ where: { id: enrolmentId }, select: { dueAt: true } })).dueAt;
}

/** Makes rules and joinings see each other: joining holds the lock with others, changing a rule holds it alone. */
export async function lockRules(tx: TenantTransaction, organisationId: string, alone: boolean): Promise<void> {
  const key = `assignment-rules ${organisationId}`;
  if (alone) await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
  else await tx.$queryRaw`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))::text`;
}

/** The rules in force, each with those of the persons for whom it holds. */
export function loadRulesFor(tx: TenantTransaction, personIds: readonly string[]) {
  return tx.$queryRaw<{ id: string; programId: string; dueWithin: string | null; personIds: string[] }[]>`
    select r."id"::text, r."programId"::text, r."dueWithin", array_agg(p."id"::text order by p."id") as "personIds"
    from "AssignmentRule" r join "Person" p on p."id" = any(${[...personIds]}::uuid[]) and (
      r."role" = any(p."roles")
      or exists (select from "TeamMember" m where m."teamId" = r."teamId" and m."personId" = p."id"))
    where r."endedAt" is null group by r."id" order by r."id"`;
}

/** Brings it up to date whether open enrolments are still asked for by their rule. Gives those that changed. */
export function settleRequired(
  tx: TenantTransaction,
  about: { readonly personIds?: readonly string[]; readonly ruleId?: string },
) {
  const personIds = about.personIds ? [...about.personIds] : null;
  return tx.$queryRaw<
    { enrolmentId: string; personId: string; programId: string; versionId: string; ruleId: string; required: boolean }[]
  >`
    update "Enrolment" e set "required" = not e."required"
    from "AssignmentRule" r, "Person" p
    where r."id" = e."ruleId" and p."id" = e."personId" and e."status" = 'ACTIVE'
      and (p."id" = any(${personIds}::uuid[]) or r."id" = ${about.ruleId ?? null}::uuid)
      and e."required" <> (r."endedAt" is null and (coalesce(r."role" = any(p."roles"), false)
        or exists (select from "TeamMember" m where m."teamId" = r."teamId" and m."personId" = p."id")))
    returning e."id"::text as "enrolmentId", e."personId"::text, e."programId"::text, e."versionId"::text,
      e."ruleId"::text, e."required"`;
}
