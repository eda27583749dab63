import { appendEvents, type LmsConnection, type TenantTransaction } from "@kunna/database";
import { LmsConnectionNotInUse, NotFound } from "@kunna/domain";

export interface RequestConnection {
  readonly organisationId: string;
  /** The connector's key, such as "lti". */
  readonly connector: string;
  readonly name: string;
  /** What the connector was told, but for its secrets. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Who wrote it down, or made the link by which the LMS asked for it. */
  readonly createdById: string;
  readonly now: Date;
}

/** Writes down a connection that waits for an administrator (PENDING), and tells of it. */
export async function requestConnection(
  tx: TenantTransaction,
  { organisationId, connector, name, settings = {}, createdById, now }: RequestConnection,
): Promise<{ readonly connectionId: string }> {
  const { id: connectionId } = await tx.lmsConnection.create({
    data: { organisationId, connector, name, settings, createdById, createdAt: now },
    select: { id: true },
  });
  await appendEvents(tx, [
    {
      type: "LMS_CONNECTION_REQUESTED",
      occurredAt: now,
      actorId: createdById,
      facts: { connectionId, connector },
    },
  ]);
  return { connectionId };
}

/** The connection, held until the transaction ends. @throws NotFound */
export async function lockConnection(tx: TenantTransaction, connectionId: string): Promise<LmsConnection> {
  await tx.$queryRaw`SELECT 1 FROM "LmsConnection" WHERE "id" = ${connectionId}::uuid FOR NO KEY UPDATE`;
  const connection = await tx.lmsConnection.findUnique({ where: { id: connectionId } });
  if (!connection) throw new NotFound("connection");
  return connection;
}

/** The connection, which something comes by or goes by. @throws NotFound, LmsConnectionNotInUse */
export async function connectionInUse(tx: TenantTransaction, connectionId: string): Promise<LmsConnection> {
  const connection = await tx.lmsConnection.findUnique({ where: { id: connectionId } });
  if (!connection) throw new NotFound("connection");
  if (connection.status !== "ACTIVE") throw new LmsConnectionNotInUse(connection.status);
  return connection;
}
