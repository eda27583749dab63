import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from "jose";
import { type Finding, finding, type Specification } from "./problems.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import type { World } from "./world.ts";

/** A JWT of a tool, as far as it can be read without believing it. */
export interface ReadJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Reads a JWT without checking it; null: it is none. */
export function readJwt(jwt: string): ReadJwt | null {
  try {
    return { header: { ...decodeProtectedHeader(jwt) }, claims: { ...decodeJwt(jwt) } };
  } catch {
    return null;
  }
}

const keySet = { spec: "Security Framework 1.0", section: "6.3 Key Set URL" } as const;
const told = (code: string, message: string) => finding(code, keySet.spec, keySet.section, message);

async function publishedKeys(world: World, tool: ToolRegistration): Promise<readonly JWK[] | Finding> {
  if (tool.jwks !== null) return tool.jwks.keys;
  if (tool.jwksUrl === null) return told("TOOL_JWKS", "The tool is registered with neither a key set URL nor keys.");
  try {
    const response = await world.network(new Request(tool.jwksUrl, { headers: { accept: "application/json" } }));
    if (!response.ok) return told("TOOL_JWKS", `The tool's key set URL answers ${response.status}.`);
    const set = (await response.json()) as { keys?: unknown };
    if (!Array.isArray(set.keys)) return told("TOOL_JWKS", "The tool's key set has no list of keys.");
    return set.keys as JWK[];
  } catch (error) {
    return told("TOOL_JWKS", `The tool's key set can't be read: ${(error as Error).message}`);
  }
}

/** What is wrong with the signature of a tool's JWT: RS256 by a key that the tool publishes, found by its kid. Empty: nothing. */
export async function signatureFindings(
  world: World,
  tool: ToolRegistration,
  jwt: string,
): Promise<readonly Finding[]> {
  const header = readJwt(jwt)?.header ?? {};
  if (header.alg !== "RS256") {
    const message = `The JWT must be signed by RS256, and says ${JSON.stringify(header.alg ?? null)}.`;
    return [finding("JWT_ALGORITHM", "Security Framework 1.0", "6.1 RSA Key", message)];
  }
  if (typeof header.kid !== "string") return [told("JWT_KID", "The JWT's header must name the key, as kid.")];
  const keys = await publishedKeys(world, tool);
  if ("code" in keys) return [keys];
  const key = keys.find((candidate) => candidate.kid === header.kid);
  if (key === undefined)
    return [told("JWT_KID", `The tool publishes no key with the kid ${JSON.stringify(header.kid)}.`)];
  if (key.kty !== "RSA" || (key.use !== undefined && key.use !== "sig")) {
    return [told("TOOL_JWKS", "The key must be of RSA, and for signatures.")];
  }
  if ("d" in key) {
    return [
      finding(
        "PRIVATE_KEY_PUBLISHED",
        "RFC 7517",
        "9.2 Preventing Disclosure of Non-Public Key Information",
        "The tool publishes its private key.",
      ),
    ];
  }
  try {
    await compactVerify(jwt, await importJWK(key, "RS256"), { algorithms: ["RS256"] });
    return [];
  } catch {
    return [told("JWT_SIGNATURE", "The JWT's signature is not of the key that it names.")];
  }
}

/** How a JWT of a tool should be, where kinds of it differ. */
export interface JwtExpectation {
  readonly spec: Specification;
  readonly section: string;
  readonly audience: string;
  /** The claim by which one JWT can be told from every other, and so is good once. */
  readonly once: "jti" | "nonce";
}

/** The longest that a tool may let a JWT live, in seconds: the platform's own rule, since no specification has one. */
const longestLife = 3_600;
const skew = 60;

/** What is wrong with the claims that every JWT of a tool has. */
export function claimFindings(world: World, claims: ReadJwt["claims"], as: JwtExpectation): readonly Finding[] {
  const { exp, iat, aud } = claims;
  const now = world.now().getTime() / 1000;
  const found: Finding[] = [];
  const add = (code: string, message: string) => found.push(finding(code, as.spec, as.section, message));
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (!audiences.includes(as.audience))
    add("JWT_AUDIENCE", `aud must be ${as.audience}, and is ${JSON.stringify(aud ?? null)}.`);
  if (typeof iat !== "number") add("JWT_ISSUED_AT", "iat is missing.");
  else if (iat > now + skew) add("JWT_ISSUED_AT", "iat lies in the future.");
  if (typeof exp !== "number") add("JWT_EXPIRY", "exp is missing.");
  else if (exp <= now - skew) add("JWT_EXPIRY", "The JWT has expired.");
  else if (exp > now + longestLife + skew) add("JWT_EXPIRY", "The JWT is good for more than an hour.");
  const id = claims[as.once];
  if (typeof id !== "string" || id === "") add(`JWT_${as.once.toUpperCase()}`, `${as.once} is missing.`);
  else if (world.usedJwtIds.has(`${String(claims.iss)} ${as.once} ${id}`)) {
    add(`JWT_${as.once.toUpperCase()}_REUSED`, `${as.once} was used before: a JWT is good once.`);
  }
  return found;
}

/** Remembers that a JWT was taken. */
export function useJwt(world: World, claims: ReadJwt["claims"], once: "jti" | "nonce"): void {
  world.usedJwtIds.add(`${String(claims.iss)} ${once} ${String(claims[once])}`);
}
