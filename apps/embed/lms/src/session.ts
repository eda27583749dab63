import * as z from "zod/mini";
import { type LmsSession, lmsTargetKinds, lmsViews } from "../../src/lms-session.ts";
import { isFramed } from "./frame.ts";
import { framePlace, tabPlace } from "./session-place.ts";

export type { LmsSession, LmsTarget } from "../../src/lms-session.ts";

const sessionSchema = z.object({
  token: z.string(),
  expiresAt: z.string(),
  apiUrl: z.string(),
  locale: z.string(),
  view: z.enum(lmsViews),
  target: z.optional(
    z.object({
      kind: z.enum(lmsTargetKinds),
      programId: z.optional(z.string()),
      moduleKey: z.optional(z.string()),
      requirementKey: z.optional(z.string()),
    }),
  ),
  context: z.optional(z.object({ title: z.string() })),
  platform: z.optional(z.object({ name: z.string() })),
  frame: z.optional(z.object({ parentOrigin: z.string() })),
});

const place = isFramed ? framePlace() : tabPlace;

/**
 * The session that the server wrote into the shell; after a reload, the one that was kept. A launch is a POST that can't be
 * made twice, so the address becomes one that a reload may ask for.
 */
export function takeSession(): LmsSession | null {
  const given = parse(document.getElementById("kunna-session")?.textContent);
  if (!given) return parse(place.read());
  keepSession(given);
  return given;
}

/** For reloads, as long as the tab is open. */
export function keepSession(session: LmsSession): void {
  window.history.replaceState(window.history.state, "", `${import.meta.env.BASE_URL}${window.location.hash}`);
  place.write(JSON.stringify(session));
}

/** The session is over: nothing of it stays. */
export function dropSession(): void {
  place.write(null);
}

/** One of an administrator who signs in with a token, outside any LMS. */
export function sessionOfToken(token: string, apiUrl: string, locale: string): LmsSession {
  // The server says when a token ends; until then it holds.
  return { token, expiresAt: "9999-12-31T00:00:00Z", apiUrl, locale, view: "admin" };
}

/** Inside an LMS one comes by its course, never by a token. */
export const maySignIn = !isFramed;

function parse(text: string | null | undefined): LmsSession | null {
  try {
    const session = sessionSchema.safeParse(JSON.parse(text ?? "null"));
    // Left out and undefined are the same here: it has been JSON.
    return session.success ? (session.data as LmsSession) : null;
  } catch {
    return null;
  }
}
