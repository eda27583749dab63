import type { HtmlForm } from "./html.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import type { World } from "./world.ts";

/**
 * The request by which the platform asks the tool to begin a login: Security Framework 1.0 section 5.1.1.1, LTI Core 1.3 section 4.1 and, for
 * `lti_storage_target`, LTI OIDC Login with Client Side postMessages 0.1.
 */
export function loginInitiation(world: World, intent: LaunchIntent, method: "GET" | "POST"): HtmlForm {
  const wanted: Record<string, string | null> = {
    iss: world.issuer(),
    login_hint: intent.loginHint,
    target_link_uri: intent.targetLinkUri,
    lti_message_hint: intent.hint,
    client_id: intent.tool.clientId,
    lti_deployment_id: intent.deploymentId,
    lti_storage_target: intent.storageTarget,
    ...intent.misbehave.login,
  };
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) if (value !== null) fields[name] = value;
  return { action: intent.tool.loginUrl, method, fields };
}
