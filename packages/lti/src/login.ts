import { loginLifetime } from "./browser-binding.ts";
import { randomToken, sha256 } from "./bytes.ts";
import { isSafeUrl } from "./limited-fetch.ts";
import type { LogSubject } from "./log.ts";
import { keepPage } from "./pages/browser-pages.ts";
import { languageOf } from "./pages/page.ts";
import { readParameters } from "./parameters.ts";
import { LtiRefusal } from "./problems.ts";
import type { LtiRegistration } from "./registration.ts";
import type { LtiLogin } from "./storage.ts";
import type { ToolContext } from "./tool-options.ts";

/**
 * Takes a platform's login request (Security Framework 1.0, section 5.1.1.1), and sends the browser on to the platform
 * with a state and a nonce of this login's own. @throws LtiRefusal
 */
export async function receiveLogin(request: Request, tool: ToolContext, about: (subject: LogSubject) => void) {
  const parameters = await readParameters(request, { malformed: "LOGIN_MALFORMED", tooLarge: "LAUNCH_TOO_LARGE" });
  const hint = new URL(request.url).searchParams.get("hint") ?? undefined;
  const issuer = required(parameters, "iss");
  const clientId = parameters.get("client_id") || undefined;
  about({ issuer, ...(clientId !== undefined && { clientId }) });
  const loginHint = required(parameters, "login_hint");
  const targetLinkUri = required(parameters, "target_link_uri");
  const registration = await findRegistration(tool, {
    issuer,
    ...(clientId !== undefined && { clientId }),
    ...(hint !== undefined && { hint }),
  });
  about({ issuer, clientId: registration.clientId, registrationId: registration.id });
  checkStatus(registration);
  if (!tool.isTarget(targetLinkUri)) throw new LtiRefusal("TARGET_REFUSED", `target_link_uri is ${targetLinkUri}.`);
  if (!isSafeUrl(registration.authorizationEndpoint, tool.loopback)) {
    throw new LtiRefusal(
      "PLATFORM_ENDPOINT_REFUSED",
      `The authorization endpoint is ${registration.authorizationEndpoint}.`,
    );
  }

  const secret = randomToken();
  const storageTarget = parameters.get("lti_storage_target") || undefined;
  const login: LtiLogin = {
    state: randomToken(),
    nonce: randomToken(),
    registrationId: registration.id,
    targetLinkUri,
    bindingHash: await sha256(secret),
    ...(storageTarget !== undefined && { storageTarget: storageTarget.slice(0, 255) }),
    expiresAt: new Date(tool.now().getTime() + loginLifetime * 1000),
  };
  await tool.storage.putLogin(login);
  const next = authorizationUrl(registration, login, {
    launchUrl: tool.urls.launch,
    loginHint,
    messageHint: parameters.get("lti_message_hint"),
  });
  const cookies = tool.binding.keep(login.state, secret);
  // In a frame, cookies may be blocked: it is found out here, before the platform spends its one-time hint.
  if (storageTarget === undefined && request.headers.get("sec-fetch-dest") !== "iframe") {
    const headers = new Headers({ location: next, "cache-control": "no-store", "referrer-policy": "no-referrer" });
    for (const cookie of cookies) headers.append("set-cookie", cookie);
    return new Response(null, { status: 302, headers });
  }
  return keepPage(frameOf(login, registration), {
    language: languageOf(request),
    secret,
    probe: tool.binding.probe,
    next,
    again: againUrl(tool.urls.login, parameters, hint),
    cookies: [...cookies, ...tool.binding.probes],
  });
}

/** The frame that keeps a login's secret, and the one origin that is asked for it. */
export function frameOf({ storageTarget, state }: LtiLogin, { authorizationEndpoint }: LtiRegistration) {
  const { origin } = new URL(authorizationEndpoint);
  return { target: storageTarget ?? "", origin, key: `kunna-lti-${state.slice(0, 16)}` };
}

/** @throws LtiRefusal unless launches of this registration are taken */
export function checkStatus({ status, issuer }: LtiRegistration): void {
  if (status === "PENDING") throw new LtiRefusal("REGISTRATION_PENDING", `${issuer} waits for approval.`);
  if (status === "BLOCKED") throw new LtiRefusal("REGISTRATION_BLOCKED", `${issuer} is blocked.`);
}

function required(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (!value) throw new LtiRefusal("LOGIN_MALFORMED", `The parameter ${name} is missing.`);
  if (value.length > 8_192) throw new LtiRefusal("LOGIN_MALFORMED", `The parameter ${name} is over 8,192 characters.`);
  return value;
}

async function findRegistration(
  { storage }: ToolContext,
  query: { readonly issuer: string; readonly clientId?: string; readonly hint?: string },
): Promise<LtiRegistration> {
  const found = await storage.findRegistrations(query);
  // One that is blocked, or waits, does not get in the way of one that is in use.
  const approved = found.filter(({ status }) => status === "APPROVED");
  const [registration, ...others] = approved.length > 0 ? approved : found;
  const client = query.clientId === undefined ? "no client_id" : `client_id ${query.clientId}`;
  if (registration === undefined) {
    throw new LtiRefusal("REGISTRATION_UNKNOWN", `No registration has iss ${query.issuer} and ${client}.`);
  }
  if (others.length > 0) {
    const count = others.length + 1;
    throw new LtiRefusal("REGISTRATION_AMBIGUOUS", `${count} registrations have iss ${query.issuer} and ${client}.`);
  }
  return registration;
}

/** OpenID Connect Core 1.0, section 3.2.2.1, with the values that section 5.1.1.2 of the Security Framework sets. */
function authorizationUrl(
  registration: LtiRegistration,
  login: LtiLogin,
  {
    launchUrl,
    loginHint,
    messageHint,
  }: { readonly launchUrl: string; readonly loginHint: string; readonly messageHint: string | undefined },
): string {
  const url = new URL(registration.authorizationEndpoint);
  const parameters = {
    scope: "openid",
    response_type: "id_token",
    response_mode: "form_post",
    prompt: "none",
    client_id: registration.clientId,
    redirect_uri: launchUrl,
    login_hint: loginHint,
    state: login.state,
    nonce: login.nonce,
    ...(messageHint && { lti_message_hint: messageHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** The same login request as a link, for a window of its own: there, nothing keeps data for it but cookies. */
function againUrl(loginUrl: string, parameters: ReadonlyMap<string, string>, hint: string | undefined): string {
  const url = new URL(loginUrl);
  for (const name of ["iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", "lti_deployment_id"]) {
    const value = parameters.get(name);
    if (value) url.searchParams.set(name, value);
  }
  if (hint !== undefined) url.searchParams.set("hint", hint);
  return url.href;
}
