import { createHmac, randomBytes } from "node:crypto";

/** As Standard Webhooks writes a symmetric secret. */
const prefix = "whsec_";

/** A new secret of 256 random bits. */
export function newWebhookSecret(): string {
  return prefix + randomBytes(32).toString("base64");
}

/**
 * The header `webhook-signature` (Standard Webhooks): one signature for each secret, the newest first, so that a receiver
 * who knows any of them finds its own.
 * @param timestamp of the attempt, in seconds
 */
export function signWebhook(secrets: readonly string[], id: string, timestamp: number, body: string): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(prefix.length), "base64");
      return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
    })
    .join(" ");
}
