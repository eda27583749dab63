import { issueAccessToken, runCommandAs } from "@kunna/api";
import type { Logger } from "pino";
import { openDatabaseOf, startApplication } from "../application.ts";
import type { Environment } from "../environment.ts";

/** No such person: said so that the operator sees what to correct. */
export class PersonUnknown extends Error {
  readonly code = "PERSON_UNKNOWN";
}

/** `kunna token`: issues a bearer token for a person. The operator of the machine may do what an administrator may. @throws PersonUnknown */
export async function issueToken(
  environment: Environment,
  logger: Logger,
  input: {
    readonly organisation: string;
    readonly email: string;
    readonly days: number | null;
    readonly label: string;
  },
): Promise<string> {
  const database = await openDatabaseOf(environment);
  const application = await startApplication(environment, database, environment.publicUrl ?? "", logger);
  try {
    const person = await database.asSystem((tx) =>
      tx.person.findFirst({
        where: { email: input.email.toLowerCase(), organisation: { key: input.organisation } },
        select: { id: true, organisationId: true },
      }),
    );
    if (!person)
      throw new PersonUnknown(`The organisation ${input.organisation} has no person with the address ${input.email}.`);
    const operator = { organisationId: person.organisationId, personId: person.id, roles: ["ADMIN"] as const };
    const expiresAt =
      input.days === null ? null : new Date(application.services.now().getTime() + input.days * 86_400_000);
    return (
      await runCommandAs(application.services, operator, issueAccessToken, {
        personId: person.id,
        label: input.label,
        expiresAt,
      })
    ).token;
  } finally {
    await application.close();
  }
}
