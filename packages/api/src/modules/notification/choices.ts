import type { Prisma } from "@kunna/database";
import type { NotificationChoices, NotificationFrequency, NotificationKind } from "@kunna/domain";

/** The row that stands for all kinds that may be called off. */
export const allOptional = "OPTIONAL";

const none: NotificationChoices = { noneOptional: false, byKind: new Map() };

type Reads = Pick<Prisma.TransactionClient, "notificationChoice">;

/** What these persons have chosen: one statement. */
export async function loadChoices(
  reads: Reads,
  personIds: readonly string[],
): Promise<(personId: string) => NotificationChoices> {
  const rows = await reads.notificationChoice.findMany({
    where: { personId: { in: [...new Set(personIds)] } },
    select: { personId: true, kind: true, frequency: true },
  });
  const found = new Map<string, { noneOptional: boolean; byKind: Map<NotificationKind, NotificationFrequency> }>();
  for (const { personId, kind, frequency } of rows) {
    const choices = found.get(personId) ?? { noneOptional: false, byKind: new Map() };
    if (kind === allOptional) choices.noneOptional = true;
    else choices.byKind.set(kind as NotificationKind, frequency);
    found.set(personId, choices);
  }
  return (personId) => found.get(personId) ?? none;
}
