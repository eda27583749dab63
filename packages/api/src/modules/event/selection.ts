import type { Prisma } from "@kunna/database";
import { type Action, type Actor, can, reach } from "@kunna/domain";
import { concerning, teamsWithin } from "../../scope.ts";
import type { FeedEntry } from "./feed-entry.ts";

/** Which events of a feed somebody asks for: those that meet each part that is given. */
export interface Selection {
  /** What lets one read them: whom it reaches, of those they concern. */
  readonly action: Action;
  /** Only what concerns whoever asks. */
  readonly isOwn?: boolean;
  readonly types?: readonly string[] | null;
  readonly programId?: string | null;
  readonly personId?: string | null;
  readonly enrolmentId?: string | null;
  readonly certificateId?: string | null;
  readonly teamId?: string | null;
}

/** The events that the actor may read and the selection asks for, as a condition for the database. */
export function selectionWhere(actor: Actor, selection: Selection): Prisma.EventWhereInput {
  const { action, isOwn, types, programId, personId, enrolmentId, certificateId, teamId } = selection;
  return {
    ...(types ? { type: { in: [...types] } } : {}),
    ...(programId ? { programId } : {}),
    ...(enrolmentId ? { enrolmentId } : {}),
    ...(certificateId ? { certificateId } : {}),
    AND: [
      concerning(actor, action),
      // What tells of a draft is for those who may see drafts. Prisma takes an empty condition on a relation, below an OR,
      // for one that no row meets.
      readsDrafts(actor)
        ? {}
        : { OR: [{ versionId: null }, { version: { status: { in: ["PUBLISHED" as const, "RETIRED" as const] } } }] },
      personId ? { personId } : {},
      isOwn ? { personId: actor.personId } : {},
      teamId ? { person: { memberships: { some: { teamId, team: teamsWithin(actor) } } } } : {},
    ],
  };
}

/** Whether the actor may read an event and the selection asks for it: selectionWhere, of an entry that is at hand. */
export function isSelected(actor: Actor, selection: Selection, entry: FeedEntry): boolean {
  const { action, isOwn, types, programId, personId, enrolmentId, certificateId, teamId } = selection;
  if (types && !types.includes(entry.type)) return false;
  if (programId && entry.programId !== programId) return false;
  if (personId && entry.personId !== personId) return false;
  if (enrolmentId && entry.enrolmentId !== enrolmentId) return false;
  if (certificateId && entry.certificateId !== certificateId) return false;
  if (entry.isOfDraft && !readsDrafts(actor)) return false;
  if (isOwn && entry.personId !== actor.personId) return false;
  const { organisationId } = actor;
  const mayReadTeam = (managerId: string) => can(actor, "team.read", { organisationId, managerIds: [managerId] });
  if (teamId && !entry.teams.some((team) => team.id === teamId && mayReadTeam(team.managerId))) return false;
  const managerIds = entry.teams.map(({ managerId }) => managerId);
  const { personId: concerned, courseIds } = entry;
  return can(actor, action, { organisationId, managerIds, courseIds, ...(concerned ? { personId: concerned } : {}) });
}

function readsDrafts(actor: Actor): boolean {
  return reach(actor, "program.read-draft").size > 0;
}
