import { scopes } from "./scopes.ts";
import type { LtiToolOptions, LtiWords } from "./tool-options.ts";

/** What of a tool's options a platform is told. */
export type ToolDescribed = Pick<LtiToolOptions, "urls" | "tool" | "onDeepLink" | "onSubmissionReview">;

/** A value that an LMS admin types in by hand, with what the field is mostly called. */
export interface LtiManualValue {
  readonly key: "launchUrl" | "loginUrl" | "redirectUri" | "jwksUrl" | "scopes" | "customParameters";
  readonly label: LtiWords;
  readonly value: string;
}

/** The login URL as a platform is told it: with the hint that says which of several registrations is meant. */
export function loginUrlOf({ urls }: Pick<ToolDescribed, "urls">, hint: string | undefined): string {
  const url = new URL(urls.login);
  if (hint !== undefined) url.searchParams.set("hint", hint);
  return url.href;
}

/** The values for an LMS without dynamic registration. */
export function manualValues(tool: ToolDescribed, hint?: string): readonly LtiManualValue[] {
  const custom = Object.entries(tool.tool.custom ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    { key: "launchUrl", label: { en: "Tool URL (target link URI)", sv: "Verktygets adress" }, value: tool.urls.launch },
    {
      key: "loginUrl",
      label: { en: "Initiate login URL (OIDC login)", sv: "Adress för inloggning (initiate login)" },
      value: loginUrlOf(tool, hint),
    },
    { key: "redirectUri", label: { en: "Redirect URI", sv: "Omdirigeringsadress" }, value: tool.urls.launch },
    { key: "jwksUrl", label: { en: "Public keyset URL", sv: "Adress till nyckeluppsättning" }, value: tool.urls.jwks },
    { key: "scopes", label: { en: "Services (scopes)", sv: "Tjänster (scopes)" }, value: tool.tool.scopes.join(" ") },
    ...(custom.length === 0
      ? []
      : ([
          {
            key: "customParameters",
            label: { en: "Custom parameters", sv: "Anpassade parametrar" },
            value: custom.join("\n"),
          },
        ] as const)),
  ];
}

/** The JSON that Canvas takes for a developer key ("Paste JSON", "Enter URL"), and others who read the same. */
export function canvasConfiguration(tool: ToolDescribed, hint?: string): Record<string, unknown> {
  const { name, description, personalData, custom } = tool.tool;
  const deepLink = ["assignment_selection", "link_selection"].map((placement) => ({
    placement,
    message_type: "LtiDeepLinkingRequest",
    target_link_uri: tool.urls.launch,
    text: name,
  }));
  return {
    title: name,
    description: description ?? name,
    target_link_uri: tool.urls.launch,
    oidc_initiation_url: loginUrlOf(tool, hint),
    public_jwk_url: tool.urls.jwks,
    scopes: tool.tool.scopes,
    custom_fields: custom ?? {},
    extensions: [
      {
        platform: "canvas.instructure.com",
        domain: new URL(tool.urls.launch).host,
        privacy_level: personalData ? "public" : "anonymous",
        settings: { text: name, placements: tool.onDeepLink ? deepLink : [] },
      },
    ],
  };
}

/** What dynamic registration asks a platform for: LTI Dynamic Registration 1.0, section 3.5. */
export function registrationRequest(
  tool: ToolDescribed,
  {
    hint,
    productFamily,
    scopesSupported,
  }: {
    readonly hint: string | undefined;
    readonly productFamily: string | undefined;
    readonly scopesSupported: readonly string[] | undefined;
  },
): Record<string, unknown> {
  const { name, description, logoUrl, personalData, custom } = tool.tool;
  const canvas = productFamily === "canvas";
  // A platform may refuse what it does not know. Moodle refuses nothing, and for years did not list all that it knows.
  const asksAll = scopesSupported === undefined || productFamily === "moodle";
  const asked = asksAll ? tool.tool.scopes : tool.tool.scopes.filter((scope) => scopesSupported.includes(scope));
  return {
    application_type: "web",
    grant_types: ["client_credentials", "implicit"],
    response_types: ["id_token"],
    redirect_uris: [tool.urls.launch],
    initiate_login_uri: loginUrlOf(tool, hint),
    client_name: name,
    jwks_uri: tool.urls.jwks,
    ...(logoUrl !== undefined && { logo_uri: logoUrl }),
    token_endpoint_auth_method: "private_key_jwt",
    id_token_signed_response_alg: "RS256",
    scope: asked.join(" "),
    "https://purl.imsglobal.org/spec/lti-tool-configuration": {
      // With the port: Moodle finds the tool of an address by this.
      domain: new URL(tool.urls.launch).host,
      target_link_uri: tool.urls.launch,
      ...(description !== undefined && { description }),
      ...(custom !== undefined && { custom_parameters: custom }),
      claims: ["iss", "sub", ...(personalData ? ["name", "given_name", "family_name", "email"] : [])],
      messages: [
        { type: "LtiResourceLinkRequest", target_link_uri: tool.urls.launch },
        ...(tool.onDeepLink
          ? [
              {
                type: "LtiDeepLinkingRequest",
                target_link_uri: tool.urls.launch,
                label: name,
                // Canvas shows a message where its placements say, and nowhere else.
                ...(canvas && { placements: ["assignment_selection", "link_selection"] }),
              },
            ]
          : []),
        ...(tool.onSubmissionReview ? [{ type: "LtiSubmissionReviewRequest", target_link_uri: tool.urls.launch }] : []),
      ],
      ...(canvas && { "https://canvas.instructure.com/lti/privacy_level": personalData ? "public" : "anonymous" }),
    },
  };
}

/** The scopes that the tool asks for, each with what an admin is told. */
export function explainedScopes({ tool }: ToolDescribed): ReadonlyArray<{ readonly scope: string } & LtiWords> {
  return tool.scopes.map((scope) => ({ scope, ...scopes[scope] }));
}
