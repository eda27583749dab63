import { WebhookEndpointRetired } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { replayWebhookDelivery, replayWebhooks, type WebhookReplay } from "../commands/replay-webhooks.ts";
import { sendTestWebhook } from "../commands/send-test-webhook.ts";
import {
  pauseWebhookEndpoint,
  resumeWebhookEndpoint,
  retireWebhookEndpoint,
} from "../commands/webhook-endpoint-status.ts";

const WebhookReplayType = builder.objectRef<WebhookReplay>("WebhookReplay").implement({
  description: "What a replay by range did.",
  fields: (t) => ({
    endpoint: t.prismaField({
      type: "WebhookEndpoint",
      description: "The endpoint.",
      resolve: (query, { endpointId }, _args, context) =>
        readerOf(context).webhookEndpoint.findUniqueOrThrow({ ...query, where: { id: endpointId } }),
    }),
    replayed: t.exposeInt("replayed", {
      description: "How many events are sent again, or for the first time; those that wait already are not counted.",
    }),
    cursor: t.field({
      type: "Cursor",
      description: "The place in the feed up to which that is so.",
      resolve: ({ position }) => BigInt(position),
    }),
    isComplete: t.exposeBoolean("isComplete", {
      description: "False when there is more in the range than one replay takes: go on after `cursor`.",
    }),
  }),
});

const ReplayWebhooksInput = builder.inputType("ReplayWebhooksInput", {
  description: "A range of the feed that an endpoint is sent again: of it, what the endpoint asks for.",
  fields: (t) => ({
    endpointId: t.id({ required: true, description: "The endpoint." }),
    after: t.field({ type: "Cursor", required: true, description: "The cursor that the range begins after." }),
    until: t.field({ type: "Cursor", description: "The last cursor of it; left out: to where the endpoint stands." }),
  }),
});

const endpointArgument = { required: true, description: "The endpoint." } as const;
const endpointOf = ({ endpointId }: { endpointId: string }) => ({
  endpointId: rowId("WebhookEndpoint", endpointId, "endpointId"),
});

builder.mutationFields((t) => ({
  pauseWebhookEndpoint: t.prismaField({
    type: "WebhookEndpoint",
    description:
      "Pauses a webhook endpoint: it is sent nothing until it is resumed, and loses nothing by it. For administrators.",
    errors: { types: [WebhookEndpointRetired] },
    args: { endpointId: t.arg.id(endpointArgument) },
    resolve: async (query, _root, args, context) => {
      const { endpointId } = await runCommand(context, pauseWebhookEndpoint, endpointOf(args));
      return readerOf(context).webhookEndpoint.findUniqueOrThrow({ ...query, where: { id: endpointId } });
    },
  }),
  resumeWebhookEndpoint: t.prismaField({
    type: "WebhookEndpoint",
    description:
      "Resumes a paused webhook endpoint from where it stood: what waits is tried at once, and the rest of the feed follows. For administrators.",
    errors: { types: [WebhookEndpointRetired] },
    args: { endpointId: t.arg.id(endpointArgument) },
    resolve: async (query, _root, args, context) => {
      const { endpointId } = await runCommand(context, resumeWebhookEndpoint, endpointOf(args));
      return readerOf(context).webhookEndpoint.findUniqueOrThrow({ ...query, where: { id: endpointId } });
    },
  }),
  retireWebhookEndpoint: t.prismaField({
    type: "WebhookEndpoint",
    description:
      "Retires a webhook endpoint for good: it is sent nothing any more, and its secrets are forgotten. For administrators.",
    errors: { types: [WebhookEndpointRetired] },
    args: { endpointId: t.arg.id(endpointArgument) },
    resolve: async (query, _root, args, context) => {
      const { endpointId } = await runCommand(context, retireWebhookEndpoint, endpointOf(args));
      return readerOf(context).webhookEndpoint.findUniqueOrThrow({ ...query, where: { id: endpointId } });
    },
  }),
  sendTestWebhook: t.prismaField({
    type: "WebhookDelivery",
    description:
      "Sends a webhook endpoint a test, of the CloudEvents type org.kunna.ping, once and within a second or so, though it be paused. The delivery then tells what was answered. For administrators.",
    errors: { types: [WebhookEndpointRetired] },
    args: { endpointId: t.arg.id(endpointArgument) },
    resolve: async (query, _root, args, context) => {
      const { deliveryId } = await runCommand(context, sendTestWebhook, endpointOf(args));
      return readerOf(context).webhookDelivery.findUniqueOrThrow({ ...query, where: { id: deliveryId } });
    },
  }),
  replayWebhookDelivery: t.prismaField({
    type: "WebhookDelivery",
    description: "Sends one delivery again, dead or delivered, under the id that it had. For administrators.",
    errors: { types: [WebhookEndpointRetired] },
    args: { deliveryId: t.arg.id({ required: true, description: "The delivery." }) },
    resolve: async (query, _root, args, context) => {
      const { deliveryId } = await runCommand(context, replayWebhookDelivery, {
        deliveryId: rowId("WebhookDelivery", args.deliveryId, "deliveryId"),
      });
      return readerOf(context).webhookDelivery.findUniqueOrThrow({ ...query, where: { id: deliveryId } });
    },
  }),
  replayWebhooks: t.field({
    type: WebhookReplayType,
    description:
      "Sends a webhook endpoint a range of the feed again, at most 10,000 events at a time: also what it was never sent, as before it was created. For administrators.",
    errors: { types: [WebhookEndpointRetired] },
    args: { input: t.arg({ type: ReplayWebhooksInput, required: true, description: "The endpoint and the range." }) },
    resolve: (_root, { input }, context) =>
      runCommand(context, replayWebhooks, {
        endpointId: rowId("WebhookEndpoint", input.endpointId, "input.endpointId"),
        after: input.after,
        until: input.until ?? null,
      }),
  }),
}));
