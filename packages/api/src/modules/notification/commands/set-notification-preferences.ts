import { assertMayChoose, type NotificationFrequency, type NotificationKind } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { choose, chooseNoneOptional } from "../choices-store.ts";

export interface SetNotificationPreferences {
  /** True: calls off all that may be called off; false: takes that back; null: leaves it. */
  readonly noneOptional: boolean | null;
  /** Kind by kind, which holds before the other. */
  readonly preferences: readonly { readonly kind: NotificationKind; readonly frequency: NotificationFrequency }[];
}

/**
 * Says which notifications one gets, and how often. NEVER holds at once, also for what has been noted; the rest for what
 * comes. @throws NotPermitted, NotificationMandatory
 */
export const setNotificationPreferences: Command<SetNotificationPreferences, { personId: string }> = async (
  { tx, actor, now, emit },
  { noneOptional, preferences },
) => {
  const { personId } = actor;
  authorize(actor, "notification.choose", { personId });
  for (const { kind, frequency } of preferences) assertMayChoose(kind, frequency);
  if (noneOptional !== null) await chooseNoneOptional(tx, actor, noneOptional, now);
  const chosen = new Map(preferences.map(({ kind, frequency }) => [kind, frequency]));
  await choose(tx, actor, chosen, now);
  emit({ type: "NOTIFICATIONS_CHANGED", personId, facts: { noneOptional, preferences: Object.fromEntries(chosen) } });
  return { personId };
};
