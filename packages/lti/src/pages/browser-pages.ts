import { problems } from "../problems.ts";
import { fetchScript, keepScript } from "./browser-storage.ts";
import { html } from "./html.ts";
import { type Language, pageResponse } from "./page.ts";

const words = {
  en: { title: "One moment", wait: "The activity is being opened.", open: "Open in a new window", on: "Go on" },
  sv: { title: "Ett ögonblick", wait: "Aktiviteten öppnas.", open: "Öppna i nytt fönster", on: "Fortsätt" },
} as const;

/** Where the platform keeps data for tools, if it does. */
interface StorageFrame {
  /** The name of the frame; "" for none. */
  readonly target: string;
  /** The one origin that is asked and believed. */
  readonly origin: string;
  /** What the secret is kept under. */
  readonly key: string;
}

/**
 * Stands between the login request and the platform, in a frame: it finds out whether this browser will know itself again,
 * before the platform spends its one-time hint. Without scripts there is a link.
 */
export function keepPage(
  frame: StorageFrame,
  page: {
    readonly language: Language;
    readonly secret: string;
    /** What `document.cookie` holds where cookies are kept. */
    readonly probe: string;
    /** The platform's authorization endpoint with the request. */
    readonly next: string;
    /** The login request itself, to be made in a window of its own. */
    readonly again: string;
    readonly cookies: readonly string[];
  },
): Response {
  const { title, wait, open, on } = words[page.language];
  const blocked = problems.BROWSER_STORAGE_BLOCKED[page.language];
  return pageResponse({
    language: page.language,
    title,
    script: keepScript,
    headers: page.cookies.map((cookie) => ["set-cookie", cookie] as const),
    body: html`<div id="lti" hidden data-target="${frame.target}" data-origin="${frame.origin}" data-key="${frame.key}" data-secret="${page.secret}" data-probe="${page.probe}" data-next="${page.next}"></div>
<p id="wait" role="status">${wait}</p>
<noscript><p><a class="button" href="${page.next}">${on}</a></p></noscript>
<section id="blocked" hidden>
<h1>${blocked.what}</h1>
<p>${blocked.next}</p>
<p><a class="button" id="open" href="${page.again}" target="_blank" rel="noopener">${open}</a></p>
<hr>
<p class="quiet"><code>BROWSER_STORAGE_BLOCKED</code></p>
</section>`,
  });
}

/** Stands before a launch that came without its cookie: asks the platform for the secret, and posts the launch again. */
export function fetchPage(
  frame: StorageFrame,
  page: {
    readonly language: Language;
    readonly launchUrl: string;
    readonly idToken: string;
    readonly state: string;
    readonly formAction: string;
  },
): Response {
  const { title, wait, on } = words[page.language];
  return pageResponse({
    language: page.language,
    title,
    script: fetchScript,
    // With no-referrer, Origin would be "null": the launch has to see whose page posts the secret.
    referrerPolicy: "same-origin",
    formAction: page.formAction,
    body: html`<div id="lti" hidden data-target="${frame.target}" data-origin="${frame.origin}" data-key="${frame.key}"></div>
<p role="status">${wait}</p>
<form id="launch" method="post" action="${page.launchUrl}">
<input type="hidden" name="id_token" value="${page.idToken}">
<input type="hidden" name="state" value="${page.state}">
<input type="hidden" name="lti_storage_secret" value="">
<noscript><p><button class="button">${on}</button></p></noscript>
</form>`,
  });
}
