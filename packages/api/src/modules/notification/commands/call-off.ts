import { frequencyOf, type NotificationKind, notificationKinds, optionalKinds } from "@kunna/domain";
import { type Command, runCommandAs } from "../../../command.ts";
import type { Services } from "../../../services.ts";
import { changePreferences } from "../change-preferences.ts";
import { loadChoices } from "../choices.ts";
import { openUnsubscribeLink } from "../unsubscribe-link.ts";

/** What a link in a mail is about, for the page that asks. */
export interface UnsubscribePage {
  readonly organisationName: string;
  /** BCP 47 tag: the person's, or the organisation's. */
  readonly locale: string;
  readonly kinds: readonly NotificationKind[];
}

/** What a link calls off, without calling it off; null when it is none of ours. */
export async function readUnsubscribeLink(
  services: Services,
  parameters: URLSearchParams,
): Promise<UnsubscribePage | null> {
  const link = openUnsubscribeLink(services, parameters);
  if (!link) return null;
  const { organisationId, personId, kinds } = link;
  return services.database.transact(organisationId, async (tx) => {
    const person = await tx.person.findUnique({
      where: { id: personId },
      select: { locale: true, organisation: { select: { name: true, locale: true } } },
    });
    if (!person) return null;
    return { organisationName: person.organisation.name, locale: person.locale ?? person.organisation.locale, kinds };
  });
}

/**
 * Calls off what a link in a mail is about, or all that may be called off, for whoever holds the link: nobody signs in for
 * it (RFC 8058). Done twice, it is done once. @returns whether the link is one of ours
 */
export async function callOff(services: Services, parameters: URLSearchParams, all: boolean): Promise<boolean> {
  const link = openUnsubscribeLink(services, parameters);
  if (!link) return false;
  const { organisationId, personId } = link;
  const kinds = link.kinds.filter((kind) => !notificationKinds[kind].mandatory);
  // As the person: the right to do it is in the link, whatever their roles are.
  return runCommandAs(services, { organisationId, personId, roles: [] }, callOffLinked, { kinds, all });
}

const callOffLinked: Command<{ readonly kinds: readonly NotificationKind[]; readonly all: boolean }, boolean> = async (
  run,
  { kinds, all },
) => {
  const { tx, actor } = run;
  // One click at a time: the next one finds what is called off already.
  const [person] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Person" WHERE "id" = ${actor.personId}::uuid FOR NO KEY UPDATE`;
  if (!person) return false;
  const choices = (await loadChoices(tx, [person.id]))(person.id);
  const isOff = (kind: NotificationKind) => frequencyOf(kind, choices) === "NEVER";
  if (all ? choices.noneOptional && optionalKinds.every(isOff) : kinds.every(isOff)) return true;
  const preferences = all ? [] : kinds.map((kind) => ({ kind, frequency: "NEVER" as const }));
  await changePreferences(run, { noneOptional: all ? true : null, preferences });
  return true;
};
