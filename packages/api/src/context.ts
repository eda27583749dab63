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
  /** The hash of the token that was sent (see hashOfToken); null when none was. */
  readonly tokenHash: string | null;
  /** The last event that a stream's reader has, where the transport itself says so (Last-Event-ID). */
  readonly resumeAfter: bigint | null;
  /** Reads of the actor's organisation. */
  readonly reader: Reader | null;
}

/** What a request brings beside its actor; what is left out, it does not. */
export type RequestScope = Partial<Pick<ApiContext, "currentActor" | "tokenHash" | "resumeAfter">>;

/** A context for one request, or for one subscription. */
export function createContext(services: Services, actor: Actor | null, request: RequestScope = {}): ApiContext {
  const { currentActor = async () => actor, tokenHash = null, resumeAfter = null } = request;
  const reader = actor && services.database.reader(actor.organisationId);
  return { services, actor, currentActor, tokenHash, resumeAfter, reader };
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
