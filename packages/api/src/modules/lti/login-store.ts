import { createHash } from "node:crypto";
import { type Database, uuidv7 } from "@kunna/database";
import { isRowId } from "./registration-store.ts";

/** A login under way, as @kunna/lti has it (`LtiLogin`). */
export interface LtiLoginFacts {
  readonly state: string;
  readonly nonce: string;
  /** The connection's id. */
  readonly registrationId: string;
  readonly targetLinkUri: string;
  /** Base64url. */
  readonly bindingHash: string;
  readonly storageTarget?: string;
  readonly expiresAt: Date;
}

// The state is kept as its hash: whoever reads the table can end no login with it. No organisation is known before it is
// found, so all of this is done as the system, a statement each.

export async function putLtiLogin(database: Database, login: LtiLoginFacts): Promise<void> {
  const { state, nonce, registrationId, targetLinkUri, storageTarget = null, expiresAt } = login;
  const browserHash = Buffer.from(login.bindingHash, "base64url");
  await database.asSystem(
    (tx) => tx.$executeRaw`
      INSERT INTO "LtiState" ("id", "organisationId", "connectionId", "stateHash", "nonce", "browserHash", "targetLinkUri",
        "storageTarget", "expiresAt")
      SELECT ${uuidv7()}::uuid, "organisationId", "connectionId", ${hashOf(state)}, ${nonce}, ${browserHash}, ${targetLinkUri},
        ${storageTarget}, ${expiresAt}
      FROM "LtiRegistration" WHERE "connectionId" = ${registrationId}::uuid`,
  );
}

interface StateRow {
  readonly connectionId: string;
  readonly nonce: string;
  readonly browserHash: Uint8Array;
  readonly targetLinkUri: string;
  readonly storageTarget: string | null;
  readonly expiresAt: Date;
}

/** The login with this state, which stays; null: there is none. */
export async function getLtiLogin(database: Database, state: string): Promise<LtiLoginFacts | null> {
  const row = await database.asSystem((tx) => tx.ltiState.findUnique({ where: { stateHash: hashOf(state) } }));
  return row && loginOf(state, row);
}

/** Takes the login with this state away, exactly once; null: there is none. */
export async function takeLtiLogin(database: Database, state: string): Promise<LtiLoginFacts | null> {
  const [row] = await database.asSystem(
    (tx) => tx.$queryRaw<StateRow[]>`DELETE FROM "LtiState" WHERE "stateHash" = ${hashOf(state)} RETURNING *`,
  );
  return row ? loginOf(state, row) : null;
}

function loginOf(state: string, row: StateRow): LtiLoginFacts {
  return {
    state,
    nonce: row.nonce,
    registrationId: row.connectionId,
    targetLinkUri: row.targetLinkUri,
    bindingHash: Buffer.from(row.browserHash).toString("base64url"),
    ...(row.storageTarget === null ? {} : { storageTarget: row.storageTarget }),
    expiresAt: row.expiresAt,
  };
}

/** Notes that a registration used a value; says whether this was the first time. */
export async function useLtiValueOnce(
  database: Database,
  {
    connectionId,
    value,
    expiresAt,
  }: { readonly connectionId: string; readonly value: string; readonly expiresAt: Date },
): Promise<boolean> {
  if (!isRowId(connectionId)) return false;
  const added = await database.asSystem(
    (tx) => tx.$executeRaw`
      INSERT INTO "LtiUsedValue" ("organisationId", "connectionId", "valueHash", "expiresAt")
      SELECT "organisationId", "connectionId", ${hashOf(value)}, ${expiresAt}
      FROM "LtiRegistration" WHERE "connectionId" = ${connectionId}::uuid
      ON CONFLICT DO NOTHING`,
  );
  return added === 1;
}

function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(text).digest());
}
