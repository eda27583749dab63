import { type VerifyOptions, verifyWebhook } from "./verify-webhook.ts";
import { WebhookError } from "./webhook-error.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/** In bytes: many times what an event is. */
const largest = 1_000_000;

/**
 * The event in a request that Kunna sent, in whatever gives a `Request`: edge workers, Deno, Bun, Next, Hono. Reads its
 * body. Keep the event by its `id`, and answer with a status of 200 to 299.
 * @throws WebhookError
 */
export async function receiveWebhook(request: Request, options: VerifyOptions): Promise<WebhookEvent> {
  return verifyWebhook({ headers: request.headers, body: await bodyOf(request), ...options });
}

/** Whoever sent it is not known yet: no more is taken than an event may be. */
async function bodyOf({ body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    chunks.push(value);
    if (size > largest) {
      await reader.cancel().catch(() => {});
      throw new WebhookError("BODY_TOO_LARGE", `The body has more than ${largest} bytes.`);
    }
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
