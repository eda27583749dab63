import type { TenantTransaction } from "@kunna/database";
import { type NotificationFrequency, type NotificationKind, optionalKinds } from "@kunna/domain";
import { allOptional } from "./choices.ts";

interface Who {
  readonly organisationId: string;
  readonly personId: string;
}

/** Writes how often a person is told of these kinds. */
export async function choose(
  tx: TenantTransaction,
  { organisationId, personId }: Who,
  chosen: ReadonlyMap<NotificationKind, NotificationFrequency>,
  chosenAt: Date,
): Promise<void> {
  for (const [kind, frequency] of chosen)
    await tx.notificationChoice.upsert({
      where: { organisationId_personId_kind: { organisationId, personId, kind } },
      create: { organisationId, personId, kind, frequency, chosenAt },
      update: { frequency, chosenAt },
      select: { kind: true },
    });
}

/** Calls off all that may be called off, kinds that are yet to come among it; or takes that back. */
export async function chooseNoneOptional(
  tx: TenantTransaction,
  { organisationId, personId }: Who,
  none: boolean,
  chosenAt: Date,
): Promise<void> {
  const kinds = none ? [allOptional, ...optionalKinds] : [allOptional];
  await tx.notificationChoice.deleteMany({ where: { personId, kind: { in: kinds } } });
  if (none)
    await tx.notificationChoice.create({
      data: { organisationId, personId, kind: allOptional, frequency: "NEVER", chosenAt },
      select: { kind: true },
    });
}
