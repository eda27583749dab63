import type { Reader } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import { NotSignedIn } from "./schema/errors.ts";
import type { Services } from "./services.ts";

/** What each GraphQL resolver is given. */
export interface ApiContext {
  readonly services: Services;
  /** Who asks; null when nobody is signed in. */
  readonly actor: Actor | null;
  /** Who the same token stands for now; null when it is no longer good. Asked at each event of a subscription. */
  readonly currentActor: () => Promise<Actor | null>;
  /** Reads of the actor's organisation. */
  readonly reader: Reader | null;
}

/** A context for one request, or for one subscription. */
export function createContext(
  services: Services,
  actor: Actor | null,
  currentActor: () => Promise<Actor | null> = async () => actor,
): ApiContext {
  const reader = actor && services.database.reader(actor.organisationId);
  return { services, actor, currentActor, reader };
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
