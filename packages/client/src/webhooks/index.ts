export type { WebhookFacts } from "../generated/webhook-facts.ts";
export { receiveWebhook } from "./receive-webhook.ts";
export { type VerifyOptions, verifyWebhook, type WebhookDelivery } from "./verify-webhook.ts";
export { WebhookError, type WebhookErrorCode } from "./webhook-error.ts";
export type { PingWebhookEvent, WebhookEvent } from "./webhook-event.ts";
