import { z } from "zod";
import { variableNames } from "./custom-variables.ts";
import { paths } from "./endpoints.ts";
import { extensible } from "./json-shapes.ts";
import { type Finding, finding } from "./problems.ts";
import { faultyResponse } from "./service-misbehaviour.ts";
import { jsonBody, methodNotAllowed, refuseFor } from "./service-request.ts";
import { type ToolRegistration, toolRegistration } from "./tool-registration.ts";
import { messageTypes, serviceScopes } from "./vocabulary.ts";
import type { World } from "./world.ts";

const toolClaim = "https://purl.imsglobal.org/spec/lti-tool-configuration";
const platformClaim = "https://purl.imsglobal.org/spec/lti-platform-configuration";
const requestSection = "3.5.2 Client Registration Request";

const hasAll = (wanted: readonly string[]) =>
  z
    .array(z.string())
    .refine((values) => wanted.every((value) => values.includes(value)), `must have ${wanted.join(" and ")}`);
const isLoopback = (url: string) => /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url);
const secureUrl = z.url().refine((url) => url.startsWith("https://") || isLoopback(url), "must be https");

const message = extensible({
  type: z.enum(messageTypes),
  target_link_uri: secureUrl.optional(),
  label: z.string().optional(),
  icon_uri: secureUrl.optional(),
  placements: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
  custom_parameters: z.record(z.string(), z.string()).optional(),
});

/** A tool's configuration: Dynamic Registration 1.0, "Tool Configuration" and "LTI Configuration". OpenID's own members may stand beside. */
const configuration = z.looseObject({
  application_type: z.literal("web"),
  grant_types: hasAll(["client_credentials", "implicit"]),
  response_types: hasAll(["id_token"]),
  redirect_uris: z.array(secureUrl).min(1),
  initiate_login_uri: secureUrl,
  client_name: z.string().min(1),
  jwks_uri: secureUrl,
  token_endpoint_auth_method: z.literal("private_key_jwt"),
  scope: z.string().optional(),
  logo_uri: secureUrl.optional(),
  client_uri: secureUrl.optional(),
  policy_uri: secureUrl.optional(),
  tos_uri: secureUrl.optional(),
  contacts: z.array(z.string()).optional(),
  [toolClaim]: z.looseObject({
    domain: z.string().regex(/^[^/\s]+$/, "must be a host, with neither scheme nor path"),
    secondary_domains: z.array(z.string()).optional(),
    target_link_uri: secureUrl,
    custom_parameters: z.record(z.string(), z.string()).optional(),
    description: z.string().optional(),
    messages: z.array(message),
    claims: z.array(z.string()),
    deployment_id: z.string().optional(),
  }),
});
type Configuration = z.infer<typeof configuration>;

/** What the platform is: OpenID Connect Discovery, with Dynamic Registration's own claim. Section 3.4. */
export function openidConfiguration(world: World, fault: string | undefined): Record<string, unknown> {
  const url = world.url();
  const other = "https://elsewhere.example";
  return {
    issuer: fault === "ISSUER_MISMATCH" ? other : world.issuer(),
    authorization_endpoint: `${url}${paths.authorization}`,
    token_endpoint: `${url}${paths.token}`,
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ["RS256"],
    jwks_uri: `${url}${paths.jwks}`,
    registration_endpoint: `${fault === "ENDPOINT_ON_OTHER_HOST" ? other : url}${paths.registration}`,
    scopes_supported: ["openid", ...Object.values(serviceScopes)],
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    claims_supported: ["sub", "iss", "name", "given_name", "family_name", "email", "locale"],
    [platformClaim]: {
      product_family_code: "kunna-platform-simulator",
      version: "1",
      messages_supported: messageTypes.map((type) => ({ type, placements: ["ContentArea"] })),
      variables: variableNames,
    },
  };
}

/** Tells a tool what the platform is. */
export async function openidConfigurationEndpoint(request: Request, world: World): Promise<Response> {
  const fault = world.fault("registration");
  const faulty = await faultyResponse(fault, world.misbehaviour(), request.signal);
  return faulty ?? Response.json(openidConfiguration(world, fault));
}

function domainFindings(body: Configuration): readonly Finding[] {
  const { domain, secondary_domains: more = [], target_link_uri: target, messages } = body[toolClaim];
  const domains = [domain, ...more];
  const belongs = (url: string) => {
    const { host, hostname } = new URL(url);
    return domains.some((name) => host === name || hostname === name || hostname.endsWith(`.${name}`));
  };
  const urls = [
    body.initiate_login_uri,
    ...body.redirect_uris,
    target,
    ...messages.flatMap((m) => m.target_link_uri ?? []),
  ];
  return urls
    .filter((url) => !belongs(url))
    .map((url) =>
      finding(
        "TOOL_DOMAIN",
        "Dynamic Registration 1.0",
        "LTI Configuration: domain",
        `${url} is on none of the tool's domains.`,
      ),
    );
}

/** Takes a tool's configuration for a registration token, which is good once: sections 3.5 and 3.6. */
export async function registrationEndpoint(request: Request, world: World): Promise<Response> {
  const spec = "Dynamic Registration 1.0";
  if (request.method !== "POST") return methodNotAllowed(request, world, "POST", spec, requestSection);
  const fault = world.fault("registration");
  const faulty = await faultyResponse(fault, world.misbehaviour(), request.signal);
  if (faulty !== null) return faulty;
  const [, token = ""] = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const pending = world.registrationTokens.get(token);
  if (pending === undefined || pending.tool !== null) {
    const told =
      pending === undefined
        ? finding(
            "REGISTRATION_TOKEN",
            spec,
            requestSection,
            "The request needs the registration token, as Authorization: Bearer.",
          )
        : finding(
            "REGISTRATION_TOKEN_REUSED",
            spec,
            requestSection,
            "The registration token was used before: it is good once.",
          );
    return refuseFor(world, request, 401, [told], { "www-authenticate": 'Bearer error="invalid_token"' });
  }
  const body = await jsonBody(request, world, {
    mediaType: "application/json",
    schema: configuration,
    code: "TOOL_CONFIGURATION",
    spec,
    section: requestSection,
  });
  if (body instanceof Response) return body;
  const known: readonly string[] = Object.values(serviceScopes);
  const asked = (body.scope ?? "").split(" ").filter((scope) => scope !== "");
  const wrong = [
    ...domainFindings(body),
    ...asked
      .filter((scope) => scope !== "openid" && !known.includes(scope))
      .map((scope) => finding("REGISTRATION_SCOPE", spec, requestSection, `scopes_supported does not have ${scope}.`)),
  ];
  if (wrong.length > 0) return refuseFor(world, request, 400, wrong);
  const made = register(world, body, asked);
  world.registrationTokens.set(token, { tool: made });
  return Response.json(
    {
      ...body,
      ...(fault === "NO_CLIENT_ID" ? {} : { client_id: made.clientId }),
      [toolClaim]: { ...body[toolClaim], deployment_id: made.deploymentIds[0] },
    },
    { status: 201, headers: { "cache-control": "no-store" } },
  );
}

function register(world: World, body: Configuration, asked: readonly string[]): ToolRegistration {
  const lti = body[toolClaim];
  const made = toolRegistration(
    {
      name: body.client_name,
      loginUrl: body.initiate_login_uri,
      redirectUris: body.redirect_uris,
      targetLinkUri: lti.target_link_uri,
      jwksUrl: body.jwks_uri,
      deploymentIds: [world.nextId("deployment")],
      scopes: asked.filter((scope) => scope !== "openid"),
      custom: lti.custom_parameters ?? {},
    },
    world.nextId("client"),
  );
  world.tools.set(made.clientId, made);
  return made;
}
