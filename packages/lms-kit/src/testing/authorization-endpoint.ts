import { type AuthorizationRequest, checkAuthorization } from "./authorization-checks.ts";
import { escapeHtml, htmlResponse, selfSubmittingForm } from "./html.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import { messageClaims } from "./message-claims.ts";
import { finding } from "./problems.ts";
import { requestParameters } from "./request-parameters.ts";
import { signToken } from "./sign-token.ts";
import { changedClaims } from "./token-misbehaviour.ts";
import type { World } from "./world.ts";

async function idToken(world: World, intent: LaunchIntent, nonce: string): Promise<string> {
  const { token = [], claims, without } = intent.misbehave;
  const ways = typeof token === "string" ? [token] : token;
  const now = Math.floor(world.now().getTime() / 1000);
  const changed = {
    ...changedClaims(messageClaims(world, intent, nonce), ways, { now, clientId: intent.tool.clientId }),
    ...claims,
  };
  for (const name of without ?? []) delete changed[name];
  return signToken(world.keys, changed, ways);
}

function formPost(action: string, fields: Record<string, string>): Response {
  return htmlResponse(selfSubmittingForm({ action, method: "POST", fields }));
}

/** An error for the tool: Security Framework 1.0 section 5.1.1.5, OpenID Connect Core 1.0 section 3.1.2.6. */
function refuse(request: AuthorizationRequest, action: string, error: string, description: string): Response {
  return formPost(action, {
    error,
    error_description: description,
    ...(request.state === null ? {} : { state: request.state }),
  });
}

/**
 * The authorization endpoint: checks what the tool asks, and answers a form that posts the id_token to it. What it can't send back, because
 * client or redirect URI are wrong, it says with 400.
 */
export async function authorizationEndpoint(request: Request, world: World): Promise<Response> {
  const parameters = await requestParameters(request);
  if (parameters === null) {
    const message = "An authorization request is a GET, or a POST of a form.";
    world.report(
      request,
      finding("CONTENT_TYPE", "OpenID Connect Core 1.0", "3.1.2.1 Authentication Request", message),
    );
    return htmlResponse(escapeHtml(message), 400);
  }
  const asked = checkAuthorization(parameters, world);
  for (const found of asked.findings) world.report(request, found);
  const told = asked.findings.map((found) => found.message).join(" ");
  if (asked.redirectUri === null || asked.tool === null) return htmlResponse(`<p>${escapeHtml(told)}</p>`, 400);
  if (asked.findings.length > 0 || asked.intent === null)
    return refuse(asked, asked.redirectUri, "invalid_request", told);
  world.usedNonces.add(`${asked.tool.clientId} ${asked.nonce}`);
  const { misbehave } = asked.intent;
  if (misbehave.response === "ERROR") return refuse(asked, asked.redirectUri, "login_required", "Nobody is logged in.");
  const before = world.sentTokens.get(asked.tool.clientId);
  if (misbehave.response === "REPLAYED" && before === undefined) {
    throw new Error("REPLAYED needs a launch before it, whose token can be sent again.");
  }
  const token =
    misbehave.response === "REPLAYED" ? (before as string) : await idToken(world, asked.intent, asked.nonce);
  if (misbehave.response !== "REPLAYED") world.sentTokens.set(asked.tool.clientId, token);
  const state = misbehave.response === "WRONG_STATE" ? "a-state-of-nobody" : asked.state;
  return formPost(asked.redirectUri, {
    ...(misbehave.response === "NO_TOKEN" ? {} : { id_token: token }),
    ...(state === null || misbehave.response === "NO_STATE" ? {} : { state }),
    ...(asked.intent.storageTarget === null ? {} : { lti_storage_target: asked.intent.storageTarget }),
  });
}
