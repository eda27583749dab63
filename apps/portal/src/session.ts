/** Whom the portal acts for, and where. A real one would take the token of its own sign-in. */
export interface Session {
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly token: string;
}

const place = "kunna-portal-session";

/** Null when nobody has signed in in this tab. */
export function storedSession(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null") as Session | null;
  } catch {
    return null;
  }
}

export function storeSession(session: Session | null): void {
  if (session) sessionStorage.setItem(place, JSON.stringify(session));
  else sessionStorage.removeItem(place);
}
