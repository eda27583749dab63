import type { WebhookAddressProblem } from "@kunna/domain";

export interface WebhookMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of sending one message. */
export interface WebhookAnswer {
  /** The HTTP status; null: there was no answer. */
  readonly statusCode: number | null;
  /** Why there was no answer, or none that could be read; stable, such as TIMED_OUT. */
  readonly error: string | null;
  /** The beginning of the answer's text. */
  readonly text: string;
  /** The header Retry-After. */
  readonly retryAfter: string | null;
  readonly milliseconds: number;
}

/** Sends webhooks to strangers' addresses. Whoever implements it decides what may be reached, and never follows a redirect. */
export interface WebhookSender {
  /** Why nothing may be sent to an address; null: it may be. Asks the name service, and nobody else. */
  check(url: string): Promise<WebhookAddressProblem | null>;
  /** Sends one message, within a time and an answer that are bounded. Whatever comes of it is an answer. */
  send(message: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer>;
}
