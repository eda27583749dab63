import { eventTypes } from "@kunna/domain";
import { builder } from "../../../builder.ts";

export const EventTypeEnum = builder.enumType("EventType", {
  description: "What happened.",
  values: Object.fromEntries(
    Object.entries(eventTypes).map(([type, description]) => [type, { description }]),
  ) as Record<keyof typeof eventTypes, { description: string }>,
});

export const EventType = builder.prismaObject("Event", {
  description:
    "An immutable fact, with its place in the organisation's feed (R13). What it tells of is null where it tells of none.",
  select: { id: true },
  fields: (t) => ({
    cursor: t.field({
      type: "Cursor",
      description: "Its place in the feed: pass it as `after` to get what follows.",
      select: { position: true },
      resolve: ({ position }) => position ?? 0n,
    }),
    type: t.field({
      type: EventTypeEnum,
      description: "What happened.",
      select: { type: true },
      resolve: ({ type }) => type as keyof typeof eventTypes,
    }),
    occurredAt: t.expose("occurredAt", {
      type: "DateTime",
      description: "When it was written, with the change that it tells of.",
    }),
    dueAt: t.expose("dueAt", {
      type: "DateTime",
      nullable: true,
      description:
        "Of what time alone brings about, when it became true: as much earlier than `occurredAt` as it is late (R13).",
    }),
    facts: t.expose("facts", { type: "JSON", description: "What else is known of it; the keys depend on the type." }),
    actor: t.relation("actor", {
      nullable: true,
      description: "Who did it; null when nobody did, as when time passes.",
    }),
    person: t.relation("person", { nullable: true, description: "Whom it concerns." }),
    program: t.relation("program", { nullable: true, description: "In which program." }),
    version: t.relation("version", { nullable: true, description: "In which version of it." }),
    enrolment: t.relation("enrolment", { nullable: true, description: "In which enrolment." }),
    evidence: t.relation("evidence", { nullable: true, description: "Of which evidence." }),
    certificate: t.relation("certificate", { nullable: true, description: "Of which certificate." }),
  }),
});
