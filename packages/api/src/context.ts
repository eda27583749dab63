import type { Reader } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import { NotSignedIn } from "./schema/errors.ts";
import type { Services } from "./services.ts";

/** What each GraphQL resolver is given. */
export interface ApiContext {
  readonly services: Services;
  /** Who asks; null when nobody is signed in. */
  readonly actor: Actor | null;
  /** Ends when the token that the actor came with is no longer good; checked at each event of a subscription. */
  readonly stillSignedIn: () => Promise<boolean>;
  /** Reads of the actor's organisation. */
  readonly reader: Reader | null;
}

/** A context for one request, or for one subscription. */
export function createContext(services: Services, actor: Actor | null, stillSignedIn: () => Promise<boolean> = async () => actor !== null): ApiContext {
  return { services, actor, stillSignedIn, reader: actor && services.database.reader(actor.organisationId) };
}

/** The acting person. @throws NotSignedIn */
export function actorOf(context: ApiContext): Actor {
  if (!context.actor) throw new NotSignedIn();
  return context.actor;
}

/** The client that reads within the actor's organisation. @throws NotSignedIn */
export function readerOf(context: ApiContext): Reader["client"] {
  if (!context.reader) throw new NotSignedIn();
  return context.reader.client;
}
