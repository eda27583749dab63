import type { PageLocale } from "./facts.ts";
import { html } from "./html.ts";
import { renderDocument } from "./page/document.ts";
import { texts } from "./texts/texts.ts";

/** The same page whether there never was such a number or it is another's: an answer must not say which. */
export function renderNotFoundPage(locale: PageLocale): string {
  const words = texts[locale];
  return renderDocument({
    locale,
    title: words.notFoundTitle,
    description: words.notFoundText,
    main: html`<article class="missing">
<h1>${words.notFoundTitle}</h1>
<p>${words.notFoundText}</p>
<h2>${words.notFoundTry}</h2>
<ul>${words.notFoundSteps.map((step) => html`<li>${step}</li>`)}</ul>
</article>`,
  });
}
