import type { Telling } from "./tellings.ts";
import { en } from "./texts/en.ts";
import { sv } from "./texts/sv.ts";
import type { MailLanguage, MailTexts, Say, Told } from "./texts/words.ts";

const texts: Readonly<Record<MailLanguage, MailTexts>> = { sv, en };
const tags: Readonly<Record<MailLanguage, string>> = { sv: "sv-SE", en: "en-GB" };

/** How many things one mail spells out. */
const mostTold = 50;

/** One thing that is told: its facts, and its words. */
export interface ToldTelling extends Told {
  readonly telling: Telling;
}

/** Puts one thing into words. */
export function tellIn(language: MailLanguage, timeZone: string): (telling: Telling) => ToldTelling {
  const say = sayIn(language, timeZone);
  return (telling) => ({ telling, ...texts[language].tells[telling.type](telling, say) });
}

export interface Letter {
  readonly language: MailLanguage;
  readonly organisationName: string;
  readonly recipientName: string;
  readonly told: readonly ToldTelling[];
  readonly mandatory: boolean;
  /** The public page of a certificate. */
  readonly certificateUrl: (number: string) => string;
  readonly portalUrl: string | null;
  /** Where it is called off; null where it can't be. */
  readonly unsubscribeUrl: string | null;
}

/** The words of a mail: a subject of one line, plain text, and the same as simple HTML. */
export function renderLetter(letter: Letter): { subject: string; text: string; html: string } {
  const { language, organisationName, recipientName, mandatory, portalUrl, unsubscribeUrl } = letter;
  const words = texts[language];
  const all = letter.told;
  const told = all.slice(0, mostTold);
  const [only] = told;
  const isDigest = told.length > 1;
  const subject = oneLine(isDigest || !only ? words.digestSubject(all.length, organisationName) : only.subject);
  const blocks: Block[] = [
    { paragraph: words.greeting(oneLine(recipientName)) },
    ...(isDigest ? [{ paragraph: words.digestIntro(all.length) }] : []),
    ...told.flatMap((one) => blocksOf(one, letter, words)),
    ...(all.length > told.length ? [{ paragraph: words.more(all.length - told.length) }] : []),
    ...(portalUrl ? [{ paragraph: words.portal, url: portalUrl }] : []),
    { rule: true },
    { paragraph: mandatory ? words.mandatory : words.why(oneLine(organisationName)) },
    ...(unsubscribeUrl ? [{ paragraph: words.unsubscribe, url: unsubscribeUrl }] : []),
  ];
  return { subject, text: asText(blocks), html: asHtml(blocks, subject, language) };
}

interface Block {
  readonly heading?: string;
  readonly paragraph?: string;
  readonly url?: string;
  readonly rule?: true;
}

/** The types whose certificate is the reader's own to show: its public page says what holds. */
const showCertificate: ReadonlySet<string> = new Set([
  "CERTIFICATE_AWARDED",
  "MICRO_CREDENTIAL_AWARDED",
  "CERTIFICATE_EXTENDED",
  "RENEWAL_OPENED",
  "RENEWAL_REMINDER",
]);

function blocksOf(one: ToldTelling, letter: Letter, words: MailTexts): Block[] {
  const { certificateNumber, own, type } = one.telling;
  return [
    { heading: oneLine(one.subject) },
    ...one.text.map((paragraph) => ({ paragraph: oneLine(paragraph) })),
    ...(own && certificateNumber && showCertificate.has(type)
      ? [{ paragraph: words.certificatePage, url: letter.certificateUrl(certificateNumber) }]
      : []),
  ];
}

function asText(blocks: readonly Block[]): string {
  const lines = blocks.map(({ heading, paragraph, url, rule }) => {
    if (rule) return "-- ";
    if (heading) return `* ${heading}`;
    return url ? `${paragraph} ${url}` : paragraph;
  });
  return `${lines.join("\n\n")}\n`;
}

function asHtml(blocks: readonly Block[], subject: string, language: MailLanguage): string {
  const body = blocks.map(({ heading, paragraph, url, rule }) => {
    if (rule) return "<hr>";
    if (heading) return `<h2 style="font-size:1.1em;margin:1.4em 0 .3em">${escaped(heading)}</h2>`;
    const link = url ? ` <a href="${escaped(url)}">${escaped(url)}</a>` : "";
    return `<p>${escaped(paragraph ?? "")}${link}</p>`;
  });
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em auto;padding:0 1em">
${body.join("\n")}
</body></html>
`;
}

/** R7: a named day counts whole, so that an instant which begins a day is told by the day before. */
function sayIn(language: MailLanguage, timeZone: string): Say {
  const day = (instant: Date) =>
    new Intl.DateTimeFormat(tags[language], { dateStyle: "long", timeZone }).format(instant);
  const { wholeDay, instant: atInstant } = texts[language].until;
  return {
    day,
    until(instant) {
      const last = day(new Date(instant.getTime() - 1));
      if (last !== day(instant)) return wholeDay(last);
      const options = { dateStyle: "long", timeStyle: "short", timeZone } as const;
      return atInstant(new Intl.DateTimeFormat(tags[language], options).format(instant));
    },
  };
}

/** Text as one line: nothing in a name begins a header, hides what follows it or turns it round. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/[\u202A-\u202E\u2066-\u2069]/g, "");
  return line.replace(/ {2,}/g, " ").trim().slice(0, 300);
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
