import type { TenantTransaction } from "@kunna/database";
import { type NotificationFrequency, type NotificationKind, optionalKinds } from "@kunna/domain";
import { allOptional } from "./choices.ts";

interface Who {
  readonly organisationId: string;
  readonly personId: string;
}

/** Writes how often a person is told of these kinds, in one statement; two who do so at once do not fail. */
export async function choose(
  tx: TenantTransaction,
  { organisationId, personId }: Who,
  chosen: ReadonlyMap<NotificationKind | typeof allOptional, NotificationFrequency>,
  chosenAt: Date,
): Promise<void> {
  if (chosen.size === 0) return;
  const rows = [...chosen].map(([kind, frequency]) => ({ kind, frequency }));
  await tx.$executeRaw`
    INSERT INTO "NotificationChoice" ("organisationId", "personId", "kind", "frequency", "chosenAt")
    SELECT ${organisationId}::uuid, ${personId}::uuid, c."kind", c."frequency", ${chosenAt}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS c("kind" text, "frequency" "NotificationFrequency")
    ORDER BY c."kind"
    ON CONFLICT ("organisationId", "personId", "kind")
      DO UPDATE SET "frequency" = excluded."frequency", "chosenAt" = excluded."chosenAt"`;
}

/** Calls off all that may be called off, kinds that are yet to come among it; or takes that back. */
export async function chooseNoneOptional(
  tx: TenantTransaction,
  who: Who,
  none: boolean,
  chosenAt: Date,
): Promise<void> {
  const kinds = none ? optionalKinds : [allOptional];
  await tx.notificationChoice.deleteMany({ where: { personId: who.personId, kind: { in: [...kinds] } } });
  if (none) await choose(tx, who, new Map([[allOptional, "NEVER"]]), chosenAt);
}
