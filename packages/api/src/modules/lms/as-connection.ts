import type { LmsConnection } from "@kunna/database";
import { type Command, type CommandRun, runCommandAs } from "../../command.ts";
import type { Services } from "../../services.ts";
import { connectionInUse } from "./connection-store.ts";

/** A connection, and where it is. */
export interface ConnectionPlace {
  readonly organisationId: string;
  readonly connectionId: string;
}

/**
 * Does in one transaction what comes by a connection, as a command does: with its events and what follows on them, and again
 * where a concurrent one won. It acts on the word of whoever approved the connection, and in none of their roles.
 * @throws NotFound, LmsConnectionNotInUse and what the work throws; then nothing was written
 */
export async function runAsConnection<Output>(
  services: Services,
  { organisationId, connectionId }: ConnectionPlace,
  work: (run: CommandRun, connection: LmsConnection) => Promise<Output>,
): Promise<Output> {
  const approvedBy = await services.database.transact(organisationId, async (tx) => {
    const { createdById, decidedById } = await connectionInUse(tx, connectionId);
    return decidedById ?? createdById;
  });
  const command: Command<null, Output> = async (run) => work(run, await connectionInUse(run.tx, connectionId));
  return runCommandAs(services, { organisationId, personId: approvedBy, roles: [] }, command, null);
}
