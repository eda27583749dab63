import type { JWK } from "jose";
import { serviceScopes } from "./vocabulary.ts";

/** What a platform's admin enters for a tool. */
export interface ToolRegistrationInput {
  readonly name?: string;
  /** Left out: a new one. */
  readonly clientId?: string;
  /** Where a login begins: the tool's initiate_login_uri. */
  readonly loginUrl: string;
  /** Where tokens may be sent; compared letter by letter. */
  readonly redirectUris: readonly string[];
  /** What is opened where a link names nothing else. Left out: the first redirect URI. */
  readonly targetLinkUri?: string;
  /** Where the tool's public keys are. */
  readonly jwksUrl?: string;
  /** The tool's public keys themselves, in place of `jwksUrl`. */
  readonly jwks?: { readonly keys: readonly JWK[] };
  /** Left out: one, "1". */
  readonly deploymentIds?: readonly string[];
  /** What the tool may ask for. Left out: every scope that there is. */
  readonly scopes?: readonly string[];
  readonly custom?: Readonly<Record<string, string>>;
  /** The tool itself, when it is in the same process: requests to the origin of `loginUrl` go there, and not to the network. */
  readonly handle?: (request: Request) => Promise<Response> | Response;
}

/** A tool as the platform knows it. */
export interface ToolRegistration {
  readonly name: string;
  readonly clientId: string;
  readonly loginUrl: string;
  readonly redirectUris: readonly string[];
  readonly targetLinkUri: string;
  readonly jwksUrl: string | null;
  readonly jwks: { readonly keys: readonly JWK[] } | null;
  readonly deploymentIds: readonly string[];
  readonly scopes: readonly string[];
  readonly custom: Readonly<Record<string, string>>;
  readonly handle: ((request: Request) => Promise<Response> | Response) | null;
}

export function toolRegistration(input: ToolRegistrationInput, clientId: string): ToolRegistration {
  const [firstRedirect] = input.redirectUris;
  if (firstRedirect === undefined) throw new Error("A tool needs at least one redirect URI.");
  return {
    name: input.name ?? "Tool",
    clientId: input.clientId ?? clientId,
    loginUrl: input.loginUrl,
    redirectUris: input.redirectUris,
    targetLinkUri: input.targetLinkUri ?? firstRedirect,
    jwksUrl: input.jwksUrl ?? null,
    jwks: input.jwks ?? null,
    deploymentIds: input.deploymentIds ?? ["1"],
    scopes: input.scopes ?? Object.values(serviceScopes),
    custom: input.custom ?? {},
    handle: input.handle ?? null,
  };
}
