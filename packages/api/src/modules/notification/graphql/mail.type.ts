import type { NotificationKind } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { NotificationKindEnum } from "./notification-preference.type.ts";

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
