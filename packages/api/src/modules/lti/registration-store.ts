import { type Database, type LmsConnectionStatus, Prisma, type SystemTransaction } from "@kunna/database";

/** What a platform says of itself, as @kunna/lti has it (`LtiPlatform`). */
export interface LtiPlatformFacts {
  readonly issuer: string;
  readonly clientId: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** What a token request is addressed to, where it is not the token endpoint. */
  readonly tokenAudience?: string;
  readonly jwksUri: string;
  readonly name?: string;
  readonly productFamily?: string;
  readonly scopes?: readonly string[];
}

/** A platform as it is registered here (`LtiRegistration`). Its id is the connection's. */
export interface LtiRegistrationFacts extends LtiPlatformFacts {
  readonly id: string;
  readonly organisationId: string;
  readonly status: "PENDING" | "APPROVED" | "BLOCKED";
  /** FIRST_USE: no deployment is known, and the first that comes with a valid launch is trusted. */
  readonly deployments: "LISTED" | "FIRST_USE";
}

const statusOf = {
  PENDING: "PENDING",
  ACTIVE: "APPROVED",
  PAUSED: "BLOCKED",
  REFUSED: "BLOCKED",
  RETIRED: "BLOCKED",
} as const satisfies Record<LmsConnectionStatus, LtiRegistrationFacts["status"]>;

/**
 * The registrations of an issuer, and of a client id where one is given; within an organisation where its key is given. A
 * login names no organisation by itself: without a key, all are searched.
 */
export function findLtiRegistrations(
  database: Database,
  {
    issuer,
    clientId,
    organisationKey,
  }: { readonly issuer: string; readonly clientId?: string; readonly organisationKey?: string },
): Promise<readonly LtiRegistrationFacts[]> {
  return database.asSystem((tx) =>
    select(
      tx,
      Prisma.sql`r."issuer" = ${issuer}
        ${clientId === undefined ? Prisma.empty : Prisma.sql`AND r."clientId" = ${clientId}`}
        ${
          organisationKey === undefined
            ? Prisma.empty
            : Prisma.sql`AND r."organisationId" = (SELECT "id" FROM "Organisation" WHERE "key" = ${organisationKey})`
        }`,
    ),
  );
}

/** The registration of a connection as it is now; null: there is none. */
export async function getLtiRegistration(
  database: Database,
  connectionId: string,
): Promise<LtiRegistrationFacts | null> {
  if (!isRowId(connectionId)) return null;
  const [found] = await database.asSystem((tx) => select(tx, Prisma.sql`r."connectionId" = ${connectionId}::uuid`));
  return found ?? null;
}

interface Row {
  readonly connectionId: string;
  readonly organisationId: string;
  readonly status: LmsConnectionStatus;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly tokenAudience: string | null;
  readonly jwksUri: string;
  readonly productFamily: string | null;
  readonly scopes: readonly string[];
  readonly isListed: boolean;
}

async function select(tx: SystemTransaction, where: Prisma.Sql): Promise<LtiRegistrationFacts[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT r.*, c."status", c."name",
      EXISTS (SELECT FROM "LtiDeployment" d WHERE d."connectionId" = r."connectionId") AS "isListed"
    FROM "LtiRegistration" r JOIN "LmsConnection" c ON c."id" = r."connectionId" WHERE ${where}`;
  return rows.map(factsOf);
}

function factsOf(row: Row): LtiRegistrationFacts {
  const { tokenAudience, productFamily, scopes } = row;
  return {
    id: row.connectionId,
    organisationId: row.organisationId,
    status: statusOf[row.status],
    deployments: row.isListed ? "LISTED" : "FIRST_USE",
    name: row.name,
    issuer: row.issuer,
    clientId: row.clientId,
    authorizationEndpoint: row.authorizationEndpoint,
    tokenEndpoint: row.tokenEndpoint,
    jwksUri: row.jwksUri,
    ...(tokenAudience === null ? {} : { tokenAudience }),
    ...(productFamily === null ? {} : { productFamily }),
    ...(scopes.length === 0 ? {} : { scopes }),
  };
}

/** Whether a text is the id of a row: any other is nobody's. */
export function isRowId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
