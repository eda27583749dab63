import type { EventType } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { EventTypeEnum } from "../../event/index.ts";

const WebhookStatusEnum = builder.enumType("WebhookStatus", {
  description: "Whether an endpoint is sent events.",
  values: {
    ACTIVE: { description: "It is sent events." },
    PAUSED: { description: "It is sent none until it is resumed, and then all from where it stood." },
    RETIRED: { description: "It is sent none any more." },
  },
});

const WebhookPauseReasonEnum = builder.enumType("WebhookPauseReason", {
  description: "Why an endpoint is paused.",
  values: {
    BY_HAND: { description: "An administrator paused it." },
    FAILING: { description: "No attempt succeeded for 24 hours, through 10 attempts or more." },
    GONE: { description: "It answered 410: it is there no longer." },
  },
});

export const WebhookDeliveryStatusEnum = builder.enumType("WebhookDeliveryStatus", {
  description: "What has become of a delivery.",
  values: {
    PENDING: { description: "It is on its way, waits to be tried again, or for an earlier one about the same." },
    DELIVERED: { description: "The endpoint answered with a status of 200 to 299." },
    DEAD: { description: "It was given up. It can be replayed." },
  },
});

builder.prismaNode("WebhookEndpoint", {
  description:
    "An address that the organisation's events are sent to, by Standard Webhooks, each as a CloudEvent: at least once, and of one subject in the order of the feed. Retired, never deleted.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    url: t.exposeString("url", { description: "Where events are posted to." }),
    description: t.exposeString("description", { description: "What it is for, as shown in lists." }),
    types: t.field({
      type: [EventTypeEnum],
      description: "The types of events that it is sent; empty: all.",
      select: { types: true },
      resolve: ({ types }) => types as EventType[],
    }),
    program: t.relation("program", {
      nullable: true,
      description: "The program whose events alone it is sent; null: of any, and of none.",
    }),
    status: t.expose("status", { type: WebhookStatusEnum, description: "Whether it is sent events." }),
    pausedAt: t.expose("pausedAt", { type: "DateTime", nullable: true, description: "Since when it is paused." }),
    pauseReason: t.expose("pauseReason", {
      type: WebhookPauseReasonEnum,
      nullable: true,
      description: "Why it is paused.",
    }),
    retiredAt: t.expose("retiredAt", { type: "DateTime", nullable: true, description: "When it was retired." }),
    cursor: t.field({
      type: "Cursor",
      description: "Its place in the feed: what is before it has been made into deliveries.",
      select: { position: true },
      resolve: ({ position }) => position,
    }),
    failingSince: t.expose("failingSince", {
      type: "DateTime",
      nullable: true,
      description: "Since when no attempt has succeeded; null: the last one did.",
    }),
    owner: t.relation("owner", { description: "Who created it, and is told when it is paused." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was created." }),
    deliveries: t.relatedConnection("deliveries", {
      cursor: "id",
      description:
        "What it was sent and is to be sent, newest first. What was delivered is kept for 30 days, and what is dead of a test or of a retired endpoint; what else is dead until it is replayed.",
      args: {
        status: t.arg({ type: WebhookDeliveryStatusEnum, description: "Only those of this status." }),
      },
      query: ({ status }) => ({ ...(status ? { where: { status } } : {}), orderBy: { id: "desc" } }),
      totalCount: true,
    }),
  }),
});
nodeScope("WebhookEndpoint", (context) => readable(context, "webhook.read"));

builder.prismaNode("WebhookDelivery", {
  description: "One event on its way to one endpoint, with what came of the last attempt.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    endpoint: t.relation("endpoint", { description: "Where it is sent." }),
    messageId: t.exposeString("eventId", {
      description:
        "The id that it is sent under, however often: the header webhook-id, and the id of the CloudEvent. By it a receiver knows what it has already.",
    }),
    type: t.field({
      type: EventTypeEnum,
      nullable: true,
      description: "What happened; null: a test.",
      select: { type: true },
      resolve: ({ type }) => type as EventType | null,
    }),
    cursor: t.field({
      type: "Cursor",
      nullable: true,
      description: "The event's place in the feed; null: a test.",
      select: { position: true },
      resolve: ({ position }) => position,
    }),
    status: t.expose("status", { type: WebhookDeliveryStatusEnum, description: "What has become of it." }),
    attempts: t.exposeInt("attempts", { description: "How often it was tried." }),
    nextAttemptAt: t.expose("nextAttemptAt", {
      type: "DateTime",
      nullable: true,
      description: "When it is tried next; null: not any more, or when an earlier one about the same is settled.",
    }),
    lastAttemptAt: t.expose("lastAttemptAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was last tried.",
    }),
    statusCode: t.exposeInt("statusCode", {
      nullable: true,
      description: "The HTTP status that the last attempt was answered with; null: there was none.",
    }),
    error: t.exposeString("error", {
      nullable: true,
      description:
        "Why the last attempt had no answer: ADDRESS_REFUSED, NOT_REACHED, TIMED_OUT, EVENT_GONE, SECRET_NOT_READABLE or ENDPOINT_RETIRED.",
    }),
    milliseconds: t.exposeInt("milliseconds", { nullable: true, description: "How long the last attempt took." }),
    answer: t.exposeString("answer", {
      nullable: true,
      description: "The beginning of the text that the last attempt was answered with, at most 500 characters.",
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When the event was made into it." }),
    settledAt: t.expose("settledAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was delivered or given up.",
    }),
  }),
});
nodeScope("WebhookDelivery", (context) => readable(context, "webhook.read"));
