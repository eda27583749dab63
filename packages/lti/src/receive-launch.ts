import { isBoundTo } from "./browser-binding.ts";
import { verifyIdToken } from "./id-token.ts";
import type { LtiLaunch } from "./launch.ts";
import { type LogSubject, noticeEntry } from "./log.ts";
import { checkStatus, frameOf } from "./login.ts";
import { fetchPage } from "./pages/browser-pages.ts";
import { languageOf } from "./pages/page.ts";
import { readParameters } from "./parameters.ts";
import { LtiRefusal } from "./problems.ts";
import { readLaunch } from "./read-launch.ts";
import type { LtiRegistration } from "./registration.ts";
import type { LtiLogin } from "./storage.ts";
import type { ToolContext } from "./tool-options.ts";

/**
 * Takes a launch (Security Framework 1.0, section 5.1.1.3), and hands what it says to the application. A login is spent as
 * soon as its own browser comes back with it, whatever the token is then found to be. @throws LtiRefusal
 */
export async function receiveLaunch(
  request: Request,
  tool: ToolContext,
  about: (subject: LogSubject) => void,
): Promise<Response> {
  const parameters = await readParameters(request, { malformed: "LAUNCH_MALFORMED", tooLarge: "LAUNCH_TOO_LARGE" });
  const state = parameters.get("state");
  if (parameters.get("error")) await refuseByPlatform(tool, parameters, about);
  const idToken = parameters.get("id_token");
  if (!state || !idToken) throw new LtiRefusal("LAUNCH_MALFORMED", "state or id_token is missing.");

  const login = await tool.storage.getLogin(state);
  if (login === null) throw new LtiRefusal("STATE_UNKNOWN", "The state is used, forgotten, or was never given.");
  const registration = await registrationOf(tool, login);
  about({ issuer: registration.issuer, clientId: registration.clientId, registrationId: registration.id });

  const secret = tool.binding.read(request, state) ?? postedSecret(request, tool, { parameters, login });
  if (secret === null && login.storageTarget !== undefined) {
    return fetchPage(frameOf(login, registration), {
      language: languageOf(request),
      launchUrl: tool.urls.launch,
      idToken,
      state,
      formAction: tool.formAction,
    });
  }
  if (secret === null || !(await isBoundTo(login, secret))) {
    const seen = secret === null ? "no cookie" : "another secret";
    throw new LtiRefusal(
      "STATE_OTHER_BROWSER",
      `The login was begun by another browser, or this one kept nothing: ${seen}.`,
    );
  }
  if ((await tool.storage.takeLogin(state)) === null) {
    throw new LtiRefusal("STATE_UNKNOWN", "Another request took the login at the same time.");
  }
  if (login.expiresAt <= tool.now())
    throw new LtiRefusal("STATE_EXPIRED", `The login ended at ${login.expiresAt.toISOString()}.`);
  checkStatus(registration);

  const launch = await verifiedLaunch(tool, { idToken, login, registration }, about);
  const answer = await answerOf(tool, launch, request);
  const response = new Response(answer.body, { status: answer.status, headers: answer.headers });
  for (const cookie of tool.binding.clear(state)) response.headers.append("set-cookie", cookie);
  return response;
}

/**
 * The secret that the fetch page had from the platform's storage. Null: nobody posted one, and the page is next. Whoever brings another's
 * launch knows that one's secret too, so it is taken from the tool's own page alone, which the browser has to say: any other's is as good as none.
 */
function postedSecret(
  request: Request,
  { urls }: ToolContext,
  { parameters, login }: { readonly parameters: ReadonlyMap<string, string>; readonly login: LtiLogin },
): string | null {
  const posted = parameters.get("lti_storage_secret");
  if (posted === undefined) return null;
  return login.storageTarget !== undefined && isSentByOwnPage(request, new URL(urls.launch).origin) ? posted : "";
}

/** Browsers say it by Sec-Fetch-Site; older ones say only Origin. */
function isSentByOwnPage({ headers }: Request, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null ? headers.get("origin") === origin : site === "same-origin";
}

/** The platform may say no instead (OpenID Connect Core 1.0, section 3.1.2.6), such as login_required. */
async function refuseByPlatform(
  tool: ToolContext,
  parameters: ReadonlyMap<string, string>,
  about: (subject: LogSubject) => void,
): Promise<never> {
  const error = parameters.get("error") ?? "";
  // Anybody may post this: the login stays.
  const login = await tool.storage.getLogin(parameters.get("state") ?? "");
  const registration = login && (await tool.storage.getRegistration(login.registrationId));
  if (registration) {
    about({ issuer: registration.issuer, clientId: registration.clientId, registrationId: registration.id });
  }
  const detail = `The platform says ${error}: ${parameters.get("error_description") ?? ""}`;
  throw new LtiRefusal("PLATFORM_ERROR", detail, { said: platformErrors.has(error) ? error : null });
}

/** OAuth 2.0 (RFC 6749, section 4.1.2.1), OpenID Connect Core 1.0 (section 3.1.2.6), and Canvas's own. */
const platformErrors: ReadonlySet<string> = new Set([
  "access_denied",
  "account_selection_required",
  "consent_required",
  "interaction_required",
  "invalid_request",
  "invalid_request_object",
  "invalid_scope",
  "launch_no_longer_valid",
  "login_required",
  "server_error",
  "temporarily_unavailable",
  "unauthorized_client",
  "unsupported_response_type",
]);

async function registrationOf({ storage }: ToolContext, login: LtiLogin): Promise<LtiRegistration> {
  const registration = await storage.getRegistration(login.registrationId);
  if (registration === null) throw new LtiRefusal("REGISTRATION_UNKNOWN", "The registration was removed meanwhile.");
  return registration;
}

async function verifiedLaunch(
  tool: ToolContext,
  {
    idToken,
    login,
    registration,
  }: { readonly idToken: string; readonly login: LtiLogin; readonly registration: LtiRegistration },
  about: (subject: LogSubject) => void,
): Promise<LtiLaunch> {
  const { claims, jti, usableUntil } = await verifyIdToken(idToken, {
    registration,
    nonce: login.nonce,
    keys: tool.keys,
    now: tool.now(),
    skew: tool.clockSkew ?? 10,
    maxAge: tool.maxTokenAge ?? 300,
  });
  const leftOut = new Set<string>();
  const launch = readLaunch(claims, {
    registration,
    isTarget: tool.isTarget,
    loopback: tool.loopback,
    onLeftOut: (what) => leftOut.add(what),
  });
  const { issuer, clientId, deploymentId } = launch;
  const subject = { issuer, clientId, registrationId: registration.id, deploymentId };
  about(subject);
  if (leftOut.size > 0) tool.log(noticeEntry("CLAIMS_LEFT_OUT", subject, [...leftOut].join("; ")));
  checkSupported(tool, launch);
  // The nonce is this login's own, which is gone; a jti may come twice by way of two logins.
  for (const value of [`nonce:${login.nonce}`, ...(jti === null ? [] : [`jti:${jti}`])]) {
    if (!(await tool.storage.useOnce(registration.id, value, usableUntil))) {
      throw new LtiRefusal("TOKEN_REPLAYED", `The token's ${value.split(":")[0]} was used before.`);
    }
  }
  const use = await tool.storage.useDeployment(registration.id, deploymentId);
  if (use === "UNKNOWN") throw new LtiRefusal("DEPLOYMENT_UNKNOWN", `deployment_id ${deploymentId} is not listed.`);
  if (use === "ADDED") tool.log(noticeEntry("DEPLOYMENT_ADDED", subject));
  if (launch.targetLinkUri !== undefined && launch.targetLinkUri !== login.targetLinkUri) {
    tool.log(noticeEntry("TARGET_LINK_DIFFERS", subject, `${login.targetLinkUri}, then ${launch.targetLinkUri}`));
  }
  tool.log(noticeEntry("LAUNCHED", subject, launch.messageType));
  return launch;
}

function checkSupported(tool: ToolContext, { messageType }: LtiLaunch): void {
  const handlers = {
    LtiResourceLinkRequest: tool.onLaunch,
    LtiDeepLinkingRequest: tool.onDeepLink,
    LtiSubmissionReviewRequest: tool.onSubmissionReview,
  };
  if (handlers[messageType]) return;
  throw new LtiRefusal("MESSAGE_TYPE_UNSUPPORTED", `This tool takes no ${messageType}.`);
}

async function answerOf(tool: ToolContext, launch: LtiLaunch, request: Request): Promise<Response> {
  switch (launch.messageType) {
    case "LtiResourceLinkRequest":
      return tool.onLaunch(launch, request);
    case "LtiDeepLinkingRequest":
      if (tool.onDeepLink) return tool.onDeepLink(launch, request);
      break;
    case "LtiSubmissionReviewRequest":
      if (tool.onSubmissionReview) return tool.onSubmissionReview(launch, request);
  }
  throw new LtiRefusal("MESSAGE_TYPE_UNSUPPORTED", `This tool takes no ${launch.messageType}.`);
}
