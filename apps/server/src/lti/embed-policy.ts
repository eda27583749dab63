/** What a page inside an LMS is allowed. */
export interface EmbedPolicy {
  readonly nonce?: string;
  /** Whose pages may frame it, beside its own. */
  readonly frameAncestors: readonly string[];
  /** Where its forms may be sent, beside here: a deep linking answer goes to the platform. */
  readonly formAction?: readonly string[];
  /** Where files come from; null: from here. */
  readonly filesOrigin: string | null;
}

/**
 * The headers of a page inside an LMS: nothing is kept of it, and nothing runs, is loaded or asked but what is ours. A
 * session's page is framed by its platform alone.
 */
export function embedHeaders({ nonce, frameAncestors, formAction = [], filesOrigin }: EmbedPolicy) {
  const own = ["'self'", ...(nonce === undefined ? [] : [`'nonce-${nonce}'`])].join(" ");
  const files = filesOrigin === null ? "" : ` ${filesOrigin}`;
  const policy = [
    "default-src 'none'",
    `script-src ${own}`,
    `style-src ${own}`,
    `img-src 'self' data: blob:${files}`,
    "font-src 'self'",
    `connect-src 'self'${files}`,
    "base-uri 'none'",
    `form-action ${["'self'", ...new Set(formAction)].join(" ")}`,
    `frame-ancestors ${["'self'", ...new Set(frameAncestors)].join(" ")}`,
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}
