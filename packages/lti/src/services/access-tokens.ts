import { z } from "zod";
import { randomToken } from "../bytes.ts";
import { FetchFailed, fetchText, type LtiFetch } from "../limited-fetch.ts";
import { LtiServiceError } from "../problems.ts";
import type { LtiRegistration } from "../registration.ts";
import type { LtiScope } from "../scopes.ts";
import { backdated, signWithToolKey } from "../signing-keys.ts";
import type { LtiStorage } from "../storage.ts";
import { failureOf, refusalOf } from "./service-failure.ts";

/** What services need of the application. */
export interface ServiceOptions {
  readonly storage: LtiStorage;
  readonly fetch: LtiFetch;
  readonly now: () => Date;
  /** Milliseconds for one answer. 15,000. */
  readonly timeout?: number;
  /** Whether platforms on http and loopback are spoken to: for development. */
  readonly loopback?: boolean;
}

/** Access tokens of platforms, kept until shortly before they end. */
export interface AccessTokens {
  get(registration: LtiRegistration, scopes: readonly LtiScope[], signal?: AbortSignal): Promise<string>;
  /** Forgets a token that the platform no longer takes. */
  forget(registration: LtiRegistration, scopes: readonly LtiScope[], token: string): void;
}

interface Kept {
  readonly token: string;
  readonly usableUntil: number;
}

const answerShape = z.looseObject({
  access_token: z.string().min(1).max(16_384),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  scope: z.string().optional().catch(undefined),
});
const mostKept = 10_000;

/** Client credentials with a signed assertion: Security Framework 1.0, section 4.1.1, and RFC 7523. */
export function accessTokens(options: ServiceOptions): AccessTokens {
  const kept = new Map<string, Kept>();
  const pending = new Map<string, Promise<Kept>>();

  async function fresh(registration: LtiRegistration, scopes: readonly LtiScope[], key: string): Promise<Kept> {
    const made = await ask(options, registration, scopes);
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    return made;
  }

  return {
    async get(registration, scopes, signal) {
      const key = keyOf(registration, scopes);
      const known = kept.get(key);
      if (known && known.usableUntil > options.now().getTime()) return known.token;
      // All who want the same one wait for one request, which is nobody's own to end.
      const asked = pending.get(key) ?? fresh(registration, scopes, key).finally(() => pending.delete(key));
      pending.set(key, asked);
      const { token } = await asked;
      signal?.throwIfAborted();
      return token;
    },
    forget(registration, scopes, token) {
      const key = keyOf(registration, scopes);
      if (kept.get(key)?.token === token) kept.delete(key);
    },
  };
}

/** With where it is asked for: a registration that changes is asked anew. */
function keyOf({ id, clientId, tokenEndpoint }: LtiRegistration, scopes: readonly LtiScope[]): string {
  return JSON.stringify([id, clientId, tokenEndpoint, [...scopes].sort()]);
}

async function ask(
  { storage, fetch, now, timeout = 15_000, loopback = false }: ServiceOptions,
  { clientId, tokenEndpoint, tokenAudience }: LtiRegistration,
  scopes: readonly LtiScope[],
): Promise<Kept> {
  const asked = now().getTime();
  const seconds = Math.floor(asked / 1000);
  const assertion = await signWithToolKey(
    storage,
    {
      iss: clientId,
      sub: clientId,
      aud: tokenAudience ?? tokenEndpoint,
      iat: seconds - backdated,
      exp: seconds + 60,
      jti: randomToken(),
    },
    now(),
  );
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    scope: scopes.join(" "),
  }).toString();
  const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
  const answer = await fetchText(
    fetch,
    tokenEndpoint,
    { method: "POST", headers, body },
    { timeout, bytes: 64 * 1024, loopback },
  ).catch((error: unknown) => {
    throw error instanceof FetchFailed ? failureOf(error, tokenEndpoint) : error;
  });
  const { status, text } = answer;
  if (status === 400 || status === 401 || status === 403) {
    // Moodle says so where none of what was asked for is granted (RFC 6749, section 5.2).
    const code = /"error"\s*:\s*"invalid_scope"/.test(text) ? "SCOPE_NOT_GRANTED" : "ACCESS_TOKEN_REFUSED";
    throw new LtiServiceError(code, `${tokenEndpoint} answered ${status}: ${text.slice(0, 200)}`, {
      status,
    });
  }
  if (status < 200 || status > 299) throw refusalOf(answer, tokenEndpoint);
  return keptOf(text, asked, { tokenEndpoint, scopes });
}

function keptOf(
  text: string,
  asked: number,
  { tokenEndpoint, scopes }: { readonly tokenEndpoint: string; readonly scopes: readonly LtiScope[] },
): Kept {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = undefined;
  }
  const { data } = answerShape.safeParse(answer);
  if (!data) throw new LtiServiceError("SERVICE_ANSWER_INVALID", `${tokenEndpoint} gave no access token.`);
  const granted = data.scope?.split(" ");
  const missing = granted ? scopes.filter((scope) => !granted.includes(scope)) : [];
  if (missing.length > 0)
    throw new LtiServiceError("SCOPE_NOT_GRANTED", `${tokenEndpoint} left out ${missing.join(" ")}.`);
  // An hour is what the framework says for one that does not say.
  const lifetime = Math.min(data.expires_in ?? 3_600, 86_400) * 1000;
  return { token: data.access_token, usableUntil: asked + Math.max(lifetime - 60_000, lifetime / 2) };
}
