import { type JWTPayload, SignJWT } from "jose";
import type { Platform, ToolRegistration } from "./index.ts";
import { newSigningKey, type SigningKey } from "./key-ring.ts";
import { serviceScopes } from "./vocabulary.ts";

export const toolKey = await newSigningKey("tool-key");

/** What a tool's assertion says, and how it is signed, where it is not as it should be. */
export interface AssertionFlaws {
  /** Claims as they are to be; undefined: left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: SigningKey;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Parameters of the token request as they are to be; null: left out. */
  readonly parameters?: Readonly<Record<string, string | null>>;
}

/** A JWT signed by the tool. */
export function signedByTool(claims: JWTPayload, { key = toolKey, header = {} }: AssertionFlaws = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: key.kid, ...header })
    .sign(key.privateKey);
}

/** A tool's side of the services. */
export function toolClient(platform: Platform, registration: ToolRegistration) {
  const { tokenUrl, clientId } = platform.configurationFor(registration);

  async function askToken(scopes: readonly string[], flaws: AssertionFlaws = {}): Promise<Response> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: tokenUrl,
      iat: now,
      exp: now + 60,
      jti: crypto.randomUUID(),
      ...flaws.claims,
    };
    const parameters: Record<string, string | null> = {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await signedByTool(claims, flaws),
      scope: scopes.join(" "),
      ...flaws.parameters,
    };
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) if (value !== null) body.set(name, value);
    return platform.fetch(new Request(tokenUrl, { method: "POST", body }));
  }

  let token: string | undefined;
  return {
    askToken,
    /** A request with a token for every scope, or with the one that is given. */
    async call(method: string, url: string, headers: Record<string, string> = {}, body?: unknown): Promise<Response> {
      if (token === undefined) {
        const answer = await askToken(Object.values(serviceScopes));
        token = ((await answer.json()) as { access_token: string }).access_token;
      }
      const sent = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
      return platform.fetch(
        new Request(url, { method, headers: { authorization: `Bearer ${token}`, ...headers }, body: sent }),
      );
    },
  };
}

/** The URL of a relation in a Link header; null: there is none. */
export function linked(response: Response, rel: string): string | null {
  return new RegExp(`<([^>]+)>; rel="${rel}"`).exec(response.headers.get("link") ?? "")?.[1] ?? null;
}
