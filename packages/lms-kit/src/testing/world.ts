import type { Course, LmsUser } from "./course.ts";
import type { DeepLinkingResponse } from "./deep-linking.ts";
import type { KeyRing } from "./key-ring.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import type { Finding } from "./problems.ts";
import type { FaultyService, ServiceMisbehaviour } from "./service-misbehaviour.ts";
import type { ToolRegistration } from "./tool-registration.ts";

/** An access token that was given. */
export interface AccessToken {
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** All that a platform knows, shared by its endpoints. */
export interface World {
  readonly name: string;
  url(): string;
  issuer(): string;
  now(): Date;
  readonly keys: KeyRing;
  readonly tools: Map<string, ToolRegistration>;
  readonly courses: Map<string, Course>;
  readonly users: Map<string, LmsUser>;
  /** What is to be sent, by its lti_message_hint. */
  readonly intents: Map<string, LaunchIntent>;
  /** Of authorization requests, by client. */
  readonly usedNonces: Set<string>;
  /** Of the JWTs of tools. */
  readonly usedJwtIds: Set<string>;
  readonly accessTokens: Map<string, AccessToken>;
  /** The id_token that was sent to a tool last, by its client_id. */
  readonly sentTokens: Map<string, string>;
  readonly deepLinkingResponses: DeepLinkingResponse[];
  /** By the token: what was registered by it; null: nothing yet. */
  readonly registrationTokens: Map<string, { readonly tool: ToolRegistration | null }>;
  misbehaviour(): ServiceMisbehaviour;
  /** What a service does wrong with the request that it has now. */
  fault<K extends FaultyService>(service: K): ServiceMisbehaviour[K] | undefined;
  report(request: Request, finding: Finding): void;
  /** To the tool, the platform itself, or the real network, by the URL's origin. */
  network(request: Request): Promise<Response>;
  nextId(kind: string): string;
}
