import { KunnaError } from "./errors.ts";
import type { Standing } from "./generated/operations.ts";
import { absolute, type ClientOptions, parsed } from "./transport.ts";

/** What the public page of a certificate says, and what the server found when it checked the signature. Instants are ISO 8601. */
export interface CertificateVerification {
  readonly number: string;
  readonly publicUrl: string;
  /** Where the signed credential is, for a verifier of one's own. */
  readonly credentialUrl: string;
  readonly title: string;
  readonly summary: string;
  readonly recipientName: string;
  readonly organisation: { readonly name: string; readonly url?: string };
  readonly timeZone: string;
  readonly awardedAt: string;
  readonly validFrom: string;
  /** Valid before this instant; left out: does not expire. */
  readonly expiresAt?: string;
  /** `certified` is whether the holder counts as certified now; a signature that is good does not say so. */
  readonly standing: { readonly word: Standing; readonly since?: string; readonly certified: boolean };
  readonly signature: { readonly verified: boolean; readonly checkedAt: string; readonly problems: readonly string[] };
  /** It was awarded elsewhere and is only recorded here: it has no signature. */
  readonly imported?: { readonly source: string; readonly externalNumber?: string };
  /** Why the rule against symbolic learning was waived (R2). */
  readonly waiver?: string;
  readonly competencies: readonly { readonly code: string; readonly label: string; readonly level?: string }[];
  readonly shownBy: readonly { readonly module: string; readonly requirement: string; readonly kind: string }[];
}

/** @param number as it is shown, or typed by hand @throws KunnaError */
export async function verifyCertificate(
  options: ClientOptions,
  number: string,
  signal?: AbortSignal,
): Promise<CertificateVerification | null> {
  const path = `certificates/${encodeURIComponent(number)}?format=verification`;
  const answer = await publicAnswer(options, new URL(path, absolute(options.url)).href, "application/json", signal);
  return answer && (parsedAnswer(answer.text, answer.requestId) as CertificateVerification);
}

/** @throws KunnaError */
export async function fetchCredential(options: ClientOptions, url: string, signal?: AbortSignal): Promise<unknown> {
  const answer = await publicAnswer(options, url, "application/vc", signal);
  if (answer) return parsedAnswer(answer.text, answer.requestId);
  throw new KunnaError("HTTP", `There is no credential at ${url} (404).`, null, { status: 404 });
}

/** Null when there is nothing. No token is sent: the address may be anyone's. */
async function publicAnswer(
  options: ClientOptions,
  url: string,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly text: string; readonly requestId: string | null } | null> {
  try {
    const response = await (options.fetch ?? fetch)(url, { headers: { accept }, ...(signal ? { signal } : {}) });
    const { status } = response;
    const requestId = response.headers.get("x-request-id");
    if (status === 404) return null;
    if (!response.ok) throw new KunnaError("HTTP", `${url} answered ${status}.`, requestId, { status });
    return { text: await response.text(), requestId };
  } catch (cause) {
    if (signal?.aborted || cause instanceof KunnaError) throw cause;
    throw new KunnaError("NETWORK", `The certificate can't be reached at ${url}.`, null, { cause });
  }
}

function parsedAnswer(text: string, requestId: string | null): object {
  const answer = parsed(text);
  if (typeof answer === "object" && answer !== null) return answer;
  throw new KunnaError("MALFORMED_ANSWER", "What came is no certificate.", requestId);
}
