/** Why a delivery is not believed. Stable; to be logged, and no secret of anyone's. */
export type WebhookErrorCode =
  /** `webhook-id`, `webhook-timestamp` or `webhook-signature` is missing, or no header of Standard Webhooks. */
  | "HEADERS_MISSING"
  /** It was signed longer ago than is tolerated: an old delivery sent again by somebody, or a clock that is wrong. */
  | "TIMESTAMP_TOO_OLD"
  /** It was signed in the future: a clock is wrong. */
  | "TIMESTAMP_TOO_NEW"
  /** None of the secrets signed this body. */
  | "SIGNATURE_MISMATCH"
  /** It is larger than any event. */
  | "BODY_TOO_LARGE"
  /** It was signed well, and is no event of Kunna's. */
  | "BODY_MALFORMED"
  /** The receiver's own fault: no secret was given, or one is not as `createWebhookEndpoint` gave it. */
  | "SECRET_INVALID";

/** A delivery that must not be acted on. */
export class WebhookError extends Error {
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "WebhookError";
    this.code = code;
  }
}
