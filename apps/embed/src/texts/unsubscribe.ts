import type { PageLocale } from "../facts.ts";

interface UnsubscribeTexts {
  readonly where: string;
  readonly title: string;
  readonly question: (organisation: string) => string;
  /** By what a notification is about. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly these: string;
  readonly all: string;
  readonly stays: string;
  readonly doneTitle: string;
  readonly done: (organisation: string) => string;
  readonly back: string;
  readonly badTitle: string;
  readonly badText: string;
}

export const unsubscribeTexts: Readonly<Record<PageLocale, UnsubscribeTexts>> = {
  sv: {
    where: "Mejl från Kunna",
    title: "Vilka mejl vill du ha?",
    question: (organisation) => `Du får mejl från ${organisation} om:`,
    kinds: {
      RENEWALS: "att dina certifikat kan förnyas eller går ut",
      TEAM_RENEWALS: "att certifikat i dina grupper kan förnyas eller går ut",
      EVIDENCE_TO_REVIEW: "underlag som väntar på din granskning",
      EVIDENCE_DECIDED: "vad granskare har sagt om dina underlag",
      AWARDS: "certifikat som du får",
      AWARDS_TO_APPROVE: "certifikat som väntar på ditt godkännande",
      ENROLMENTS: "att någon anmäler dig till ett program",
      REQUESTS: "önskemål som du kan godkänna",
      REQUESTS_DECIDED: "svar på dina önskemål",
      APPEALS: "överklaganden som du kan avgöra",
      WEBHOOKS: "webhooks som har slutat fungera",
    },
    these: "Sluta skicka de här mejlen",
    all: "Sluta skicka alla mejl som går att avbeställa",
    stays: "Beslut som du kan överklaga får du alltid veta.",
    doneTitle: "Klart",
    done: (organisation) => `De mejlen kommer inte längre från ${organisation}.`,
    back: "Vill du ha dem igen väljer du det där du loggar in.",
    badTitle: "Länken fungerar inte",
    badText: "Den är inte hel. Öppna den igen från mejlet, eller välj dina mejl där du loggar in.",
  },
  en: {
    where: "Mail from Kunna",
    title: "Which mails do you want?",
    question: (organisation) => `You get mails from ${organisation} about:`,
    kinds: {
      RENEWALS: "certificates of yours that can be renewed or expire",
      TEAM_RENEWALS: "certificates in your teams that can be renewed or expire",
      EVIDENCE_TO_REVIEW: "evidence that waits for your review",
      EVIDENCE_DECIDED: "what reviewers said of your evidence",
      AWARDS: "certificates that you are awarded",
      AWARDS_TO_APPROVE: "certificates that wait for your approval",
      ENROLMENTS: "somebody enrolling you on a program",
      REQUESTS: "requests that you may approve",
      REQUESTS_DECIDED: "answers to your requests",
      APPEALS: "appeals that you may decide",
      WEBHOOKS: "webhooks that have stopped working",
    },
    these: "Stop these mails",
    all: "Stop all mails that can be stopped",
    stays: "Decisions that you can appeal are always told to you.",
    doneTitle: "Done",
    done: (organisation) => `Those mails no longer come from ${organisation}.`,
    back: "If you want them again, choose so where you sign in.",
    badTitle: "This link doesn't work",
    badText: "It is not whole. Open it again from the mail, or choose your mails where you sign in.",
  },
};
