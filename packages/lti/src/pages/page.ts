import { randomToken } from "../bytes.ts";
import { type Html, html } from "./html.ts";

/** The languages of the pages. */
export type Language = "en" | "sv";

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** The one script of the page; it runs by a nonce of this answer. */
  readonly script?: Html;
  /** Where forms may go, beside the tool itself. Browsers also hold redirects after a form against it. */
  readonly formAction?: string;
  /** `same-origin`: the browser tells the tool, and nobody else, that this page sent a form. Left out: it tells nobody. */
  readonly referrerPolicy?: "same-origin";
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

const style: Html = {
  html: `
  :root { color-scheme: light dark; --ink: #1d2530; --quiet: #56606d; --ground: #ffffff; --line: #d5dae1; --act: #1f5fbf; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e8ecf1; --quiet: #a6b0bd; --ground: #15191f; --line: #39424e; --act: #8ab6ff; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
  main { max-width: 38rem; margin: 0 auto; padding: clamp(1.25rem, 6vw, 3.5rem) 1.25rem; overflow-wrap: anywhere; }
  h1 { font-size: 1.35rem; line-height: 1.3; font-weight: 600; margin: 0 0 1rem; }
  p, dl { margin: 0 0 1rem; }
  .quiet { color: var(--quiet); font-size: 0.875rem; }
  code { font: 0.875rem ui-monospace, monospace; }
  dt { font-weight: 600; margin-top: 0.75rem; }
  dd { margin: 0; }
  a, button { color: var(--act); }
  .button {
    display: inline-block; min-height: 2.75rem; padding: 0.6rem 1.1rem; font: inherit; font-weight: 600; cursor: pointer;
    text-decoration: none; color: var(--ground); background: var(--act); border: 1px solid transparent; border-radius: 0.4rem;
  }
  :focus-visible { outline: 3px solid var(--act); outline-offset: 3px; }
  hr { border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0; }
  [hidden] { display: none; }
`,
};

/**
 * A small page of the tool's own. It works inside an iframe of any platform, so it says nothing of frame-ancestors: it
 * holds no session, and nothing is decided by a click on it that its address does not say.
 */
export function pageResponse(page: Page): Response {
  const nonce = randomToken();
  const { language, title, body, script } = page;
  const text = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
${body}
</main>
${script ? html`<script nonce="${nonce}">${script}</script>` : ""}
</body>
</html>
`;
  const csp = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(script ? [`script-src 'nonce-${nonce}'`] : []),
    `form-action ${page.formAction ?? "'none'"}`,
    "base-uri 'none'",
  ];
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": csp.join("; "),
    "cache-control": "no-store",
    "referrer-policy": page.referrerPolicy ?? "no-referrer",
    "x-content-type-options": "nosniff",
  });
  for (const [name, value] of page.headers ?? []) headers.append(name, value);
  return new Response(text.html, { status: page.status ?? 200, headers });
}

/** The language that a browser asks for first of those that there are; English, where it asks for neither. */
export function languageOf(request: Request): Language {
  const wanted = (request.headers.get("accept-language") ?? "").slice(0, 500).split(",");
  const ranked = wanted.map((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters
      .find((one) => one.trim().startsWith("q="))
      ?.trim()
      .slice(2);
    return { language: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const known = ranked.filter(({ language, quality }) => quality > 0 && (language === "sv" || language === "en"));
  return known.sort((a, b) => b.quality - a.quality)[0]?.language === "sv" ? "sv" : "en";
}
