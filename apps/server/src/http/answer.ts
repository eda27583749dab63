/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array>;
}

/** No script, no frame, nothing from elsewhere: the page is text, one stylesheet and inline pictures. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The same, with a form that is sent to the page itself. */
const formPolicy = pagePolicy.replace("form-action 'none'", "form-action 'self'");

export function html(status: number, body: string, { hasForm = false } = {}): Answer {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": hasForm ? formPolicy : pagePolicy,
      "referrer-policy": "no-referrer",
      vary: "accept, accept-language",
      "cache-control": "no-cache",
    },
    body,
  };
}

export function json(status: number, value: unknown): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify(value),
  };
}

/** A refusal of a route, with a stable code, and facts to act on. */
export function refusal(status: number, code: string, message: string, facts: object = {}): Answer {
  return json(status, { error: { code, message, ...facts } });
}

export function notFound(what: string): Answer {
  return refusal(404, "NOT_FOUND", `No such ${what}.`);
}
