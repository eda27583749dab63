import { assertMayChoose } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { changePreferences, type PreferenceChange } from "../change-preferences.ts";

/**
 * Says which notifications one gets, and how often. NEVER holds at once, also for what has been noted; the rest for what
 * comes. @throws NotPermitted, NotificationMandatory
 */
export const setNotificationPreferences: Command<PreferenceChange, { personId: string }> = async (run, change) => {
  const { personId } = run.actor;
  authorize(run.actor, "notification.choose", { personId });
  for (const { kind, frequency } of change.preferences) assertMayChoose(kind, frequency);
  await changePreferences(run, change);
  return { personId };
};
