import { z } from "zod";
import { FetchFailed, fetchText, isSafeUrl, type LtiFetch } from "./limited-fetch.ts";
import { LtiRefusal } from "./problems.ts";

/** How a platform is talked to while it registers itself. */
export interface RegistrationCalls {
  readonly fetch: LtiFetch;
  readonly timeout: number;
  readonly loopback: boolean;
  /** What the platform gave for this registration (its `registration_token`), as a bearer token. */
  readonly platformToken: string | undefined;
}

const maxBytes = 256 * 1024;
const address = z.string().max(2_048);
const family = z.looseObject({ product_family_code: z.string().max(200).optional(), version: z.string().optional() });

const configurationShape = z.looseObject({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  authorization_server: z.string().max(2_048).optional(),
  scopes_supported: z.array(z.string()).max(500).optional().catch(undefined),
  "https://purl.imsglobal.org/spec/lti-platform-configuration": family.optional().catch(undefined),
  // Moodle wrote it so for years.
  "https://purl.imsglobal.org/spec/lti-platform-configuration ": family.optional().catch(undefined),
});

/** What a platform says of itself: LTI Dynamic Registration 1.0, section 3.4. */
export interface PlatformConfiguration {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly tokenAudience: string | undefined;
  readonly jwksUri: string;
  readonly registrationEndpoint: string;
  readonly productFamily: string | undefined;
  /** What it lets tools ask for, where it says so. */
  readonly scopesSupported: readonly string[] | undefined;
}

/**
 * Fetches a platform's configuration. The issuer must be on the host that gives it: that is all that keeps a stranger from registering as
 * somebody else's platform. Its other addresses may be elsewhere, as Canvas has them, since whoever holds the issuer's host says so; they must be
 * https. @throws LtiRefusal
 */
export async function fetchConfiguration(url: string, calls: RegistrationCalls): Promise<PlatformConfiguration> {
  if (!isSafeUrl(url, calls.loopback))
    throw new LtiRefusal("PLATFORM_ENDPOINT_REFUSED", `openid_configuration is ${url}.`);
  const { status, text } = await call(url, calls).catch((error: unknown) => {
    throw new LtiRefusal("PLATFORM_CONFIGURATION_UNREACHABLE", `${url}: ${reasonOf(error)}`, { cause: error });
  });
  if (status !== 200) throw new LtiRefusal("PLATFORM_CONFIGURATION_UNREACHABLE", `${url} answered ${status}.`);
  const { data, error } = configurationShape.safeParse(jsonOf(text));
  if (error) {
    const [issue] = error.issues;
    throw new LtiRefusal("PLATFORM_CONFIGURATION_INVALID", `${url}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const endpoints = {
    issuer: data.issuer,
    authorizationEndpoint: data.authorization_endpoint,
    tokenEndpoint: data.token_endpoint,
    jwksUri: data.jwks_uri,
    registrationEndpoint: data.registration_endpoint,
  };
  for (const [name, endpoint] of Object.entries(endpoints)) {
    // An issuer that is no address at all is somebody else's, below.
    const isAddress = name !== "issuer" || URL.canParse(endpoint);
    if (isAddress && !isSafeUrl(endpoint, calls.loopback)) {
      throw new LtiRefusal("PLATFORM_ENDPOINT_REFUSED", `${name} is ${endpoint}.`);
    }
  }
  if (!URL.canParse(data.issuer) || new URL(data.issuer).host !== new URL(url).host) {
    throw new LtiRefusal(
      "PLATFORM_ISSUER_MISMATCH",
      `The issuer is ${data.issuer}; its configuration came from ${url}.`,
    );
  }
  const { authorization_server: server } = data;
  const described =
    data["https://purl.imsglobal.org/spec/lti-platform-configuration"] ??
    data["https://purl.imsglobal.org/spec/lti-platform-configuration "];
  return {
    ...endpoints,
    // Canvas says a host name here, and takes none as an audience.
    tokenAudience: server !== undefined && URL.canParse(server) ? server : undefined,
    productFamily: described?.product_family_code,
    scopesSupported: data.scopes_supported,
  };
}

const toolConfiguration = "https://purl.imsglobal.org/spec/lti-tool-configuration";
const id = z.preprocess((value) => (typeof value === "number" ? String(value) : value), z.string().min(1).max(255));
const answerShape = z.looseObject({
  client_id: id,
  scope: z.string().optional().catch(undefined),
  [toolConfiguration]: z.looseObject({ deployment_id: id.optional() }).optional().catch(undefined),
});

/** What the platform gave the tool. */
export interface RegistrationAnswer {
  readonly clientId: string;
  readonly deploymentId: string | undefined;
  readonly scopes: readonly string[] | undefined;
}

/** Registers the tool with the platform. @throws LtiRefusal PLATFORM_REFUSED_REGISTRATION */
export async function postRegistration(
  endpoint: string,
  request: Record<string, unknown>,
  calls: RegistrationCalls,
): Promise<RegistrationAnswer> {
  const { status, text } = await call(endpoint, calls, JSON.stringify(request)).catch((error: unknown) => {
    throw new LtiRefusal("PLATFORM_REFUSED_REGISTRATION", `${endpoint}: ${reasonOf(error)}`, { cause: error });
  });
  const { data } = answerShape.safeParse(jsonOf(text));
  if (status < 200 || status > 299 || data === undefined) {
    const answer = data === undefined && status < 300 ? "without a client_id" : text.slice(0, 300);
    throw new LtiRefusal("PLATFORM_REFUSED_REGISTRATION", `${endpoint} answered ${status}: ${answer}`);
  }
  return {
    clientId: data.client_id,
    deploymentId: data[toolConfiguration]?.deployment_id,
    scopes: data.scope?.split(" ").filter(Boolean),
  };
}

function call(url: string, { fetch, timeout, loopback, platformToken }: RegistrationCalls, body?: string) {
  const headers = {
    accept: "application/json",
    ...(platformToken !== undefined && { authorization: `Bearer ${platformToken}` }),
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  const init = body === undefined ? { headers } : { method: "POST", headers, body };
  return fetchText(fetch, url, init, { timeout, bytes: maxBytes, loopback });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof FetchFailed ? error.message : "It could not be asked.";
}
