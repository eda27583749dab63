import { htmlResponse } from "./html.ts";
import type { World } from "./world.ts";

/** The most that one tool may store, in characters of keys and values. */
export const storageQuota = 4_096;

/** Text as a script's literal inside HTML. */
export const literal = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * A script that answers `lti.put_data` and `lti.get_data`: LTI postMessage Storage 0.1. Each origin has a storage of its own; origins that are of no registered
 * tool have none. Errors have the shape of LTI Client Side postMessages 0.1: `error.code` and `error.message`.
 */
export function storageScript(origins: readonly string[]): string {
  return `
const storageOrigins = ${literal(origins)};
const stored = new Map();
addEventListener("message", (event) => {
  const { subject, message_id, key, value } = Object(event.data);
  if (subject !== "lti.put_data" && subject !== "lti.get_data") return;
  const answer = (more) => event.source.postMessage({ subject: subject + ".response", message_id, key, ...more }, event.origin);
  const fail = (code, message) => answer({ error: { code, message } });
  if (!storageOrigins.includes(event.origin)) return fail("wrong_origin", "No tool is registered with this origin.");
  if (typeof message_id !== "string" || message_id === "") return fail("bad_request", "message_id is missing.");
  if (typeof key !== "string" || key === "") return fail("bad_request", "key is missing.");
  const own = stored.get(event.origin) ?? new Map();
  stored.set(event.origin, own);
  if (subject === "lti.get_data") return answer({ value: own.get(key) ?? null });
  if (value === null || value === undefined) {
    own.delete(key);
    return answer({ value: null });
  }
  if (typeof value !== "string") return fail("bad_request", "value must be text.");
  let size = key.length + value.length;
  for (const [name, text] of own) if (name !== key) size += name.length + text.length;
  if (size > ${storageQuota}) return fail("storage_exhaustion", "The storage has room for ${storageQuota} characters.");
  own.set(key, value);
  answer({ value });
});`;
}

/** The origins of the tools that are registered. */
export function toolOrigins(world: World): readonly string[] {
  return [...world.tools.values()].flatMap((tool) =>
    [tool.loginUrl, ...tool.redirectUris].map((url) => new URL(url).origin),
  );
}

/** The frame that stores for tools, where `lti_storage_target` names one. */
export function storageFrame(_request: Request, world: World): Response {
  const script = storageScript(toolOrigins(world));
  return htmlResponse(
    `<!doctype html><html lang="en"><title>Storage for tools</title><script>${script}</script></html>`,
  );
}
