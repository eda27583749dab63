import { createHash } from "node:crypto";
import { getLtiLink, type Services } from "@kunna/api";
import {
  createLtiTool,
  type LtiDeepLinkingLaunch,
  type LtiFetch,
  type LtiLog,
  type LtiRegistration,
  type LtiResourceLaunch,
  type LtiStorage,
  type LtiTool,
  scope,
} from "@kunna/lti";
import { type LtiOrganisation, ltiStorage } from "./storage.ts";

/** What answers launches: a session's page, or why there is none. */
export type LaunchAnswer = (launch: LtiResourceLaunch | LtiDeepLinkingLaunch, request: Request) => Promise<Response>;

export interface LtiToolsOptions {
  readonly fetch: LtiFetch;
  readonly log: LtiLog;
  readonly onLaunch: LaunchAnswer;
}

/** The tools of an installation: each organisation is one of its own, with its own addresses and keys. */
export interface LtiTools {
  /** The tool of an organisation; null: of none, which takes launches of all. @throws when PUBLIC_URL is not fit to be a tool's */
  of(organisation: LtiOrganisation | null): LtiTool;
  /** The organisation of a key, and of an id; null: there is none. */
  organisation(by: { readonly key: string } | { readonly id: string }): Promise<LtiOrganisation | null>;
  /** The organisation that made a registration link; null: there is none with this token. */
  invitedBy(token: string | null): Promise<LtiOrganisation | null>;
  /** What is known of an organisation's platform; null: it has none by this id. */
  registration(organisation: LtiOrganisation, connectionId: string): Promise<LtiRegistration | null>;
}

/** How many organisations' tools are kept, with the access tokens that platforms gave them. */
const mostKept = 1_000;

type ToolServices = Pick<Services, "database" | "now" | "installationSecret" | "publicUrl">;

export function createLtiTools(services: ToolServices, options: LtiToolsOptions): LtiTools {
  const kept = new Map<string, LtiTool>();
  const organisation: LtiTools["organisation"] = (by) =>
    services.database.asSystem((tx) =>
      tx.organisation.findUnique({
        where: "key" in by ? { key: by.key } : { id: by.id },
        select: { id: true, key: true },
      }),
    );
  return {
    of(organisation) {
      const key = organisation?.id ?? "";
      const known = kept.get(key);
      if (known) return known;
      const tool = makeTool(services, organisation, options);
      const [oldest] = kept.keys();
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
      kept.set(key, tool);
      return tool;
    },
    organisation,
    async invitedBy(token) {
      if (token === null) return null;
      const link = await getLtiLink(services.database, createHash("sha256").update(token).digest("base64url"));
      return link && organisation({ key: link.hint });
    },
    registration: (of, connectionId) => ltiStorage(services, of).getRegistration(connectionId),
  };
}

function makeTool(
  services: ToolServices,
  organisation: LtiOrganisation | null,
  { fetch, log, onLaunch }: LtiToolsOptions,
): LtiTool {
  const of = organisation ? `?organisation=${encodeURIComponent(organisation.key)}` : "";
  const at = (path: string) => `${services.publicUrl}/lti/${path}`;
  return createLtiTool({
    storage: organisation ? ltiStorage(services, organisation) : ofNone(services),
    urls: { login: at("login") + of, launch: at("launch"), jwks: at("jwks") + of, register: at("register") + of },
    tool: {
      name: "Kunna",
      description: "Learning paths, evidence, certificates and their renewal.",
      scopes: [scope.lineItem, scope.score, scope.resultReadonly, scope.membershipReadonly],
      personalData: {
        en: "People are known by name to those who review their work, and on their certificates.",
        sv: "Den som granskar arbete ser vems det är, och namnet står på certifikaten.",
      },
    },
    onLaunch,
    onDeepLink: onLaunch,
    fetch,
    now: services.now,
    log,
  });
}

/** Of no organisation, launches and logins are taken and nothing is registered: a platform is told of one's own addresses and keys. */
function ofNone(services: ToolServices): LtiStorage {
  return {
    ...ltiStorage(services, null),
    getRegistrationToken: async () => null,
    takeRegistrationToken: async () => null,
  };
}
