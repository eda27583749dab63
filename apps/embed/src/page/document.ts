import { type PageLocale, pageLocales } from "../facts.ts";
import { html, type SafeHtml, trusted } from "../html.ts";
import { texts } from "../texts/texts.ts";

/** Where the server serves certificatePageCss. */
export const certificateCssPath = "/assets/certificate.css";

interface Page {
  readonly locale: PageLocale;
  readonly title: string;
  readonly description: string;
  readonly url?: string | undefined;
  readonly siteName?: string;
  readonly main: SafeHtml;
  readonly footer?: string;
  /** What stands at the top; left out: that certificates are verified here. */
  readonly where?: string;
  /** The address of the page in another language; left out: the same with `lang` alone. */
  readonly inLanguage?: (locale: PageLocale) => string;
}

/**
 * The frame of every page: no script, no inline style, nothing from anywhere else. Its address can't be guessed and names a
 * person, so search engines are asked to leave it and no link tells where the visitor came from.
 */
export function renderDocument(page: Page): string {
  const { locale, title, description, url, siteName, main, footer, inLanguage = (other) => `?lang=${other}` } = page;
  const words = texts[locale];
  return html`${trusted("<!doctype html>")}
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:locale" content="${locale === "sv" ? "sv_SE" : "en_GB"}">
${
  url !== undefined &&
  html`<meta property="og:url" content="${url}">
<link rel="canonical" href="${url}">`
}
${siteName !== undefined && html`<meta property="og:site_name" content="${siteName}">`}
<meta name="twitter:card" content="summary">
<link rel="stylesheet" href="${certificateCssPath}">
</head>
<body>
<header class="top">
<p class="where">${page.where ?? words.verification}</p>
<nav aria-label="${words.languages}">
${pageLocales.filter((other) => other !== locale).map((other) => html`<a href="${inLanguage(other)}" hreflang="${other}" lang="${other}">${texts[other].languageName}</a>`)}
</nav>
</header>
<main>
${main}
</main>
${footer !== undefined && html`<footer><p>${footer}</p></footer>`}
</body>
</html>
`.text;
}
