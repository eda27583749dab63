import { InvalidInput, type Role } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

export interface CreatePerson {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

/** Adds a person to the organisation. */
export const createPerson: Command<CreatePerson, { personId: string }> = async (
  { tx, actor, now, emit },
  { name, email, roles },
) => {
  authorize(actor, "person.create");
  const address = email.toLowerCase();
  const taken = await tx.person.findUnique({
    where: { organisationId_email: { organisationId: actor.organisationId, email: address } },
    select: { id: true },
  });
  if (taken)
    throw new InvalidInput([
      {
        code: "EMAIL_TAKEN",
        path: "email",
        message: `A person of the organisation has the address ${address}.`,
        fix: "Use that person, or another address.",
      },
    ]);
  const { id } = await tx.person.create({
    data: { organisationId: actor.organisationId, name, email: address, roles: [...roles], createdAt: now },
    select: { id: true },
  });
  emit({ type: "PERSON_CREATED", personId: id, facts: { roles } });
  return { personId: id };
};
