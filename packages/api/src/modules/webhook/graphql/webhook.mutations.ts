import { SecretShownOnce, WebhookAddressRefused, WebhookEndpointRetired } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { authorize, runCommand } from "../../../command.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { EventTypeEnum } from "../../event/index.ts";
import { type ChangeWebhookEndpoint, changeWebhookEndpoint } from "../commands/change-webhook-endpoint.ts";
import { createWebhookEndpoint } from "../commands/create-webhook-endpoint.ts";
import { rotateWebhookSecret } from "../commands/rotate-webhook-secret.ts";

const url = z.string().trim().min(1).max(2_048);
const description = z.string().trim().max(500);
const types = z.array(z.string()).max(200);

const CreateWebhookEndpointInput = builder.inputType("CreateWebhookEndpointInput", {
  description: "An address, and which events are sent to it.",
  fields: (t) => ({
    url: t.string({ required: true, description: "A public https address that events are posted to.", validate: url }),
    description: t.string({ required: true, description: "What it is for, as shown in lists.", validate: description }),
    types: t.field({
      type: [EventTypeEnum],
      description: "Only events of these types; left out: all.",
      validate: types,
    }),
    programId: t.id({ description: "Only events of this program; left out: all." }),
    after: t.field({
      type: "Cursor",
      description: "The place in the feed that it begins after; left out: it begins now.",
    }),
  }),
});

const ChangeWebhookEndpointInput = builder.inputType("ChangeWebhookEndpointInput", {
  description: "What is changed of an endpoint; what is left out stays.",
  fields: (t) => ({
    endpointId: t.id({ required: true, description: "The endpoint." }),
    url: t.string({ description: "A public https address that events are posted to from now on.", validate: url }),
    description: t.string({ description: "What it is for.", validate: description }),
    types: t.field({ type: [EventTypeEnum], description: "Only events of these types; null: all.", validate: types }),
    programId: t.id({ description: "Only events of this program; null: all." }),
  }),
});

interface Issued {
  readonly endpointId: string;
  readonly secret: string;
}

const IssuedWebhookSecret = builder.objectRef<Issued>("IssuedWebhookSecret").implement({
  description: "A webhook endpoint with its new secret. The secret is shown this once and never again.",
  fields: (t) => ({
    secret: t.exposeString("secret", {
      description: "What deliveries are signed with (Standard Webhooks): whsec_ and 32 bytes in base64.",
    }),
    endpoint: t.prismaField({
      type: "WebhookEndpoint",
      description: "The endpoint.",
      resolve: (query, { endpointId }, _args, context) => found(context, query, endpointId),
    }),
  }),
});

function found(context: ApiContext, query: object, id: string) {
  return readerOf(context).webhookEndpoint.findUniqueOrThrow({ ...query, where: { id } });
}

/** What a check of an address finds: for those who may create endpoints, and with no transaction open. */
async function problemOf(context: ApiContext, address: string) {
  authorize(actorOf(context), "webhook.edit");
  await context.reader?.end();
  return context.services.webhooks.check(address);
}

builder.mutationFields((t) => ({
  createWebhookEndpoint: t.field({
    type: IssuedWebhookSecret,
    description:
      "Creates a webhook endpoint: an address that events are sent to, signed. The answer alone shows its secret. Addresses of private networks are refused unless whoever runs the installation allows them. For administrators.",
    errors: { types: [SecretShownOnce, WebhookAddressRefused] },
    args: {
      input: t.arg({ type: CreateWebhookEndpointInput, required: true, description: "Where, and which events." }),
    },
    resolve: async (_root, { input }, context) => {
      const given = {
        url: input.url,
        description: input.description,
        types: input.types ?? [],
        programId: input.programId ? rowId("Program", input.programId, "input.programId") : null,
        after: input.after ?? null,
      };
      const problem = await problemOf(context, given.url);
      return runCommand(context, createWebhookEndpoint, { ...given, problem }, { sameness: given, secretOutput: true });
    },
  }),
  changeWebhookEndpoint: t.prismaField({
    type: "WebhookEndpoint",
    description:
      "Changes where a webhook endpoint is and which events it is sent. What waits to be sent goes to the new address. For administrators.",
    errors: { types: [WebhookAddressRefused, WebhookEndpointRetired] },
    args: { input: t.arg({ type: ChangeWebhookEndpointInput, required: true, description: "What is changed." }) },
    resolve: async (query, _root, { input }, context) => {
      const given = changeOf(input);
      const problem = given.url === undefined ? null : await problemOf(context, given.url);
      const command = { ...given, problem };
      const { endpointId } = await runCommand(context, changeWebhookEndpoint, command, { sameness: given });
      return found(context, query, endpointId);
    },
  }),
  rotateWebhookSecret: t.field({
    type: IssuedWebhookSecret,
    description:
      "Gives a webhook endpoint a new secret, which the answer alone shows. For 24 hours deliveries are signed with the one before as well. For administrators.",
    errors: { types: [SecretShownOnce, WebhookEndpointRetired] },
    args: { endpointId: t.arg.id({ required: true, description: "The endpoint." }) },
    resolve: (_root, args, context) => {
      const endpointId = rowId("WebhookEndpoint", args.endpointId, "endpointId");
      return runCommand(context, rotateWebhookSecret, { endpointId }, { secretOutput: true });
    },
  }),
}));

function changeOf(input: typeof ChangeWebhookEndpointInput.$inferInput): Omit<ChangeWebhookEndpoint, "problem"> {
  const { programId } = input;
  return {
    endpointId: rowId("WebhookEndpoint", input.endpointId, "input.endpointId"),
    ...(input.url ? { url: input.url } : {}),
    ...(typeof input.description === "string" ? { description: input.description } : {}),
    ...(input.types === undefined ? {} : { types: input.types ?? [] }),
    ...(programId === undefined
      ? {}
      : { programId: programId === null ? null : rowId("Program", programId, "input.programId") }),
  };
}
