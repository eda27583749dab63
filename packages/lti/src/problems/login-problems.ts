import type { Problem } from "./problem.ts";

/** What may be wrong before the platform is asked who it is (OIDC third-party initiated login). */
export const loginProblems = {
  METHOD_REFUSED: {
    status: 405,
    en: {
      what: "This address is for the learning platform, and not for opening by itself.",
      next: "Open the activity from the course. LMS administrator: check that the addresses are in the right fields.",
    },
    sv: {
      what: "Den här adressen är till för lärplattformen och kan inte öppnas för sig.",
      next: "Öppna aktiviteten från kursen. Lärplattformens administratör: kontrollera att adresserna står i rätt fält.",
    },
  },
  LOGIN_MALFORMED: {
    status: 400,
    en: {
      what: "The learning platform left something out when it opened this activity.",
      next: "LMS administrator: check that the initiate login URL of the tool is the login address, and not the launch address.",
    },
    sv: {
      what: "Lärplattformen utelämnade något när den öppnade aktiviteten.",
      next: "Lärplattformens administratör: kontrollera att verktygets adress för inloggning är inloggningsadressen och inte startadressen.",
    },
  },
  REGISTRATION_UNKNOWN: {
    status: 403,
    en: {
      what: "This learning platform is not connected here.",
      next: "LMS administrator: register the tool again, or compare the platform ID and client ID with those that were entered here.",
    },
    sv: {
      what: "Den här lärplattformen är inte ansluten hit.",
      next: "Lärplattformens administratör: registrera verktyget på nytt, eller jämför plattforms-ID och klient-ID med dem som angetts här.",
    },
  },
  REGISTRATION_AMBIGUOUS: {
    status: 403,
    en: {
      what: "Several organisations use this learning platform, and it did not say which one this is for.",
      next: "LMS administrator: use the login URL that your organisation was given, with everything after the question mark.",
    },
    sv: {
      what: "Flera organisationer använder den här lärplattformen, och den sade inte vilken det gäller.",
      next: "Lärplattformens administratör: använd inloggningsadressen som er organisation har fått, med allt efter frågetecknet.",
    },
  },
  REGISTRATION_PENDING: {
    status: 403,
    en: {
      what: "This learning platform is registered, and waits for approval.",
      next: "An administrator of this service approves the platform; then open the activity again. Nothing is to be done in the LMS.",
    },
    sv: {
      what: "Den här lärplattformen är registrerad och väntar på att godkännas.",
      next: "En administratör för tjänsten godkänner plattformen; öppna sedan aktiviteten igen. Inget behöver göras i lärplattformen.",
    },
  },
  REGISTRATION_BLOCKED: {
    status: 403,
    en: {
      what: "This learning platform's access is turned off.",
      next: "Ask an administrator of this service, who can turn it on again.",
    },
    sv: {
      what: "Den här lärplattformens åtkomst är avstängd.",
      next: "Fråga en administratör för tjänsten, som kan slå på den igen.",
    },
  },
  TARGET_REFUSED: {
    status: 403,
    en: {
      what: "The activity leads to an address that does not belong to this service.",
      next: "LMS administrator: check the tool URL of the activity; add the activity anew if the service has moved.",
    },
    sv: {
      what: "Aktiviteten leder till en adress som inte hör till tjänsten.",
      next: "Lärplattformens administratör: kontrollera aktivitetens verktygsadress; lägg till aktiviteten på nytt om tjänsten har flyttat.",
    },
  },
  BROWSER_STORAGE_BLOCKED: {
    status: 200,
    en: {
      what: "Your browser does not let this page remember you while it is shown inside another site.",
      next: "Open it in a new window with the button. LMS administrator: you can set the tool to open in a new window for everybody.",
    },
    sv: {
      what: "Din webbläsare låter inte sidan minnas dig när den visas inuti en annan webbplats.",
      next: "Öppna den i ett nytt fönster med knappen. Lärplattformens administratör: verktyget kan ställas in att alltid öppnas i nytt fönster.",
    },
  },
} as const satisfies Record<string, Problem>;
