import { authorize, type Command } from "../../../command.ts";

export interface SetLocale {
  /** BCP 47 tag; null: the organisation's. */
  readonly locale: string | null;
}

/** Sets in which language one is written to. @throws NotPermitted */
export const setLocale: Command<SetLocale, { personId: string }> = async ({ tx, actor, emit }, { locale }) => {
  const { personId } = actor;
  authorize(actor, "person.set-locale", { personId });
  const before = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { locale: true, roles: true } });
  if (before.locale === locale) return { personId };
  await tx.person.update({ where: { id: personId }, data: { locale }, select: { id: true } });
  emit({ type: "PERSON_CHANGED", personId, facts: { roles: before.roles, locale } });
  return { personId };
};
