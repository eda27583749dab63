import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify } from "jose";
import { claimNames as c, type Platform, type PlatformConfiguration, type ToolRegistrationInput } from "./index.ts";

/** What the tool under test leaves out, so that a test can see the platform, or the tool's own check, notice it. */
export interface InlineToolFlaws {
  /** Parameters of the authorization request as they are to be; null: left out. */
  readonly authorization?: Readonly<Record<string, string | null>>;
}

const origin = "https://tool.example";
const html = (text: string, status = 200) =>
  new Response(text, { status, headers: { "content-type": "text/html; charset=utf-8" } });

/** The smallest LTI tool that is correct, for one platform: what the simulator's own tests are run against. */
export function inlineTool(platform: Platform, flaws: InlineToolFlaws = {}) {
  let known: PlatformConfiguration | undefined;
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  const nonces = new Map<string, string>();
  const logins: Record<string, string>[] = [];

  async function login(request: Request): Promise<Response> {
    const given = Object.fromEntries(
      request.method === "GET" ? new URL(request.url).searchParams : new URLSearchParams(await request.text()),
    );
    logins.push(given);
    if (known === undefined || given.iss !== known.issuer) return html("UNKNOWN_PLATFORM", 400);
    const state = crypto.randomUUID();
    const nonce = crypto.randomUUID();
    nonces.set(state, nonce);
    const asked: Record<string, string | null | undefined> = {
      scope: "openid",
      response_type: "id_token",
      response_mode: "form_post",
      prompt: "none",
      client_id: known.clientId,
      redirect_uri: `${origin}/launch`,
      login_hint: given.login_hint,
      lti_message_hint: given.lti_message_hint,
      state,
      nonce,
      ...flaws.authorization,
    };
    const url = new URL(known.authorizationUrl);
    for (const [name, value] of Object.entries(asked)) if (value != null) url.searchParams.set(name, value);
    return new Response(null, {
      status: 302,
      headers: {
        location: url.href,
        "set-cookie": `state=${state}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=600`,
      },
    });
  }

  async function verified(idToken: string, nonce: string, configuration: PlatformConfiguration) {
    if (decodeProtectedHeader(idToken).kid === undefined) throw new Error("kid");
    keys ??= createRemoteJWKSet(new URL(configuration.jwksUrl), {
      cooldownDuration: 0,
      [customFetch]: (url, init) => platform.fetch(new Request(url, init as RequestInit)),
    });
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: ["RS256"],
      issuer: configuration.issuer,
      audience: configuration.clientId,
      requiredClaims: ["exp", "iat", "nonce"],
      maxTokenAge: 300,
      clockTolerance: 10,
    });
    if ((payload.exp ?? 0) - (payload.iat ?? 0) > 3_600) throw new Error("exp");
    if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload.azp === undefined) throw new Error("azp");
    if (payload.azp !== undefined && payload.azp !== configuration.clientId) throw new Error("azp");
    if (payload.nonce !== nonce) throw new Error("nonce");
    if (!configuration.deploymentIds.includes(String(payload[c.deploymentId]))) throw new Error("deployment");
    if (payload[c.version] !== "1.3.0") throw new Error("version");
    const link = payload[c.resourceLink] as { id?: unknown } | undefined;
    const type = payload[c.messageType];
    if (type === "LtiResourceLinkRequest" && typeof link?.id !== "string") throw new Error("resource link");
    if (!/^Lti(ResourceLink|DeepLinking|SubmissionReview)Request$/.test(String(type))) throw new Error("message type");
    if (!Array.isArray(payload[c.roles])) throw new Error("roles");
    if (new URL(String(payload[c.targetLinkUri])).origin !== origin) throw new Error("target link");
    return payload;
  }

  async function launch(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const state = form.get("state") ?? "";
    const nonce = nonces.get(state);
    const cookies = request.headers.get("cookie") ?? "";
    if (form.has("error")) return html(`ERROR ${form.get("error")}`, 400);
    if (known === undefined || nonce === undefined || !cookies.split("; ").includes(`state=${state}`)) {
      return html("WRONG_STATE", 400);
    }
    nonces.delete(state);
    try {
      const claims = await verified(form.get("id_token") ?? "", nonce, known);
      return html(`Welcome ${claims.name}`);
    } catch (error) {
      return html(`REFUSED ${(error as Error).message}`, 401);
    }
  }

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/login") return login(request);
    if (pathname === "/launch" && request.method === "POST") return launch(request);
    return html("NOTHING", 404);
  }

  const input: ToolRegistrationInput = {
    name: "Inline tool",
    loginUrl: `${origin}/login`,
    redirectUris: [`${origin}/launch`],
    handle,
  };
  return {
    input,
    /** What the platform asked at each login initiation. */
    logins,
    /** Registers it, and gives it the platform's values. */
    register(more: Partial<ToolRegistrationInput> = {}) {
      const registration = platform.tool({ ...input, ...more });
      known = platform.configurationFor(registration);
      return registration;
    },
  };
}
