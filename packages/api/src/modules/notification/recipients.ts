import type { TenantTransaction } from "@kunna/database";
import { type Actor, type Recipient, recipientsOf, rolesNotifiedOf } from "@kunna/domain";

/** What is asked of an event to say whom it notifies. */
export interface EventKey {
  readonly id: string;
  readonly type: string;
  readonly organisationId: string;
  readonly actorId: string | null;
  readonly personId: string | null;
}

/** Whom each of the events notifies as things are now, by the events' ids: three statements, however many there are. */
export async function loadRecipients(
  tx: TenantTransaction,
  events: readonly EventKey[],
): Promise<ReadonlyMap<string, readonly Recipient[]>> {
  const personIds = [...new Set(events.flatMap(({ personId }) => personId ?? []))];
  const memberships = await tx.teamMember.findMany({
    where: { personId: { in: personIds } },
    select: { personId: true, team: { select: { managerId: true } } },
  });
  const managersOf = (personId: string | null) =>
    memberships.flatMap((membership) => (membership.personId === personId ? [membership.team.managerId] : []));
  const roles = [...new Set(events.flatMap(({ type }) => rolesNotifiedOf(type)))];
  const managerIds = memberships.map(({ team }) => team.managerId);
  const people = await tx.person.findMany({
    where: {
      OR: [{ id: { in: [...personIds, ...managerIds] } }, ...(roles.length > 0 ? [{ roles: { hasSome: roles } }] : [])],
    },
    orderBy: { id: "asc" },
    select: { id: true, organisationId: true, roles: true },
  });
  const candidates = people.map(({ id, ...rest }): Actor => ({ personId: id, ...rest }));
  return new Map(
    events.map((event) => [event.id, recipientsOf({ ...event, managerIds: managersOf(event.personId) }, candidates)]),
  );
}
