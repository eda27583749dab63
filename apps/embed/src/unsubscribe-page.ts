import type { PageLocale } from "./facts.ts";
import { html } from "./html.ts";
import { renderDocument } from "./page/document.ts";
import { unsubscribeTexts } from "./texts/unsubscribe.ts";

/** What the page for calling mails off shows. */
export interface UnsubscribePageFacts {
  readonly organisationName: string;
  /** What the mails are about; one that has no words here is left out. */
  readonly kinds: readonly string[];
  /** Whether they have just been called off. */
  readonly done: boolean;
  /** The address of this same page in another language. */
  readonly inLanguage: (locale: PageLocale) => string;
}

/** Asks what to call off, or says that it is done. Null: the link is none of ours. The buttons post to the page's own address. */
export function renderUnsubscribePage(facts: UnsubscribePageFacts | null, locale: PageLocale): string {
  const words = unsubscribeTexts[locale];
  if (facts === null) return page(locale, words.badTitle, html`<p>${words.badText}</p>`);
  const { organisationName, kinds, done, inLanguage } = facts;
  if (done)
    return page(locale, words.doneTitle, html`<p>${words.done(organisationName)}</p><p>${words.back}</p>`, inLanguage);
  return page(
    locale,
    words.title,
    html`<p>${words.question(organisationName)}</p>
<ul>${kinds.flatMap((kind) => words.kinds[kind] ?? []).map((kind) => html`<li>${kind}</li>`)}</ul>
<form method="post">
<p><button name="all" value="false">${words.these}</button></p>
<p><button name="all" value="true">${words.all}</button></p>
</form>
<p>${words.stays}</p>`,
    inLanguage,
  );
}

function page(
  locale: PageLocale,
  title: string,
  content: ReturnType<typeof html>,
  inLanguage?: (locale: PageLocale) => string,
): string {
  return renderDocument({
    locale,
    title,
    description: title,
    where: unsubscribeTexts[locale].where,
    ...(inLanguage && { inLanguage }),
    main: html`<article class="missing">
<h1>${title}</h1>
${content}
</article>`,
  });
}
