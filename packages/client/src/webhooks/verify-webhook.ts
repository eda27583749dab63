import { WebhookError } from "./webhook-error.ts";
import { type WebhookEvent, webhookEventIn } from "./webhook-event.ts";

/** What a receiver believes. */
export interface VerifyOptions {
  /** Those of the endpoint, as they were shown (`whsec_...`): during a rotation the old one and the new one. */
  readonly secrets: string | readonly string[];
  /** Left out: the clock's. */
  readonly now?: Date;
  /** By how many seconds the time of signing may be off; left out: 300. */
  readonly tolerance?: number;
}

/** A delivery as it came. */
export interface WebhookDelivery {
  /** `Headers`, or those of a request in Node. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The very bytes that came: what was parsed and written again has another signature. */
  readonly body: string | Uint8Array;
}

/**
 * The event that a delivery tells, once its signature is found to be good (Standard Webhooks, symmetric, `v1`). It may
 * have come before: `id` says.
 * @throws WebhookError
 */
export async function verifyWebhook({
  headers,
  body,
  secrets,
  now = new Date(),
  tolerance = 300,
}: WebhookDelivery & VerifyOptions): Promise<WebhookEvent> {
  const keys = await keysOf(secrets);
  const { id, timestamp, signatures } = signedBy(headers);
  const age = now.getTime() / 1_000 - Number(timestamp);
  if (age > tolerance) throw new WebhookError("TIMESTAMP_TOO_OLD", `It was signed ${Math.round(age)} s ago.`);
  if (age < -tolerance) throw new WebhookError("TIMESTAMP_TOO_NEW", `It was signed ${Math.round(-age)} s ahead.`);
  const content = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), content);
  for (const key of keys) {
    for (const signature of signatures) {
      // WebCrypto compares in constant time.
      if (await crypto.subtle.verify("HMAC", key, signature, signed)) {
        return webhookEventIn(new TextDecoder().decode(content));
      }
    }
  }
  throw new WebhookError("SIGNATURE_MISMATCH", "None of the secrets signed this body.");
}

type Bytes = Uint8Array<ArrayBuffer>;

function signedBy(headers: WebhookDelivery["headers"]): { id: string; timestamp: string; signatures: Bytes[] } {
  const id = headerOf(headers, "webhook-id");
  const timestamp = headerOf(headers, "webhook-timestamp");
  const signature = headerOf(headers, "webhook-signature");
  if (!id || !timestamp || !/^\d{1,12}$/.test(timestamp) || !signature) {
    throw new WebhookError("HEADERS_MISSING", "The headers of Standard Webhooks are missing.");
  }
  // Of other versions, such as asymmetric ones, nothing is known here. One a secret is sent; more are not looked at.
  const values = signature.split(" ").flatMap((each) => (each.startsWith("v1,") ? each.slice(3) : []));
  return { id, timestamp, signatures: values.slice(0, 10).flatMap((each) => bytesIn(each) ?? []) };
}

function headerOf(headers: WebhookDelivery["headers"], name: string): string | null {
  if (isHeaders(headers)) return headers.get(name);
  const value = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  return typeof value === "string" ? value : (value?.[0] ?? null);
}

/** Those of another realm or library are no instance of the global class. */
function isHeaders(headers: WebhookDelivery["headers"]): headers is Headers {
  return typeof headers.get === "function";
}

/** @throws WebhookError SECRET_INVALID */
function keysOf(given: VerifyOptions["secrets"]): Promise<CryptoKey[]> {
  const secrets = typeof given === "string" ? [given] : given;
  if (secrets.length === 0) throw new WebhookError("SECRET_INVALID", "No secret was given.");
  return Promise.all(
    secrets.map((secret) => {
      const bytes = secret.startsWith("whsec_") ? bytesIn(secret.slice("whsec_".length)) : null;
      if (!bytes?.length) throw new WebhookError("SECRET_INVALID", "A secret is not as Kunna gave it: whsec_...");
      return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    }),
  );
}

/** Null when it is not base64. */
function bytesIn(base64: string): Bytes | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function joined(start: Uint8Array, end: Uint8Array): Bytes {
  const bytes = new Uint8Array(start.length + end.length);
  bytes.set(start);
  bytes.set(end, start.length);
  return bytes;
}
