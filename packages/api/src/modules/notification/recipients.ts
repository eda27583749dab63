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

/**
 * Whom each of the events notifies as things are now, by the events' ids: two statements, however many there are.
 * @param only whether this one person is among them is all that is asked: the others need not be loaded, and may be missing
 */
export async function loadRecipients(
  tx: TenantTransaction,
  events: readonly EventKey[],
  only?: string,
): Promise<ReadonlyMap<string, readonly Recipient[]>> {
  const personIds = [...new Set(events.flatMap(({ personId }) => personId ?? []))];
  const memberships = await tx.teamMember.findMany({
    where: { personId: { in: personIds } },
    select: { personId: true, team: { select: { managerId: true } } },
  });
  const managersOf = (personId: string | null) =>
    memberships.flatMap((membership) => (membership.personId === personId ? [membership.team.managerId] : []));
  const roles = [...new Set(events.flatMap(({ type }) => rolesNotifiedOf(type)))];
  // Who manages is known in any case: where nobody does, others are told.
  const known = [...memberships.map(({ team }) => team.managerId), ...(only ? [only] : personIds)];
  const hasRole = only || roles.length === 0 ? [] : [{ roles: { hasSome: roles } }];
  const people = await tx.person.findMany({
    where: { OR: [{ id: { in: [...new Set(known)] } }, ...hasRole] },
    orderBy: { id: "asc" },
    select: { id: true, organisationId: true, roles: true },
  });
  const candidates = people.map(({ id, ...rest }): Actor => ({ personId: id, ...rest }));
  return new Map(
    events.map((event) => [event.id, recipientsOf({ ...event, managerIds: managersOf(event.personId) }, candidates)]),
  );
}
