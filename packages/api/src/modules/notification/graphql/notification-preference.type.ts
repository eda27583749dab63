import {
  frequencyOf,
  type NotificationFrequency,
  type NotificationKind,
  NotificationMandatory,
  type notificationFrequencies,
  notificationKinds,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { actorOf, readerOf } from "../../../context.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";
import { loadChoices } from "../choices.ts";

export const NotificationKindEnum = builder.enumType("NotificationKind", {
  description: "What notifications are told apart by: people choose how often each comes.",
  values: Object.fromEntries(
    Object.entries(notificationKinds).map(([kind, { text }]) => [kind, { description: text }]),
  ) as Record<NotificationKind, { description: string }>,
});

export const NotificationFrequencyEnum = builder.enumType("NotificationFrequency", {
  description: "How often a kind of notification comes.",
  values: {
    IMMEDIATE: { description: "As soon as it has happened." },
    DAILY: { description: "In one mail a day, at seven in the organisation's time zone." },
    WEEKLY: { description: "In one mail on Mondays, at seven in the organisation's time zone." },
    NEVER: { description: "Not at all." },
  } satisfies Record<(typeof notificationFrequencies)[number], { description: string }>,
});

interface Preference {
  readonly kind: NotificationKind;
  readonly frequency: NotificationFrequency;
  readonly chosen: boolean;
}

const NotificationPreference = builder.objectRef<Preference>("NotificationPreference").implement({
  description: "How often a person is told of a kind.",
  fields: (t) => ({
    kind: t.expose("kind", { type: NotificationKindEnum, description: "What it is of." }),
    frequency: t.expose("frequency", { type: NotificationFrequencyEnum, description: "How often." }),
    chosen: t.exposeBoolean("chosen", { description: "Whether they chose so; else it is what is usual." }),
    usual: t.field({
      type: NotificationFrequencyEnum,
      description: "How often it comes where nothing was chosen.",
      resolve: ({ kind }) => notificationKinds[kind].usual,
    }),
    mandatory: t.boolean({
      description: "Whether it can't be called off, because it carries the right of appeal.",
      resolve: ({ kind }) => notificationKinds[kind].mandatory,
    }),
  }),
});

builder.prismaObjectFields("Person", (t) => ({
  locale: t.exposeString("locale", {
    nullable: true,
    description: "BCP 47 tag of the language that they are written to in; null: the organisation's.",
  }),
  notificationPreferences: t.field({
    type: [NotificationPreference],
    description: "Which notifications you get, and how often: each kind. None of another person.",
    select: { id: true },
    resolve: async ({ id }, _args, context) => {
      if (id !== actorOf(context).personId) return [];
      const choices = (await loadChoices(readerOf(context), [id]))(id);
      return (Object.keys(notificationKinds) as NotificationKind[]).map((kind) => ({
        kind,
        frequency: frequencyOf(kind, choices),
        chosen: choices.byKind.has(kind) || (choices.noneOptional && !notificationKinds[kind].mandatory),
      }));
    },
  }),
}));

builder.objectType(NotificationMandatory, {
  name: "NotificationMandatory",
  description: "What carries the right of appeal can't be called off.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    kind: t.expose("kind", { type: NotificationKindEnum, description: "The kind that it is." }),
  }),
});
