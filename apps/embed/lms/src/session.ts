import * as z from "zod/mini";
import { type LmsSession, lmsTargetKinds, lmsViews } from "../../src/lms-session.ts";
import { isFramed } from "./frame.ts";

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

/**
 * The session that the server wrote into the shell; when the frame was loaded again, the one that it had. A launch is a
 * POST that can't be made twice, so the address becomes one that a reload may ask for, with the frame's own name in it: two frames of one page share their storage.
 */
export function takeSession(): LmsSession | null {
  const given = parse(document.getElementById("kunna-session")?.textContent);
  const address = new URL(window.location.href);
  const frame = address.searchParams.get("frame");
  if (!given) return frame === null ? null : parse(read(placeOf(frame)));
  keepSession(given);
  return given;
}

/** For the reloads of this frame, as long as the tab is open. */
export function keepSession(session: LmsSession): void {
  const frame = crypto.randomUUID();
  write(placeOf(frame), JSON.stringify(session));
  window.history.replaceState(null, "", `${import.meta.env.BASE_URL}?frame=${frame}${window.location.hash}`);
}

/** The session is over: nothing of it stays. */
export function dropSession(): void {
  const frame = new URL(window.location.href).searchParams.get("frame");
  if (frame !== null) write(placeOf(frame), null);
}

/** One of an administrator who signs in with a token, outside any LMS. */
export function sessionOfToken(token: string, apiUrl: string, locale: string): LmsSession {
  // The server says when a token ends; until then it holds.
  return { token, expiresAt: "9999-12-31T00:00:00Z", apiUrl, locale, view: "admin" };
}

/** Inside an LMS one comes by its course, never by a token. */
export const maySignIn = !isFramed;

const placeOf = (frame: string) => `kunna-session ${frame}`;

function parse(text: string | null | undefined): LmsSession | null {
  try {
    const session = sessionSchema.safeParse(JSON.parse(text ?? "null"));
    // Left out and undefined are the same here: it has been JSON.
    return session.success ? (session.data as LmsSession) : null;
  } catch {
    return null;
  }
}

/** Where a browser blocks the storage of third parties, touching it throws. */
function read(place: string): string | null {
  try {
    return window.sessionStorage.getItem(place);
  } catch {
    return null;
  }
}

function write(place: string, text: string | null): void {
  try {
    if (text === null) window.sessionStorage.removeItem(place);
    else window.sessionStorage.setItem(place, text);
  } catch {
    // Then a reload has to come from the course again.
  }
}
