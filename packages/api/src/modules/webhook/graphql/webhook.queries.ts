import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import "./webhook.type.ts";

builder.queryFields((t) => ({
  webhookEndpoints: t.prismaConnection({
    type: "WebhookEndpoint",
    cursor: "id",
    description: "The addresses that the organisation's events are sent to, newest first. For administrators.",
    authScopes: { may: "webhook.read" },
    totalCount: (_root, _args, context) => readerOf(context).webhookEndpoint.count(),
    resolve: (query, _root, _args, context) =>
      readerOf(context).webhookEndpoint.findMany({ ...query, orderBy: { id: "desc" } }),
  }),
}));
