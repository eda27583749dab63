import { randomToken } from "./bytes.ts";
import { claim } from "./claims.ts";
import type { LtiDeepLinking } from "./launch.ts";
import { html, scriptOf } from "./pages/html.ts";
import { type Language, pageResponse } from "./pages/page.ts";
import type { LtiRegistration } from "./registration.ts";
import { backdated, signWithToolKey } from "./signing-keys.ts";
import type { LtiStorage } from "./storage.ts";

/** From when until when; either may be left out. */
export interface LtiPeriod {
  readonly startDateTime?: Date;
  readonly endDateTime?: Date;
}

/** A link that launches this tool: Deep Linking 2.0, section 3.2. */
export interface LtiResourceLinkItem {
  readonly type: "ltiResourceLink";
  readonly title: string;
  readonly text?: string;
  /** One of the tool's targets; left out: its launch address, and `custom` says what the link leads to. */
  readonly url?: string;
  /** Comes back with each launch of the link, as texts. */
  readonly custom?: Readonly<Record<string, string>>;
  readonly icon?: { readonly url: string; readonly width?: number; readonly height?: number };
  /** A column of the gradebook that comes with the link. */
  readonly lineItem?: {
    /** Greater than 0. */
    readonly scoreMaximum: number;
    readonly label?: string;
    /** The tool's own names of it, to find it again by. */
    readonly resourceId?: string;
    readonly tag?: string;
    readonly gradesReleased?: boolean;
  };
  /** When it is shown. */
  readonly available?: LtiPeriod;
  /** When it can be handed in: the end is the due date. */
  readonly submission?: LtiPeriod;
  readonly iframe?: { readonly width?: number; readonly height?: number };
  readonly window?: { readonly targetName?: string; readonly width?: number; readonly height?: number };
}

/** A link to any page: section 3.1. */
export interface LtiLinkItem {
  readonly type: "link";
  readonly url: string;
  readonly title?: string;
  readonly text?: string;
}

export type LtiContentItem = LtiResourceLinkItem | LtiLinkItem;

/** What is answered to a deep linking request. No items: nothing was chosen. */
export interface LtiDeepLinkAnswer {
  readonly registrationId: string;
  readonly deploymentId: string;
  /** What the launch said; of it, `data` goes back, and the rest says what may be answered. */
  readonly deepLinking: Pick<LtiDeepLinking, "data"> & Partial<LtiDeepLinking>;
  readonly items: readonly LtiContentItem[];
  /** Shown to the instructor by the platform. */
  readonly message?: string;
  /** Shown as what went wrong. */
  readonly errorMessage?: string;
}

/** The answer holds something that the platform said it does not take. */
export class DeepLinkItemsRefused extends Error {
  readonly code = "DEEP_LINK_ITEMS_REFUSED";
  readonly reason: "TYPE_NOT_ACCEPTED" | "ONE_ONLY" | "SCORE_MAXIMUM" | "TARGET";
  constructor(reason: DeepLinkItemsRefused["reason"], message: string) {
    super(message);
    this.name = "DeepLinkItemsRefused";
    this.reason = reason;
  }
}

const lifetime = 300;

/**
 * The signed answer, for a browser to post as `JWT` to the launch's `deepLinking.returnUrl` within five minutes (Deep Linking 2.0, section 4.5).
 * A line item that the platform does not accept is left out. @throws DeepLinkItemsRefused
 */
export async function signDeepLinkAnswer(
  {
    storage,
    now,
    isTarget,
  }: {
    readonly storage: LtiStorage;
    readonly now: Date;
    /** Whether launches of a link to this address are taken; left out: nothing is looked at. */
    readonly isTarget?: (url: string) => boolean;
  },
  registration: Pick<LtiRegistration, "issuer" | "clientId">,
  answer: LtiDeepLinkAnswer,
): Promise<string> {
  check(answer, isTarget);
  const { deepLinking, message, errorMessage } = answer;
  const seconds = Math.floor(now.getTime() / 1000);
  const lineItems = deepLinking.acceptLineItem ?? true;
  const claims = {
    // The other way round than in a launch: the tool says this to the platform.
    iss: registration.clientId,
    aud: registration.issuer,
    iat: seconds - backdated,
    exp: seconds + lifetime,
    nonce: randomToken(),
    jti: randomToken(),
    [claim.messageType]: "LtiDeepLinkingResponse",
    [claim.version]: "1.3.0",
    [claim.deploymentId]: answer.deploymentId,
    [claim.contentItems]: answer.items.map((item) => contentItem(item, lineItems)),
    ...(deepLinking.data !== undefined && { [claim.deepLinkingData]: deepLinking.data }),
    ...(message !== undefined && { [claim.deepLinkingMessage]: message }),
    ...(errorMessage !== undefined && { [claim.deepLinkingErrorMessage]: errorMessage }),
  };
  return signWithToolKey(storage, claims, now);
}

function check({ deepLinking, items }: LtiDeepLinkAnswer, isTarget?: (url: string) => boolean): void {
  const { acceptTypes, acceptMultiple } = deepLinking;
  for (const item of items) {
    if (acceptTypes && !acceptTypes.includes(item.type)) {
      throw new DeepLinkItemsRefused(
        "TYPE_NOT_ACCEPTED",
        `The platform takes ${acceptTypes.join(", ")}, and no ${item.type}.`,
      );
    }
    if (item.type === "ltiResourceLink" && item.url !== undefined && isTarget?.(item.url) === false) {
      throw new DeepLinkItemsRefused(
        "TARGET",
        `Launches of ${item.url} would be refused: it is no target of the tool.`,
      );
    }
    if (item.type === "ltiResourceLink" && item.lineItem && !(item.lineItem.scoreMaximum > 0)) {
      throw new DeepLinkItemsRefused("SCORE_MAXIMUM", "A line item's maximum must be greater than 0.");
    }
  }
  if (acceptMultiple === false && items.length > 1) {
    throw new DeepLinkItemsRefused("ONE_ONLY", "The platform takes one item at a time.");
  }
}

function contentItem(item: LtiContentItem, lineItems: boolean): Record<string, unknown> {
  if (item.type === "link") return { ...item };
  const { lineItem, available, submission, ...rest } = item;
  return {
    ...rest,
    ...(lineItem && lineItems && { lineItem }),
    ...(available && { available: period(available) }),
    ...(submission && { submission: period(submission) }),
  };
}

function period({ startDateTime, endDateTime }: LtiPeriod): Record<string, string> {
  return {
    ...(startDateTime && { startDateTime: startDateTime.toISOString() }),
    ...(endDateTime && { endDateTime: endDateTime.toISOString() }),
  };
}

const submitScript = scriptOf(`document.getElementById("answer").submit();`);

const words = {
  en: { title: "Adding to the course", button: "Add to the course" },
  sv: { title: "Lägger till i kursen", button: "Lägg till i kursen" },
} as const;

/** The page that posts the answer to the platform by itself; without scripts, by its button. */
export function deepLinkPage(
  language: Language,
  { returnUrl, jwt, formAction }: { readonly returnUrl: string; readonly jwt: string; readonly formAction: string },
): Response {
  const { title, button } = words[language];
  return pageResponse({
    language,
    title,
    script: submitScript,
    // Of any https host: browsers hold the redirects that a platform answers with against it too.
    formAction,
    body: html`<p role="status">${title}</p>
<form id="answer" method="post" action="${returnUrl}">
<input type="hidden" name="JWT" value="${jwt}">
<noscript><button class="button">${button}</button></noscript>
</form>`,
  });
}
