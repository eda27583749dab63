import { paths } from "./endpoints.ts";
import type { BrowserStep, ToolBrowser } from "./tool-browser.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import type { World } from "./world.ts";

/** A registration that was begun: an admin of the LMS entered the tool's URL. Dynamic Registration 1.0 section 3.3. */
export interface RegistrationInvitation {
  /** What the admin's browser opens: the tool's URL, with where the platform says what it is, and a token. */
  readonly url: string;
  readonly openidConfigurationUrl: string;
  /** Good once, at the registration endpoint. */
  readonly registrationToken: string;
  /** What came of it; null: nothing yet. */
  registered(): ToolRegistration | null;
}

/** A dynamic registration as it went. */
export interface RegistrationVisit {
  /** The tool's page at the end. Unread. */
  readonly response: Response;
  readonly url: string;
  readonly steps: readonly BrowserStep[];
  readonly invitation: RegistrationInvitation;
  /** Null: the tool did not register. */
  readonly tool: ToolRegistration | null;
}

export interface RegistrationOptions {
  /** The tool's URL for registrations. */
  readonly url: string;
  /** The tool itself, when it is in the same process: requests to the origin of `url` go there. */
  readonly handle?: (request: Request) => Promise<Response> | Response;
  readonly browser?: ToolBrowser;
}

export function invite(world: World, toolUrl: string): RegistrationInvitation {
  const registrationToken = crypto.randomUUID();
  world.registrationTokens.set(registrationToken, { tool: null });
  const openidConfigurationUrl = `${world.url()}${paths.openidConfiguration}`;
  const url = new URL(toolUrl);
  url.searchParams.set("openid_configuration", openidConfigurationUrl);
  url.searchParams.set("registration_token", registrationToken);
  return {
    url: url.href,
    openidConfigurationUrl,
    registrationToken,
    registered: () => world.registrationTokens.get(registrationToken)?.tool ?? null,
  };
}
