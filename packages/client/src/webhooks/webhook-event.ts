import type { WebhookFacts } from "../generated/webhook-facts.ts";
import { WebhookError } from "./webhook-error.ts";

/** What each delivery tells besides its event. */
interface Delivered {
  /** The same however often it is sent: know by it what you have already. */
  readonly id: string;
  /** Of which organisation of which installation, as a URI. */
  readonly source: string;
  /** Events of one subject arrive in their order. */
  readonly subject: string;
  /** When it was written, as an ISO 8601 instant. */
  readonly occurredAt: string;
}

interface Told<Type extends keyof WebhookFacts> extends Delivered {
  readonly type: Type;
  /** What follows it is asked for by this, of the feed. */
  readonly cursor: string;
  /** Of what time alone brings about, when it became true (R13). */
  readonly dueAt: string | null;
  readonly actorId: string | null;
  readonly personId: string | null;
  readonly programId: string | null;
  readonly versionId: string | null;
  readonly enrolmentId: string | null;
  readonly evidenceId: string | null;
  readonly certificateId: string | null;
  readonly facts: WebhookFacts[Type];
}

/** What `sendTestWebhook` sends. */
export interface PingWebhookEvent extends Delivered {
  readonly type: "PING";
  readonly endpointId: string;
}

/**
 * An event as a webhook tells it; `type` says which, and with it which facts it has. A newer server may send types that
 * are not listed here: do nothing in the `default` of a `switch`.
 */
export type WebhookEvent = PingWebhookEvent | { [Type in keyof WebhookFacts]: Told<Type> }[keyof WebhookFacts];

/** The event in a CloudEvent whose signature is good. @throws WebhookError BODY_MALFORMED */
export function webhookEventIn(body: string): WebhookEvent {
  const { id, source, subject, time, data } = recordIn(body);
  if (!isRecord(data) || typeof id !== "string" || typeof data.type !== "string") {
    throw new WebhookError("BODY_MALFORMED", "The body is no event of Kunna's.");
  }
  return { id, source, subject, occurredAt: time, ...data } as unknown as WebhookEvent;
}

function recordIn(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return isRecord(parsed) ? parsed : {};
  } catch (cause) {
    throw new WebhookError("BODY_MALFORMED", "The body is no JSON.", { cause });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
