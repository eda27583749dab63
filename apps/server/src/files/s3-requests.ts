import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";

/** A bucket, and how it is reached. */
export interface S3Location {
  readonly bucket: string;
  /** Before each key; empty, or with a slash at the end. */
  readonly prefix: string;
  readonly region: string;
  /** Of a server that speaks S3; null: Amazon's. */
  readonly endpoint: string | null;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

/** S3 did not do what was asked. */
export class S3RequestFailed extends Error {
  /** Null when there was no answer. */
  readonly status: number | null;
  constructor(what: string, status: number | null, why: string) {
    super(`S3: ${what} failed: ${why}`);
    this.status = status;
  }
}

export interface S3Request {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Null: the bucket itself. */
  readonly key: string | null;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Statuses that are an answer too. */
  readonly also?: readonly number[];
}

export type S3Send = (request: S3Request) => Promise<Response>;

/**
 * Sends signed requests to a bucket. What the server says of itself, such as 503, is tried again twice.
 * @param patience how long an answer may take to begin, in milliseconds
 */
export function s3Requests(location: S3Location, patience: number): S3Send {
  const { region, accessKeyId, secretAccessKey, sessionToken } = location;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  const client = new AwsClient({ ...credentials, region, service: "s3", retries: 2 });
  const base = baseOf(location);
  return async ({ method, key, query, headers, body, also = [] }) => {
    const url = new URL(key === null ? base : `${base}/${location.prefix}${key}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const what = `${method} ${url.host}${url.pathname}`;
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), patience);
    try {
      const response = await client.fetch(url.href, {
        method,
        // The server refuses a body that came to it changed.
        headers: {
          ...headers,
          "x-amz-content-sha256": createHash("sha256")
            .update(body ?? "")
            .digest("hex"),
        },
        ...(body === undefined ? {} : { body: body as BodyInit }),
        signal: impatience.signal,
      });
      if (response.ok || also.includes(response.status)) return response;
      throw new S3RequestFailed(what, response.status, `${response.status} ${codeOf(await response.text())}`.trim());
    } catch (error) {
      if (error instanceof S3RequestFailed) throw error;
      const why = impatience.signal.aborted ? `no answer within ${patience / 1_000} s` : reasonOf(error);
      throw new S3RequestFailed(what, null, why);
    } finally {
      // From here on the body may take its time: it is held to going on, by fetch itself.
      clearTimeout(timer);
    }
  };
}

/** Where a bucket is: at Amazon by a name of its own, where its name can be one. */
function baseOf({ bucket, region, endpoint }: S3Location): string {
  if (endpoint !== null) return `${endpoint}/${bucket}`;
  const host = `s3.${region}.amazonaws.com`;
  return bucket.includes(".") ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

/** The text of an element of an answer, where it has one. */
export function textOf(xml: string, element: string): string | null {
  const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };
  return found?.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity) ?? null;
}

function codeOf(xml: string): string {
  return textOf(xml, "Code") ?? "";
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
