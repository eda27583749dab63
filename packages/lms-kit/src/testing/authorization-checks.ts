import type { LaunchIntent } from "./launch-intent.ts";
import { type Finding, finding } from "./problems.ts";
import type { Parameters } from "./request-parameters.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import type { World } from "./world.ts";

const spec = "Security Framework 1.0";
const section = "5.1.1.2 Step 2: Authentication Request";

/** What is right in an authorization request, and what is not. */
export interface AuthorizationRequest {
  /** Null: the client or the redirect URI can't be trusted, so that nothing may be sent there. */
  readonly redirectUri: string | null;
  readonly tool: ToolRegistration | null;
  readonly intent: LaunchIntent | null;
  readonly state: string | null;
  readonly nonce: string;
  readonly findings: readonly Finding[];
}

function fixedValues(values: ReadonlyMap<string, string>): Finding[] {
  const asked = { response_type: "id_token", response_mode: "form_post", prompt: "none" } as const;
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(asked)) {
    const found = values.get(name);
    if (found !== value) {
      findings.push(
        finding(
          name.toUpperCase(),
          spec,
          section,
          `${name} must be "${value}", and is ${JSON.stringify(found ?? null)}.`,
        ),
      );
    }
  }
  const scopes = values.get("scope")?.split(" ") ?? [];
  if (!scopes.includes("openid")) {
    findings.push(
      finding(
        "SCOPE",
        spec,
        section,
        `scope must hold "openid", and is ${JSON.stringify(values.get("scope") ?? null)}.`,
      ),
    );
  }
  return findings;
}

function hints(values: ReadonlyMap<string, string>, tool: ToolRegistration, world: World) {
  const hint = values.get("lti_message_hint");
  const intent = hint === undefined ? undefined : world.intents.get(hint);
  if (intent === undefined || intent.tool.clientId !== tool.clientId) {
    const message = "lti_message_hint must be given back as the login initiation gave it.";
    return {
      intent: null,
      findings: [
        finding("LTI_MESSAGE_HINT", "LTI Core 1.3", "4.1.1 Additional login parameters: lti_message_hint", message),
      ],
    };
  }
  if (values.get("login_hint") !== intent.loginHint) {
    return {
      intent,
      findings: [
        finding("LOGIN_HINT", spec, section, "login_hint must be given back as the login initiation gave it."),
      ],
    };
  }
  return { intent, findings: [] };
}

/** Holds an authorization request against Security Framework 1.0 section 5.1.1.2. */
export function checkAuthorization({ values, repeated }: Parameters, world: World): AuthorizationRequest {
  const findings: Finding[] = repeated.map((name) =>
    finding("REPEATED_PARAMETER", "RFC 6749", "3.1 Authorization Endpoint", `${name} is there more than once.`),
  );
  const state = values.get("state") ?? null;
  const nonce = values.get("nonce") ?? "";
  const tool = world.tools.get(values.get("client_id") ?? "") ?? null;
  if (tool === null) {
    findings.push(
      finding(
        "CLIENT_ID",
        spec,
        section,
        `client_id ${JSON.stringify(values.get("client_id") ?? null)} is of no registration.`,
      ),
    );
    return { redirectUri: null, tool, intent: null, state, nonce, findings };
  }
  const redirectUri = values.get("redirect_uri");
  if (redirectUri === undefined || !tool.redirectUris.includes(redirectUri)) {
    const message = `redirect_uri ${JSON.stringify(redirectUri ?? null)} is not registered: it is compared letter by letter with ${tool.redirectUris.join(", ")}.`;
    findings.push(finding("REDIRECT_URI", spec, section, message));
    return { redirectUri: null, tool, intent: null, state, nonce, findings };
  }
  findings.push(...fixedValues(values));
  const hinted = hints(values, tool, world);
  findings.push(...hinted.findings);
  if (nonce === "") findings.push(finding("NONCE", spec, section, "nonce is missing."));
  else if (world.usedNonces.has(`${tool.clientId} ${nonce}`)) {
    findings.push(finding("NONCE_REUSED", spec, section, "nonce was used before: each request needs one of its own."));
  }
  if (state === null || state === "") {
    const message =
      "state is missing. The section only recommends it, but nothing else binds the launch to the browser that began it.";
    findings.push(finding("STATE", spec, section, message));
  }
  return { redirectUri, tool, intent: hinted.intent, state, nonce, findings };
}
