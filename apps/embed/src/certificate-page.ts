import type { CertificatePageFacts, PageLocale } from "./facts.ts";
import { html, webAddress } from "./html.ts";
import { renderDocument } from "./page/document.ts";
import {
  lang,
  renderCheck,
  renderCompetencies,
  renderFacts,
  renderImported,
  renderShown,
  renderWaiver,
} from "./page/sections.ts";
import { renderStatus, statusOf } from "./page/status.ts";
import { fill, texts } from "./texts/texts.ts";

/** The public page of one certificate: a complete HTML document that needs nothing but its stylesheet. */
export function renderCertificatePage(facts: CertificatePageFacts, locale: PageLocale): string {
  const words = texts[locale];
  const { title, recipientName, organisation, summary, contentLanguage } = facts;
  return renderDocument({
    locale,
    title: fill(words.pageTitle, { title, recipient: recipientName }),
    description: fill(facts.imported ? words.descriptionImported : words.description, {
      recipient: recipientName,
      title,
      organisation: organisation.name,
      status: statusOf(facts, locale).title,
    }),
    url: webAddress(facts.publicUrl),
    siteName: organisation.name,
    footer: words.footer,
    main: html`<article>
<div class="award">
<p class="issuer"><bdi>${organisation.name}</bdi></p>
<h1${lang(contentLanguage)}><bdi>${title}</bdi></h1>
<p class="recipient"><span>${words.awardedTo}</span> <strong><bdi>${recipientName}</bdi></strong></p>
</div>
${renderStatus(facts, locale)}
<div class="columns">
<div class="side">
${renderFacts(facts, locale)}
</div>
<div class="body">
${renderImported(facts, locale)}
${renderWaiver(facts, locale)}
<section aria-labelledby="about">
<h2 id="about">${words.about}</h2>
<p${lang(contentLanguage)}><bdi>${summary}</bdi></p>
</section>
${renderShown(facts, locale)}
${renderCompetencies(facts, locale)}
${renderCheck(facts, locale)}
</div>
</div>
</article>`,
  });
}
