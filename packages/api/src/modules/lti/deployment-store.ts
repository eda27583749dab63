import { type Database, type TenantTransaction, uuidv7 } from "@kunna/database";
import { isRowId } from "./registration-store.ts";

/** How many deployments of one platform may wait for an administrator. A platform that makes up more is not listened to. */
const mostWaiting = 100;

/**
 * Says whether launches from a deployment are taken. Of a platform that told none as it registered, the first that comes is
 * trusted (ADDED); one that comes after it is refused, and waits for an administrator. Of two at once, one is the first.
 */
export async function useLtiDeployment(
  database: Database,
  now: Date,
  { connectionId, deploymentId }: { readonly connectionId: string; readonly deploymentId: string },
): Promise<"KNOWN" | "ADDED" | "UNKNOWN"> {
  if (!isRowId(connectionId)) return "UNKNOWN";
  const known = await database.asSystem((tx) =>
    tx.ltiRegistration.findUnique({
      where: { connectionId },
      select: {
        organisationId: true,
        connection: { select: { deployments: { where: { deploymentId }, select: { approvedAt: true } } } },
      },
    }),
  );
  if (!known) return "UNKNOWN";
  const [deployment] = known.connection.deployments;
  if (deployment) return deployment.approvedAt === null ? "UNKNOWN" : "KNOWN";
  const { organisationId } = known;
  return database.transact(organisationId, (tx) => add(tx, { organisationId, connectionId, deploymentId }, now));
}

interface NewDeployment {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly deploymentId: string;
}

async function add(
  tx: TenantTransaction,
  { organisationId, connectionId, deploymentId }: NewDeployment,
  now: Date,
): Promise<"KNOWN" | "ADDED" | "UNKNOWN"> {
  // Two that come at once wait for each other here.
  await tx.$queryRaw`SELECT 1 FROM "LmsConnection" WHERE "id" = ${connectionId}::uuid FOR NO KEY UPDATE`;
  const known = await tx.ltiDeployment.findMany({
    where: { connectionId },
    select: { deploymentId: true, approvedAt: true },
  });
  const same = known.find((one) => one.deploymentId === deploymentId);
  if (same) return same.approvedAt === null ? "UNKNOWN" : "KNOWN";
  const isFirst = known.length === 0;
  if (known.filter(({ approvedAt }) => approvedAt === null).length < mostWaiting)
    await insertDeployment(tx, { organisationId, connectionId, deploymentId }, now, isFirst);
  return isFirst ? "ADDED" : "UNKNOWN";
}

/** Keeps a deployment: one that is trusted, or one that waits. */
export async function insertDeployment(
  tx: TenantTransaction,
  deployment: NewDeployment,
  now: Date,
  isTrusted: boolean,
): Promise<void> {
  await tx.ltiDeployment.create({
    data: { id: uuidv7(), ...deployment, firstSeenAt: now, approvedAt: isTrusted ? now : null },
    select: { id: true },
  });
}
