import { formatInstant } from "../dates.ts";
import type { CertificatePageFacts, PageLocale } from "../facts.ts";
import { html, type SafeHtml, webAddress } from "../html.ts";
import { texts } from "../texts/texts.ts";
import { type Tone, toneIcon } from "./icons.ts";

export interface Status {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

/** Whether what the page says can be relied on: its signature holds, or it says that it has none. */
export function isReliable({ signature, imported }: CertificatePageFacts): boolean {
  return signature.verified || imported !== undefined;
}

/** What the page says first. An unverified signature comes before all else: then nothing that the page says can be relied on. */
export function statusOf(facts: CertificatePageFacts, locale: PageLocale): Status {
  const words = texts[locale];
  const { standing, succeededBy } = facts;
  if (!isReliable(facts)) return { tone: "bad", title: words.unverifiedTitle, text: words.unverifiedText };
  if (succeededBy !== undefined && ["CERTIFIED", "RENEWAL_OPEN", "GRACE"].includes(standing.word)) {
    return { tone: "wait", title: words.replaced[0], text: words.replaced[1] };
  }
  const [title, text] =
    standing.word === "GRACE" && standing.certified ? words.graceCounts : words.standings[standing.word];
  return { tone: toneOf(standing), title, text };
}

function toneOf({ word, certified }: CertificatePageFacts["standing"]): Tone {
  if (certified) return "good";
  return word === "LAPSED" || word === "REVOKED" ? "bad" : "wait";
}

export function renderStatus(facts: CertificatePageFacts, locale: PageLocale): SafeHtml {
  const words = texts[locale];
  const { tone, title, text } = statusOf(facts, locale);
  const { signature, standing, succeededBy } = facts;
  return html`<section class="status ${tone}" aria-labelledby="status">
${toneIcon(tone)}
<div>
<h2 id="status"><span class="unseen">${words.status}: </span>${title}</h2>
<p>${text}</p>
${isReliable(facts) && standing.since !== undefined && html`<p>${fillTime(words.since, facts, standing.since, locale)}</p>`}
${isReliable(facts) && standing.text !== undefined && html`<p><bdi>${standing.text}</bdi></p>`}
${!isReliable(facts) && signature.problems.length > 0 && html`<p>${words.problems}:</p><ul>${signature.problems.map((problem) => html`<li><bdi>${problem}</bdi></li>`)}</ul>`}
${succeededBy !== undefined && html`<p>${words.succeeded} ${linkTo(succeededBy.publicUrl, succeededBy.number)}</p>`}
<p class="small">${fillTime(words.checkedAt, facts, signature.checkedAt, locale)}</p>
</div>
</section>`;
}

function fillTime(text: string, { timeZone }: CertificatePageFacts, at: Date, locale: PageLocale): SafeHtml {
  const [before = "", after = ""] = text.split("{time}");
  return html`${before}<time datetime="${at.toISOString()}">${formatInstant(at, timeZone, locale)}</time>${after}`;
}

export function linkTo(url: string, label: string): SafeHtml {
  const address = webAddress(url);
  return address === undefined ? html`<bdi>${label}</bdi>` : html`<a href="${address}"><bdi>${label}</bdi></a>`;
}
