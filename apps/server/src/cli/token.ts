import { issueAccessToken, runCommandAs } from "@kunna/api";
import { withServices } from "../application.ts";
import type { Environment } from "../environment.ts";

/** No such person: said so that the operator sees what to correct. */
export class PersonUnknown extends Error {
  readonly code = "PERSON_UNKNOWN";
}

export interface TokenRequest {
  readonly organisation: string;
  readonly email: string;
  /** Null: until revoked. */
  readonly days: number | null;
  readonly label: string;
}

/** `kunna token`: issues a bearer token for a person. The operator of the machine may do what an administrator may. @throws PersonUnknown */
export function issueToken(environment: Environment, request: TokenRequest): Promise<string> {
  const { organisation, email, days, label } = request;
  return withServices(environment, async (services) => {
    const person = await services.database.asSystem((tx) =>
      tx.person.findFirst({
        where: { email: email.toLowerCase(), organisation: { key: organisation } },
        select: { id: true, organisationId: true },
      }),
    );
    if (!person) throw new PersonUnknown(`The organisation ${organisation} has no person with the address ${email}.`);
    const operator = { organisationId: person.organisationId, personId: person.id, roles: ["ADMIN"] as const };
    const expiresAt = days === null ? null : new Date(services.now().getTime() + days * 86_400_000);
    const issued = await runCommandAs(services, operator, issueAccessToken, { personId: person.id, label, expiresAt });
    return issued.token;
  });
}
