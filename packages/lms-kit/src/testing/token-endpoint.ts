import { paths } from "./endpoints.ts";
import { type Finding, finding } from "./problems.ts";
import { type Parameters, requestParameters } from "./request-parameters.ts";
import { faultyResponse } from "./service-misbehaviour.ts";
import { claimFindings, readJwt, signatureFindings, useJwt } from "./tool-keys.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import type { World } from "./world.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const grant = { spec: "Security Framework 1.0", section: "4.1 Using OAuth 2.0 Client-Credentials Grant" } as const;
const assertion = {
  spec: "Security Framework 1.0",
  section: "4.1.1 Using JSON Web Tokens with OAuth 2.0 Client-Credentials Grant",
} as const;

/** How long an access token is good for, in seconds. */
const tokenLife = 3_600;

/** An error as RFC 6749 section 5.2 has it. */
function refusal(error: string, findings: readonly Finding[]): Response {
  return Response.json(
    { error, error_description: findings.map((found) => found.message).join(" ") },
    { status: error === "invalid_client" ? 401 : 400, headers: { "cache-control": "no-store" } },
  );
}

function parameterFindings({ values, repeated }: Parameters): readonly Finding[] {
  const found: Finding[] = repeated.map((name) =>
    finding("REPEATED_PARAMETER", "RFC 6749", "3.2 Token Endpoint", `${name} is there more than once.`),
  );
  const given = values.get("client_assertion_type");
  if (given !== assertionType) {
    const message = `client_assertion_type must be ${assertionType}, and is ${JSON.stringify(given ?? null)}.`;
    found.push(finding("CLIENT_ASSERTION_TYPE", grant.spec, grant.section, message));
  }
  if (!values.has("client_assertion")) {
    found.push(finding("CLIENT_ASSERTION", grant.spec, grant.section, "client_assertion is missing."));
  }
  if ((values.get("scope") ?? "") === "") {
    found.push(finding("TOKEN_SCOPE", grant.spec, grant.section, "scope must name what the token is for."));
  }
  return found;
}

async function clientFindings(world: World, jwt: string): Promise<ToolRegistration | readonly Finding[]> {
  const told = (code: string, message: string) => [finding(code, assertion.spec, assertion.section, message)];
  const read = readJwt(jwt);
  if (read === null) return told("CLIENT_ASSERTION", "client_assertion is no JWT.");
  const { claims } = read;
  const tool = world.tools.get(String(claims.sub));
  if (tool === undefined)
    return told("JWT_SUBJECT", `sub must be the client_id, and is ${JSON.stringify(claims.sub ?? null)}.`);
  if (claims.iss !== claims.sub) {
    return told("JWT_ISSUER", `iss must be the client_id, and is ${JSON.stringify(claims.iss ?? null)}.`);
  }
  const found = [
    ...claimFindings(world, claims, { ...assertion, audience: `${world.url()}${paths.token}`, once: "jti" }),
    ...(await signatureFindings(world, tool, jwt)),
  ];
  if (found.length > 0) return found;
  useJwt(world, claims, "jti");
  return tool;
}

/** The token endpoint: an access token for a signed assertion. Security Framework 1.0 section 4.1, RFC 6749 section 4.4, RFC 7523. */
export async function tokenEndpoint(request: Request, world: World): Promise<Response> {
  const fault = world.fault("token");
  const faulty = await faultyResponse(fault, world.misbehaviour(), request.signal);
  if (faulty !== null) return faulty;
  const refuse = (error: string, findings: readonly Finding[]) => {
    for (const found of findings) world.report(request, found);
    return refusal(error, findings);
  };
  const parameters = request.method === "POST" ? await requestParameters(request) : null;
  if (parameters === null) {
    return refuse("invalid_request", [
      finding(
        "TOKEN_REQUEST",
        "RFC 6749",
        "3.2 Token Endpoint",
        "A token is asked for by a POST of a form, application/x-www-form-urlencoded.",
      ),
    ]);
  }
  const { values } = parameters;
  if (values.get("grant_type") !== "client_credentials") {
    const message = `grant_type must be client_credentials, and is ${JSON.stringify(values.get("grant_type") ?? null)}.`;
    return refuse("unsupported_grant_type", [finding("GRANT_TYPE", grant.spec, grant.section, message)]);
  }
  const wrong = parameterFindings(parameters);
  if (wrong.length > 0) return refuse("invalid_request", wrong);
  const client = await clientFindings(world, values.get("client_assertion") ?? "");
  if (!("clientId" in client)) return refuse("invalid_client", client);
  const asked = (values.get("scope") ?? "").split(" ");
  const allowed = asked.filter((scope) => client.scopes.includes(scope));
  if (allowed.length === 0) {
    const message = `None of the scopes is the tool's: ${asked.join(", ")}.`;
    return refuse("invalid_scope", [finding("TOKEN_SCOPE", "RFC 6749", "3.3 Access Token Scope", message)]);
  }
  const granted = fault === "FEWER_SCOPES" ? allowed.slice(0, -1) : allowed;
  const token = crypto.randomUUID();
  world.accessTokens.set(token, {
    clientId: client.clientId,
    scopes: granted,
    expires: world.now().getTime() + tokenLife * 1000,
  });
  return Response.json(
    { access_token: token, token_type: "Bearer", expires_in: tokenLife, scope: granted.join(" ") },
    { headers: { "cache-control": "no-store" } },
  );
}
