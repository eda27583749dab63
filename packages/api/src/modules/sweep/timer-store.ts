import type { TenantTransaction } from "@kunna/database";
import type { Reaction } from "../../reactions.ts";

/** A certificate that the sweep is to look at. */
export interface DueTimer {
  readonly certificateId: string;
  readonly personId: string;
  readonly programId: string;
  readonly since: Date;
  readonly nextDueAt: Date;
}

/** Begins the timers of certificates that were just recorded: the sweep works out when something is due. */
export const startTimers: Reaction = async ({ tx, actor, now }, events) => {
  const data = events.flatMap(({ certificateId, personId, programId }) =>
    certificateId && personId && programId
      ? [{ organisationId: actor.organisationId, certificateId, personId, programId, since: now, nextDueAt: now }]
      : [],
  );
  await tx.certificateTimer.createMany({ data });
};

/** Lets the sweep work out anew what is due for these certifications. */
export const lookAgainAtCertifications: Reaction = async ({ tx, now }, events) => {
  const personIds = events.map(({ personId }) => personId ?? null);
  const programIds = events.map(({ programId }) => programId ?? null);
  await tx.$executeRaw`
    UPDATE "CertificateTimer" t SET "nextDueAt" = LEAST(t."nextDueAt", ${now})
    FROM unnest(${personIds}::uuid[], ${programIds}::uuid[]) AS k("personId", "programId")
    WHERE t."personId" = k."personId" AND t."programId" = k."programId"`;
};

/** R10: a version that holders come over to by a date opens the renewals of all of them. */
export const lookAgainAtProgram: Reaction = async ({ tx, now }, events) => {
  const programIds = events.flatMap(({ programId, facts }) =>
    programId && "carryOver" in facts && facts.carryOver === "BY_DATE" ? [programId] : [],
  );
  if (programIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE "CertificateTimer" SET "nextDueAt" = LEAST("nextDueAt", ${now}) WHERE "programId" = ANY(${programIds}::uuid[])`;
};

/** The timers that are due by then, earliest first. */
export function findDueTimers(tx: TenantTransaction, by: Date, limit: number): Promise<DueTimer[]> {
  return tx.$queryRaw<DueTimer[]>`
    SELECT "certificateId", "personId", "programId", "since", "nextDueAt" FROM "CertificateTimer"
    WHERE "nextDueAt" <= ${by} ORDER BY "nextDueAt", "certificateId" LIMIT ${limit} FOR UPDATE`;
}

/** Sets when each is looked at next, in one statement. */
export async function setTimers(
  tx: TenantTransaction,
  timers: readonly { readonly certificateId: string; readonly nextDueAt: Date | null }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "CertificateTimer" t SET "nextDueAt" = n."nextDueAt"
    FROM jsonb_to_recordset(${JSON.stringify(timers)}::jsonb) AS n("certificateId" uuid, "nextDueAt" timestamptz(3))
    WHERE t."certificateId" = n."certificateId"`;
}
