export { webhookClearanceJob } from "./clear-away.ts";
export { deliverWebhooks, webhookJob } from "./deliver.ts";
export { type WebhookLag, webhookLag } from "./lag.ts";
