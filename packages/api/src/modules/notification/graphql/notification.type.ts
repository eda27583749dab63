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
import { nodeScope } from "../../../schema/nodes.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";
import { readable } from "../../../scope.ts";
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

export const MailStatusEnum = builder.enumType("MailStatus", {
  description: "What became of a mail.",
  values: {
    WAITING: { description: "It is to be sent, for the first time or again." },
    SENDING: { description: "It is being sent." },
    SENT: { description: "The mail server took it." },
    DROPPED: { description: "Nothing of what it would have told held any more." },
    FAILED: { description: "The mail server refused it, or could not be had for days." },
    UNCERTAIN: { description: "The mail server may have taken it: the answer was lost. It is not sent again." },
  },
});

builder.prismaNode("Mail", {
  description: "A mail that notifies a person: of one thing, or of several.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    person: t.relation("person", { description: "Who is told by it." }),
    status: t.expose("status", { type: MailStatusEnum, description: "What became of it." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "Since when it was to be sent." }),
    sentAt: t.expose("sentAt", { type: "DateTime", nullable: true, description: "When the mail server took it." }),
    tries: t.exposeInt("tries", { description: "How often it was given to the mail server." }),
    problem: t.exposeString("problem", {
      nullable: true,
      description: "What last went wrong, as the mail server said it.",
    }),
    kinds: t.field({
      type: [NotificationKindEnum],
      description: "Of what it tells.",
      select: { notifications: { select: { kind: true }, orderBy: { id: "asc" } } },
      resolve: ({ notifications }) => [...new Set(notifications.map(({ kind }) => kind as NotificationKind))],
    }),
  }),
});
nodeScope("Mail", (context) => readable(context, "mail.read"));

builder.objectType(NotificationMandatory, {
  name: "NotificationMandatory",
  description: "What carries the right of appeal can't be called off.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    kind: t.expose("kind", { type: NotificationKindEnum, description: "The kind that it is." }),
  }),
});
