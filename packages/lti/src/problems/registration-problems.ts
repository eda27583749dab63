import type { Problem } from "./problem.ts";

/** What may be wrong as a platform registers itself (LTI Dynamic Registration 1.0). */
export const registrationProblems = {
  REGISTRATION_MALFORMED: {
    status: 400,
    en: {
      what: "This address is to be pasted into the learning platform, which then opens it by itself.",
      next: "LMS administrator: paste it where the LMS asks for a tool's registration URL (dynamic registration), whole.",
    },
    sv: {
      what: "Den här adressen ska klistras in i lärplattformen, som sedan öppnar den själv.",
      next: "Lärplattformens administratör: klistra in hela adressen där lärplattformen frågar efter verktygets registreringsadress (dynamic registration).",
    },
  },
  REGISTRATION_TOKEN_INVALID: {
    status: 403,
    en: {
      what: "This registration address has been used already, or is not complete.",
      next: "An administrator of this service makes a new one: each is for one platform, once.",
    },
    sv: {
      what: "Den här registreringsadressen är redan använd, eller inte hel.",
      next: "En administratör för tjänsten skapar en ny: varje adress gäller en plattform, en gång.",
    },
  },
  REGISTRATION_TOKEN_EXPIRED: {
    status: 403,
    en: {
      what: "This registration address is too old.",
      next: "An administrator of this service makes a new one.",
    },
    sv: {
      what: "Den här registreringsadressen är för gammal.",
      next: "En administratör för tjänsten skapar en ny.",
    },
  },
  PLATFORM_CONFIGURATION_UNREACHABLE: {
    status: 502,
    en: {
      what: "The learning platform's description of itself could not be fetched.",
      next: "LMS administrator: the openid_configuration URL must answer from the internet within 5 seconds, without redirects. The registration address still works.",
    },
    sv: {
      what: "Lärplattformens beskrivning av sig själv gick inte att hämta.",
      next: "Lärplattformens administratör: adressen i openid_configuration måste svara från internet inom 5 sekunder, utan omdirigering. Registreringsadressen gäller fortfarande.",
    },
  },
  PLATFORM_CONFIGURATION_INVALID: {
    status: 502,
    en: {
      what: "The learning platform's description of itself is not complete.",
      next: "LMS administrator: register the tool by hand, with the values that this service shows. An administrator of this service finds in its log what is missing, by the reference.",
    },
    sv: {
      what: "Lärplattformens beskrivning av sig själv är inte fullständig.",
      next: "Lärplattformens administratör: registrera verktyget för hand, med värdena som tjänsten visar. En administratör för tjänsten ser i tjänstens logg vad som saknas, på referensen.",
    },
  },
  PLATFORM_ISSUER_MISMATCH: {
    status: 403,
    en: {
      what: "The learning platform calls itself by an address that is another's.",
      next: "LMS administrator: the issuer must be on the host that gives the openid_configuration. Check the LMS's own site address.",
    },
    sv: {
      what: "Lärplattformen uppger en adress som är någon annans.",
      next: "Lärplattformens administratör: issuer måste ligga på värden som ger openid_configuration. Kontrollera lärplattformens egen adress.",
    },
  },
  PLATFORM_ENDPOINT_REFUSED: {
    status: 403,
    en: {
      what: "The learning platform has addresses that are not safe to use.",
      next: "LMS administrator: serve the LMS by https. An administrator of this service finds the address in its log, by the reference.",
    },
    sv: {
      what: "Lärplattformen har adresser som inte är säkra att använda.",
      next: "Lärplattformens administratör: kör lärplattformen över https. En administratör för tjänsten hittar adressen i tjänstens logg, på referensen.",
    },
  },
  PLATFORM_REFUSED_REGISTRATION: {
    status: 502,
    en: {
      what: "The learning platform did not take the registration.",
      next: "LMS administrator: begin again from the LMS, with a new registration address. An administrator of this service makes one, and finds the platform's answer in its log, by the reference.",
    },
    sv: {
      what: "Lärplattformen tog inte emot registreringen.",
      next: "Lärplattformens administratör: börja om från lärplattformen, med en ny registreringsadress. En administratör för tjänsten skapar en, och hittar plattformens svar i tjänstens logg, på referensen.",
    },
  },
  REGISTRATION_EXISTS: {
    status: 409,
    en: {
      what: "This learning platform is registered already.",
      next: "Nothing is to be done in the LMS. An administrator of this service finds it in the list of platforms.",
    },
    sv: {
      what: "Den här lärplattformen är redan registrerad.",
      next: "Inget behöver göras i lärplattformen. En administratör för tjänsten hittar den i listan över plattformar.",
    },
  },
} as const satisfies Record<string, Problem>;
