import { InvalidInput, NotFound, type Role } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

export interface SetPersonRoles {
  readonly personId: string;
  readonly roles: readonly Role[];
}

/** Sets what a person may do. Nobody takes the role ADMIN from themselves. @throws NotPermitted, NotFound, InvalidInput */
export const setPersonRoles: Command<SetPersonRoles, { personId: string }> = async ({ tx, actor, emit }, input) => {
  authorize(actor, "person.set-roles");
  const { personId } = input;
  const roles = [...new Set(input.roles)];
  const [person] = await tx.$queryRaw<{ roles: Role[] }[]>`
    select "roles"::text[] from "Person" where "id" = ${personId}::uuid for no key update`;
  if (!person) throw new NotFound("person");
  if (personId === actor.personId && !roles.includes("ADMIN"))
    throw new InvalidInput([
      {
        code: "OWN_ADMIN_ROLE",
        path: "roles",
        message: "This would take the role ADMIN from you.",
        fix: "Let another administrator do it.",
      },
    ]);
  if (roles.length === person.roles.length && roles.every((role) => person.roles.includes(role))) return { personId };
  await tx.person.update({ where: { id: personId }, data: { roles }, select: { id: true } });
  emit({ type: "PERSON_CHANGED", personId, facts: { roles } });
  return { personId };
};
