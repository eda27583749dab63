import { decryptSecret } from "@kunna/credentials";
import { appendEvents, type TenantTransaction, type WebhookDelivery, type WebhookEndpoint } from "@kunna/database";
import {
  failuresBeforeRest,
  isFailingForLong,
  longestRetryAfter,
  retryAfterOf,
  webhookRest,
  webhookRetryDelay,
} from "@kunna/domain";
import type { Services } from "../../services.ts";
import type { WebhookAnswer } from "../../webhook-sender.ts";
import { callFirst, holdOthers, leaseDue, lockEndpoint, recordAttempt } from "./delivery-store.ts";
import { pauseEndpoint, sound } from "./endpoint-store.ts";
import type { EndpointPlace } from "./fan-out.ts";
import { cloudEventsMediaType, eventMessage, testMessage } from "./message.ts";
import { signWebhook } from "./signature.ts";

/** How long a delivery is left to the worker that took it, in milliseconds: well over what an attempt may take. */
const leaseTime = 60_000;

/** A delivery that this worker has taken, with all that its attempt needs. */
export interface Leased {
  readonly delivery: WebhookDelivery;
  readonly url: string;
  /** Null: the event is no longer in the feed. */
  readonly body: string | null;
  /** Null: they can't be opened with this installation's secret. */
  readonly secrets: readonly string[] | null;
}

/**
 * Takes some of an endpoint's deliveries that are due.
 * @param busy how many this worker has under way to it
 * @param most how many it may have
 */
export function lease(
  services: Services,
  { organisationId, endpointId }: EndpointPlace,
  { busy, most }: { readonly busy: number; readonly most: number },
): Promise<Leased[]> {
  return services.database.transact(organisationId, async (tx) => {
    const now = services.now();
    const endpoint = await tx.webhookEndpoint.findUnique({
      where: { id: endpointId },
      include: {
        secrets: { where: { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }, orderBy: { createdAt: "desc" } },
      },
    });
    if (!endpoint || endpoint.status === "RETIRED") return [];
    const deliveries = await leaseDue(tx, endpointId, {
      now,
      until: new Date(now.getTime() + leaseTime),
      // One that has only failed of late is asked with one at a time.
      limit: Math.max(0, (endpoint.failures < failuresBeforeRest ? most : 1) - busy),
      testsOnly: endpoint.status !== "ACTIVE" || (endpoint.restUntil !== null && endpoint.restUntil > now),
    });
    if (deliveries.length === 0) return [];
    const { key } = await tx.organisation.findFirstOrThrow({ select: { key: true } });
    const source = { publicUrl: services.publicUrl, organisationKey: key };
    const events = await tx.event.findMany({ where: { id: { in: deliveries.map(({ eventId }) => eventId) } } });
    const bodies = new Map(events.map((event) => [event.id, eventMessage(source, event)]));
    const secrets = openSecrets(endpoint.secrets, services.installationSecret);
    return deliveries.map((delivery) => {
      const { eventId, type, createdAt } = delivery;
      const body = type === null ? testMessage(source, eventId, endpointId, createdAt) : (bodies.get(eventId) ?? null);
      return { delivery, url: endpoint.url, body, secrets };
    });
  });
}

function openSecrets(
  kept: readonly { readonly id: string; readonly encryptedSecret: Uint8Array }[],
  installationSecret: Uint8Array,
): string[] | null {
  try {
    return kept.map(({ id, encryptedSecret }) => decryptSecret(encryptedSecret, installationSecret, id));
  } catch {
    return null;
  }
}

/** Sends a delivery, with no transaction open, and records what came of it. */
export async function attempt(services: Services, leased: Leased, signal: AbortSignal): Promise<void> {
  const { delivery, url, body, secrets } = leased;
  if (body === null) return record(services, delivery, unsent("EVENT_GONE"));
  if (secrets === null) return record(services, delivery, unsent("SECRET_NOT_READABLE"));
  const timestamp = Math.floor(services.now().getTime() / 1_000);
  const headers = {
    "content-type": cloudEventsMediaType,
    "webhook-id": delivery.eventId,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signWebhook(secrets, delivery.eventId, timestamp, body),
  };
  const answer = await services.webhooks.send({ url, headers, body }, signal);
  // What was broken off because the worker stops says nothing of the endpoint: it is sent again when the lease ends.
  if (signal.aborted && answer.statusCode === null) return;
  await record(services, delivery, answer);
}

/** Why a delivery was not sent at all: what is wrong is here, and says nothing of the endpoint. */
type Unsent = "EVENT_GONE" | "SECRET_NOT_READABLE";

function unsent(error: Unsent): WebhookAnswer {
  return { statusCode: null, error, text: "", retryAfter: null, milliseconds: 0 };
}

function wasSent({ error }: WebhookAnswer): boolean {
  return error !== ("EVENT_GONE" satisfies Unsent) && error !== ("SECRET_NOT_READABLE" satisfies Unsent);
}

function isDelivered({ statusCode, error }: WebhookAnswer): boolean {
  return error === null && statusCode !== null && statusCode >= 200 && statusCode < 300;
}

async function record(services: Services, delivery: WebhookDelivery, answer: WebhookAnswer): Promise<void> {
  const { organisationId, endpointId, subject, type } = delivery;
  await services.database.transact(organisationId, async (tx) => {
    const now = services.now();
    await lockEndpoint(tx, endpointId);
    const settled = decide(delivery, answer, now);
    if (!(await recordAttempt(tx, delivery, settled, now))) return;
    if (settled.status === "PENDING") await holdOthers(tx, endpointId, [subject]);
    else await callFirst(tx, endpointId, [subject], now);
    // A test says how things are at this moment, and decides nothing.
    if (type !== null && wasSent(answer)) await recordOfEndpoint(tx, endpointId, answer, now);
  });
}

function decide({ failures, type }: WebhookDelivery, answer: WebhookAnswer, now: Date) {
  const { statusCode, error, milliseconds } = answer;
  const shown = { statusCode, error, milliseconds, answer: answer.text };
  if (isDelivered(answer)) return { status: "DELIVERED", failures, nextAttemptAt: null, ...shown } as const;
  const isLast = type === null || error === "EVENT_GONE";
  const delay = isLast ? null : webhookRetryDelay(failures + 1, retryAfterOf(answer.retryAfter, now), Math.random());
  const next = delay === null ? null : new Date(now.getTime() + delay);
  return { status: next ? "PENDING" : "DEAD", failures: failures + 1, nextAttemptAt: next, ...shown } as const;
}

/** What an attempt means to the endpoint itself: that it is sound, or is left alone for a while, or is paused. */
async function recordOfEndpoint(tx: TenantTransaction, id: string, answer: WebhookAnswer, now: Date): Promise<void> {
  const endpoint = await tx.webhookEndpoint.findUniqueOrThrow({ where: { id } });
  if (isDelivered(answer)) {
    if (endpoint.failures > 0) await tx.webhookEndpoint.update({ where: { id }, data: sound, select: { id: true } });
    return;
  }
  const failures = endpoint.failures + 1;
  const failingSince = endpoint.failingSince ?? now;
  const rest = now.getTime() + Math.max(webhookRest(failures, Math.random()), askedRest(answer, now));
  // Of several under way at once, one that asks for less takes nothing from one that asked for more.
  const restUntil = new Date(Math.max(rest, endpoint.restUntil?.getTime() ?? 0));
  await tx.webhookEndpoint.update({
    where: { id },
    data: { failures, failingSince, restUntil: restUntil > now ? restUntil : null },
    select: { id: true },
  });
  const reason = pauseReasonOf(endpoint, answer, isFailingForLong(failingSince, failures, now));
  if (reason) await appendEvents(tx, [{ ...(await pauseEndpoint(tx, endpoint, reason, now)), occurredAt: now }]);
}

function pauseReasonOf({ status }: WebhookEndpoint, { statusCode }: WebhookAnswer, isFailing: boolean) {
  if (status !== "ACTIVE") return null;
  if (statusCode === 410) return "GONE";
  return isFailing ? "FAILING" : null;
}

/** By these a receiver speaks for itself as a whole, not of one message. */
function askedRest({ statusCode, retryAfter }: WebhookAnswer, now: Date): number {
  if (statusCode !== 429 && statusCode !== 503) return 0;
  return Math.min(retryAfterOf(retryAfter, now) ?? 0, longestRetryAfter);
}
