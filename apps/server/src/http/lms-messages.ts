import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { receiveLmsMessage, type Services } from "@kunna/api";
import { type Answer, notFound, refusal } from "./answer.ts";

/** In bytes: what a message of an LMS may have. */
const maximumBody = 1024 * 1024;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Where an LMS sends what has come about there: POST /lms/<connection>. Whether a message is authentic is for the connection's
 * connector to say. 202 once what it says is kept, with how many facts were told, known and counted.
 */
export async function lmsMessageAnswer(services: Services, request: IncomingMessage, url: URL): Promise<Answer> {
  const connectionId = url.pathname.slice("/lms/".length);
  if (!uuid.test(connectionId)) return notFound("address");
  if (request.method !== "POST") return refusal(405, "METHOD_NOT_ALLOWED", "Only POST is answered here.");
  const bytes = await readBody(request);
  if (bytes === null) return refusal(413, "BODY_TOO_LARGE", `The body may have at most ${maximumBody} bytes.`);
  const body = asText(bytes);
  if (body === null) return refusal(400, "BODY_NOT_TEXT", "The body is not text in UTF-8.");
  const message = { headers: singleHeaders(request.headers), body };
  const received = await receiveLmsMessage(services, connectionId, message, new AbortController().signal);
  switch (received.kind) {
    case "TAKEN":
      return { status: 202, headers: { "content-type": "application/json" }, body: JSON.stringify(received.ingested) };
    case "NOT_FOUND":
      return notFound("address");
    case "REFUSED":
      return refusal(received.code === "INVALID_MESSAGE" ? 401 : 400, received.code, received.sentence);
    case "FAILED": {
      const { retryAfter, code, sentence } = received;
      const answer = refusal(503, code, sentence);
      const seconds = String(Math.ceil((retryAfter ?? 60_000) / 1_000));
      return { ...answer, headers: { ...answer.headers, "retry-after": seconds } };
    }
  }
}

/** The body; null: it is too large, and is read no further. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  if (Number(request.headers["content-length"] ?? 0) > maximumBody) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maximumBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function asText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}
