import type { IncomingMessage } from "node:http";
import { callOff, readUnsubscribeLink, type Services } from "@kunna/api";
import { renderUnsubscribePage } from "@kunna/embed";
import { type Answer, html, refusal } from "./answer.ts";
import { preferredLocale } from "./negotiation.ts";

/** In bytes: what a form of ours, or a mail program's one click, needs at most. */
const maximumBody = 10_000;

/**
 * Where the links in mails lead. Opening one changes nothing, for programs open links too: it shows a page with buttons.
 * A POST calls off, as the buttons do and as mail programs do by themselves (RFC 8058). Nobody signs in for it.
 */
export async function unsubscribeAnswer(services: Services, request: IncomingMessage, url: URL): Promise<Answer> {
  const { method = "GET", headers } = request;
  if (!["GET", "HEAD", "POST"].includes(method))
    return refusal(405, "METHOD_NOT_ALLOWED", "Only GET and POST are answered here.");
  const found = await readUnsubscribeLink(services, url.searchParams);
  const locale = preferredLocale({ method, url, headers }, found?.locale);
  if (!found) return html(404, renderUnsubscribePage(null, locale));
  const done = method === "POST";
  if (done) {
    const body = await readForm(request);
    if (body === null) return refusal(413, "BODY_TOO_LARGE", `The body may have at most ${maximumBody} bytes.`);
    await callOff(services, url.searchParams, new URLSearchParams(body).get("all") === "true");
  }
  const inLanguage = (other: string) => {
    const parameters = new URLSearchParams(url.searchParams);
    parameters.set("lang", other);
    return `?${parameters}`;
  };
  const { organisationName, kinds } = found;
  const page = renderUnsubscribePage({ organisationName, kinds, done, inLanguage }, locale);
  const answer = html(200, page, { hasForm: !done });
  return { ...answer, headers: { ...answer.headers, "cache-control": "no-store" } };
}

/** The body as text; null: it is too large. */
async function readForm(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maximumBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
