import { sha256 } from "./bytes.ts";
import { type LogSubject, noticeEntry } from "./log.ts";
import { languageOf } from "./pages/page.ts";
import { registeredPage, registerPage } from "./pages/registration-pages.ts";
import { readParameters } from "./parameters.ts";
import { fetchConfiguration, postRegistration } from "./platform-configuration.ts";
import { LtiRefusal } from "./problems.ts";
import type { LtiPlatform, LtiRegistration } from "./registration.ts";
import type { LtiRegistrationToken } from "./storage.ts";
import { explainedScopes, registrationRequest } from "./tool-configuration.ts";
import type { ToolContext } from "./tool-options.ts";

/**
 * Dynamic registration (LTI Dynamic Registration 1.0). The platform opens the tool's address in its own page with GET: the admin
 * sees what the tool asks for. With the button, by POST, the platform is registered, and its page told to close this one. @throws LtiRefusal
 */
export async function receiveRegistration(
  request: Request,
  tool: ToolContext,
  about: (subject: LogSubject) => void,
): Promise<Response> {
  const parameters = await readParameters(request, {
    malformed: "REGISTRATION_MALFORMED",
    tooLarge: "REGISTRATION_MALFORMED",
  });
  const configurationUrl = parameters.get("openid_configuration");
  const token = parameters.get("token");
  if (!configurationUrl) throw new LtiRefusal("REGISTRATION_MALFORMED", "openid_configuration is missing.");
  const hash = await sha256(token ?? "");
  checkToken(await tool.storage.getRegistrationToken(hash), tool.now());
  const language = languageOf(request);
  const platformToken = parameters.get("registration_token") || undefined;
  if (request.method === "GET") {
    return registerPage(language, {
      name: tool.tool.name,
      scopes: explainedScopes(tool),
      personalData: tool.tool.personalData,
      action: tool.urls.register ?? "",
      fields: { openid_configuration: configurationUrl, registration_token: platformToken ?? "", token: token ?? "" },
    });
  }

  const calls = { fetch: tool.fetch, timeout: tool.timeout, loopback: tool.loopback, platformToken };
  const { registrationEndpoint, scopesSupported, ...platform } = await fetchConfiguration(configurationUrl, calls);
  about({ issuer: platform.issuer });
  // Only now: what fails before leaves the admin an address that still works.
  const granted = checkToken(await tool.storage.takeRegistrationToken(hash), tool.now());
  const { productFamily } = platform;
  const asked = registrationRequest(tool, { hint: granted.hint, productFamily, scopesSupported });
  const { clientId, deploymentId, scopes } = await postRegistration(registrationEndpoint, asked, calls);
  about({ issuer: platform.issuer, clientId });
  const { tokenAudience, ...endpoints } = platform;
  const added: LtiPlatform = {
    issuer: endpoints.issuer,
    clientId,
    authorizationEndpoint: endpoints.authorizationEndpoint,
    tokenEndpoint: endpoints.tokenEndpoint,
    jwksUri: endpoints.jwksUri,
    ...(tokenAudience !== undefined && { tokenAudience }),
    ...(productFamily !== undefined && { productFamily }),
    ...(scopes !== undefined && { scopes }),
  };
  const registration = await tool.storage.addRegistration(added, {
    grant: granted.grant,
    ...(deploymentId !== undefined && { deploymentId }),
  });
  const standing = registration ?? (await existing(tool, added, granted.hint));
  const subject = { issuer: added.issuer, clientId, registrationId: standing.id };
  tool.log(noticeEntry(registration ? "PLATFORM_REGISTERED" : "PLATFORM_REGISTERED_AGAIN", subject, standing.status));
  return registeredPage(language, { status: standing.status, issuer: added.issuer });
}

/** Moodle's "update" of a tool keeps the client id: what is in use stays as it is, with the status that it has. */
async function existing(
  { storage }: ToolContext,
  { issuer, clientId }: LtiPlatform,
  hint: string | undefined,
): Promise<LtiRegistration> {
  const [found, ...others] = await storage.findRegistrations({ issuer, clientId, ...(hint !== undefined && { hint }) });
  if (found === undefined || others.length > 0) {
    throw new LtiRefusal("REGISTRATION_EXISTS", `${issuer} has client id ${clientId}.`);
  }
  return found;
}

function checkToken(token: LtiRegistrationToken | null, now: Date): LtiRegistrationToken {
  if (token === null)
    throw new LtiRefusal("REGISTRATION_TOKEN_INVALID", "The token is used, forgotten, or was never given.");
  if (token.expiresAt <= now) {
    throw new LtiRefusal("REGISTRATION_TOKEN_EXPIRED", `The token ended at ${token.expiresAt.toISOString()}.`);
  }
  return token;
}
