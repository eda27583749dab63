import type { NotifyingEventType } from "@kunna/domain";
import type { Telling } from "../tellings.ts";

/** The languages that mails are written in. */
export const mailLanguages = ["sv", "en"] as const;
export type MailLanguage = (typeof mailLanguages)[number];

/** The language of a BCP 47 tag that we have, the first that is one. */
export function mailLanguageOf(...tags: readonly (string | null)[]): MailLanguage {
  for (const tag of tags) {
    const language = mailLanguages.find((one) => one === tag?.slice(0, 2).toLowerCase());
    if (language) return language;
  }
  return "en";
}

/** How dates are said, in the organisation's time zone. */
export interface Say {
  /** A day, spelled. */
  day(instant: Date): string;
  /** "until and including" a day where the instant begins the next one (R7), else "until" the instant with its time. */
  until(instant: Date): string;
}

/** One thing that is told: a subject, and what there is to say about it, a paragraph each. */
export interface Told {
  readonly subject: string;
  readonly text: readonly string[];
}

/** All that mails say, in one language. */
export interface MailTexts {
  readonly tells: Readonly<Record<NotifyingEventType, (telling: Telling, say: Say) => Told>>;
  readonly until: { readonly wholeDay: (day: string) => string; readonly instant: (instant: string) => string };
  readonly greeting: (name: string) => string;
  readonly digestSubject: (count: number, organisation: string) => string;
  readonly digestIntro: (count: number) => string;
  readonly more: (count: number) => string;
  /** Before the address of a certificate's public page. */
  readonly certificatePage: string;
  /** Before the address where one signs in. */
  readonly portal: string;
  readonly why: (organisation: string) => string;
  /** Before the address where it is called off. */
  readonly unsubscribe: string;
  readonly mandatory: string;
}
