import { NotificationMandatory } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { setNotificationPreferences } from "../commands/set-notification-preferences.ts";
import { NotificationFrequencyEnum, NotificationKindEnum } from "./notification-preference.type.ts";

const NotificationPreferenceInput = builder.inputType("NotificationPreferenceInput", {
  description: "How often a kind of notification comes.",
  fields: (t) => ({
    kind: t.field({ type: NotificationKindEnum, required: true, description: "What it is of." }),
    frequency: t.field({ type: NotificationFrequencyEnum, required: true, description: "How often." }),
  }),
});

const SetNotificationPreferencesInput = builder.inputType("SetNotificationPreferencesInput", {
  description: "Which notifications you get, and how often.",
  fields: (t) => ({
    noneOptional: t.boolean({
      description:
        "True: none but those that can't be called off, also of kinds that are yet to come; it replaces what you chose kind by kind. False: takes that back. Left out: stays as it is.",
    }),
    preferences: t.field({
      type: [NotificationPreferenceInput],
      description: "Kind by kind, which holds before `noneOptional`. Kinds that are left out stay as they are.",
      validate: z.array(z.unknown()).max(50),
    }),
  }),
});

builder.mutationFields((t) => ({
  setNotificationPreferences: t.prismaField({
    type: "Person",
    description:
      "Sets which notifications you get, and how often. What carries the right of appeal can't be called off.",
    errors: { types: [NotificationMandatory] },
    args: { input: t.arg({ type: SetNotificationPreferencesInput, required: true, description: "What you choose." }) },
    resolve: async (query, _root, { input }, context) => {
      const { personId } = await runCommand(context, setNotificationPreferences, {
        noneOptional: input.noneOptional ?? null,
        preferences: input.preferences ?? [],
      });
      return readerOf(context).person.findUniqueOrThrow({ ...query, where: { id: personId } });
    },
  }),
}));
