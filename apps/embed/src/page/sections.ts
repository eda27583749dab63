import { formatDay, lastMomentBefore } from "../dates.ts";
import type { CertificatePageFacts, PageLocale } from "../facts.ts";
import { html, type SafeHtml, trusted, webAddress } from "../html.ts";
import { certificateQrSvg } from "../qr.ts";
import { fill, fillHtml, texts } from "../texts/texts.ts";
import { isReliable, linkTo } from "./status.ts";

const atWork: ReadonlySet<string> = new Set(["APPLIED_TASK", "OBSERVATION"]);
/** More than this and the list is folded: an area of DigComp alone has ninety outcomes. */
const competenciesShown = 6;

export function renderFacts(facts: CertificatePageFacts, locale: PageLocale): SafeHtml {
  const words = texts[locale];
  const { timeZone, organisation, signature } = facts;
  const day = (instant: Date) =>
    html`<time datetime="${instant.toISOString()}">${formatDay(instant, timeZone, locale)}</time>`;
  const sameDay = formatDay(facts.awardedAt, timeZone, locale) === formatDay(facts.validFrom, timeZone, locale);
  const row = (term: string, value: SafeHtml) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
  return html`<section aria-labelledby="facts">
<h2 id="facts">${words.facts}</h2>
<dl class="facts">
${renderEnd(facts, locale)}
${sameDay ? row(words.awardedAndValidFrom, day(facts.validFrom)) : html`${row(words.validFrom, day(facts.validFrom))}${row(words.awarded, day(facts.awardedAt))}`}
${row(facts.imported ? words.recordedBy : words.issuer, organisation.url === undefined ? html`<bdi>${organisation.name}</bdi>` : linkTo(organisation.url, organisation.name))}
${row(words.signature, html`${facts.imported ? words.signatureNone : signature.verified ? words.signatureVerified : words.signatureFailed}`)}
${row(words.number, html`<code>${facts.number}</code>`)}
</dl>
<p class="small">${fill(words.daysIn, { zone: timeZone })}</p>
</section>
${renderQr(facts, locale)}`;
}

/** Beside the dates, so that it is on the first sheet of a printed certificate. */
function renderQr({ publicUrl }: CertificatePageFacts, locale: PageLocale): SafeHtml | undefined {
  const address = webAddress(publicUrl);
  return address === undefined
    ? undefined
    : html`<div class="scan">${trusted(certificateQrSvg(address))}<p>${texts[locale].checkQr} <span class="address">${address}</span></p></div>`;
}

/** A date read in haste must not say "valid" of a certificate that is not: only one in force is given as such, and in large type. */
function renderEnd(facts: CertificatePageFacts, locale: PageLocale): SafeHtml {
  const words = texts[locale];
  const { expiresAt, timeZone, standing } = facts;
  const holds = isReliable(facts) && (standing.certified || standing.word === "UPCOMING");
  const past = isReliable(facts) && (standing.word === "LAPSED" || standing.word === "GRACE");
  const [through, until] = past
    ? [words.wasValidThrough, words.wasValidUntil]
    : holds
      ? [words.validThrough, words.validUntil]
      : [words.awardedThrough, words.awardedUntil];
  const { text, wholeDay } =
    expiresAt === undefined ? { text: words.noExpiry, wholeDay: true } : lastMomentBefore(expiresAt, timeZone, locale);
  return html`<div${holds && html` class="holds"`}><dt>${wholeDay ? through : until}</dt><dd>${expiresAt === undefined ? text : html`<time datetime="${expiresAt.toISOString()}">${text}</time>`}</dd></div>`;
}

/** Before all else that is told of it: nobody should take it for what was earned and signed here. */
export function renderImported(
  { imported, organisation }: CertificatePageFacts,
  locale: PageLocale,
): SafeHtml | undefined {
  if (imported === undefined) return undefined;
  const words = texts[locale];
  return html`<section class="waiver" aria-labelledby="imported">
<h2 id="imported">${words.importedTitle}</h2>
<p>${fillHtml(words.importedText, { organisation: html`<bdi>${organisation.name}</bdi>` })}</p>
<blockquote><bdi>${imported.source}</bdi></blockquote>
${imported.externalNumber !== undefined && html`<p>${words.importedNumber}: <bdi>${imported.externalNumber}</bdi></p>`}
</section>`;
}

export function renderWaiver(
  { waiver, contentLanguage }: CertificatePageFacts,
  locale: PageLocale,
): SafeHtml | undefined {
  if (waiver === undefined) return undefined;
  const words = texts[locale];
  return html`<section class="waiver" aria-labelledby="waiver">
<h2 id="waiver">${words.waiverTitle}</h2>
<p>${words.waiverText}</p>
<blockquote${lang(contentLanguage)}><bdi>${waiver}</bdi></blockquote>
</section>`;
}

export function renderShown(
  { shownBy, contentLanguage }: CertificatePageFacts,
  locale: PageLocale,
): SafeHtml | undefined {
  if (shownBy.length === 0) return undefined;
  const words = texts[locale];
  return html`<section aria-labelledby="shown">
<h2 id="shown">${words.shown}</h2>
<p>${words.shownText}</p>
<ul class="shown">
${shownBy.map(
  ({ module, requirement, kind }) => html`<li>
<span${lang(contentLanguage)}><bdi class="what">${requirement}</bdi> <bdi class="small">${module}</bdi></span>
<span class="kind">${words.kinds[kind]}${atWork.has(kind) && html` <strong class="work">${words.atWork}</strong>`}</span>
</li>`,
)}
</ul>
</section>`;
}

export function renderCompetencies(
  { competencies, contentLanguage }: CertificatePageFacts,
  locale: PageLocale,
): SafeHtml | undefined {
  if (competencies.length === 0) return undefined;
  const words = texts[locale];
  const list = (some: CertificatePageFacts["competencies"]) => html`<ul class="abilities"${lang(contentLanguage)}>
${some.map(({ code, label, level }) => html`<li><span class="code">${code}</span> <span><bdi>${label}</bdi>${level !== undefined && html` <span class="level">${level}</span>`}</span></li>`)}
</ul>`;
  const folded = competencies.slice(competenciesShown);
  return html`<section aria-labelledby="competencies">
<h2 id="competencies">${words.competencies}</h2>
${list(competencies.slice(0, competenciesShown))}
${folded.length > 0 && html`<details><summary>${fill(words.competenciesMore, { n: String(folded.length) })}</summary>${list(folded)}</details>`}
</section>`;
}

/** A check must not depend on the page that is checked: it begins with the address, and with the issuer by another way. */
export function renderCheck(facts: CertificatePageFacts, locale: PageLocale): SafeHtml {
  const words = texts[locale];
  const { organisation } = facts;
  const address = webAddress(facts.publicUrl);
  const issuer = webAddress(organisation.url);
  const name = html`<bdi>${organisation.name}</bdi>`;
  return html`<section aria-labelledby="check">
<h2 id="check">${words.check}</h2>
<ol class="check">
${address !== undefined && html`<li>${fillHtml(words.checkAddress, { host: html`<strong>${new URL(address).host}</strong>`, organisation: name })}</li>`}
<li>${issuer === undefined ? fillHtml(words.checkIssuerUnlinked, { organisation: name }) : fillHtml(words.checkIssuer, { issuer: linkTo(issuer, organisation.name) })}</li>
${
  facts.imported
    ? html`<li>${words.checkImported}</li>`
    : html`<li>${fillHtml(words.checkCredential, { credential: linkTo(facts.credentialUrl, words.credentialLink) })}
${address !== undefined && html`<p>${words.checkCommand}</p><pre><code>curl -H 'Accept: application/vc+ld+json' '${address}'</code></pre>`}</li>`
}
</ol>
</section>`;
}

export function lang(language: string | undefined): SafeHtml | undefined {
  return language === undefined ? undefined : html` lang="${language}"`;
}
