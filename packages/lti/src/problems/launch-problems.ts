import type { Problem } from "./problem.ts";

/** What may be wrong with a launch, but for what its token says. */
export const launchProblems = {
  LAUNCH_MALFORMED: {
    status: 400,
    en: {
      what: "The learning platform opened this activity without saying who you are.",
      next: "Open the activity from the course again. LMS administrator: the tool is an LTI 1.3 tool, and its redirect URI is the launch address.",
    },
    sv: {
      what: "Lärplattformen öppnade aktiviteten utan att säga vem du är.",
      next: "Öppna aktiviteten från kursen igen. Lärplattformens administratör: verktyget är ett LTI 1.3-verktyg, och dess omdirigeringsadress är startadressen.",
    },
  },
  LAUNCH_TOO_LARGE: {
    status: 413,
    en: {
      what: "The learning platform sent more than this service takes.",
      next: "LMS administrator: shorten the tool's custom parameters.",
    },
    sv: {
      what: "Lärplattformen skickade mer än tjänsten tar emot.",
      next: "Lärplattformens administratör: korta verktygets anpassade parametrar.",
    },
  },
  PLATFORM_ERROR: {
    status: 403,
    en: {
      what: "The learning platform did not log you in to this activity.",
      next: "Log in to the learning platform again, and open the activity from the course. If it comes back, tell an administrator of this service the reference: its log has the platform's reason.",
    },
    sv: {
      what: "Lärplattformen loggade inte in dig i aktiviteten.",
      next: "Logga in i lärplattformen igen och öppna aktiviteten från kursen. Om det upprepas, uppge referensen för en administratör för tjänsten: plattformens skäl står i tjänstens logg.",
    },
  },
  STATE_UNKNOWN: {
    status: 403,
    en: {
      what: "This visit has been used already, or did not begin here.",
      next: "Open the activity from the course again; going back or reloading does not work. If it comes back: LMS administrator, check the login address.",
    },
    sv: {
      what: "Det här besöket är redan använt, eller började inte här.",
      next: "Öppna aktiviteten från kursen igen; att gå tillbaka eller ladda om fungerar inte. Om det upprepas: lärplattformens administratör kontrollerar inloggningsadressen.",
    },
  },
  STATE_EXPIRED: {
    status: 403,
    en: {
      what: "It took too long from the course to this page.",
      next: "Open the activity from the course again.",
    },
    sv: {
      what: "Det tog för lång tid från kursen till den här sidan.",
      next: "Öppna aktiviteten från kursen igen.",
    },
  },
  STATE_OTHER_BROWSER: {
    status: 403,
    en: {
      what: "Your browser did not keep what shows that this visit began with you.",
      next: "Open the activity from the course in a new window, or allow cookies for this page. LMS administrator: set the tool to open in a new window.",
    },
    sv: {
      what: "Din webbläsare behöll inte det som visar att besöket började hos dig.",
      next: "Öppna aktiviteten från kursen i ett nytt fönster, eller tillåt kakor för sidan. Lärplattformens administratör: ställ in att verktyget öppnas i nytt fönster.",
    },
  },
  DEPLOYMENT_UNKNOWN: {
    status: 403,
    en: {
      what: "The tool was added to a part of the learning platform that is not connected here.",
      next: "An administrator of this service finds the deployment ID in its log, by the reference, and adds it. LMS administrator: tell them both.",
    },
    sv: {
      what: "Verktyget har lagts till i en del av lärplattformen som inte är ansluten hit.",
      next: "En administratör för tjänsten hittar deployment-ID i tjänstens logg, på referensen, och lägger till det. Lärplattformens administratör: uppge båda för dem.",
    },
  },
  VERSION_UNSUPPORTED: {
    status: 400,
    en: {
      what: "The learning platform speaks another version of LTI.",
      next: "LMS administrator: set the tool's LTI version to 1.3.",
    },
    sv: {
      what: "Lärplattformen talar en annan version av LTI.",
      next: "Lärplattformens administratör: ställ in verktygets LTI-version till 1.3.",
    },
  },
  MESSAGE_TYPE_UNSUPPORTED: {
    status: 400,
    en: {
      what: "The learning platform asked for something that this service does not do.",
      next: "LMS administrator: use the placements that the tool was registered with. An administrator of this service finds the message type in its log, by the reference.",
    },
    sv: {
      what: "Lärplattformen bad om något som tjänsten inte gör.",
      next: "Lärplattformens administratör: använd de placeringar som verktyget registrerades med. En administratör för tjänsten hittar meddelandetypen i tjänstens logg, på referensen.",
    },
  },
  MESSAGE_MALFORMED: {
    status: 400,
    en: {
      what: "What the learning platform said about this activity is not complete.",
      next: "LMS administrator: ask an administrator of this service which part it is, which its log has by the reference; report it to the maker of the LMS if its settings have nothing about it.",
    },
    sv: {
      what: "Det lärplattformen sade om aktiviteten är inte fullständigt.",
      next: "Lärplattformens administratör: fråga en administratör för tjänsten vilken del det är, som står i tjänstens logg på referensen; rapportera till lärplattformens leverantör om inställningarna inte rör den.",
    },
  },
  ANONYMOUS_LAUNCH: {
    status: 403,
    en: {
      what: "You are not logged in to the learning platform, or it does not say who you are.",
      next: "Log in to the learning platform, and open the activity again. LMS administrator: let the tool know users' IDs.",
    },
    sv: {
      what: "Du är inte inloggad i lärplattformen, eller så säger den inte vem du är.",
      next: "Logga in i lärplattformen och öppna aktiviteten igen. Lärplattformens administratör: låt verktyget få veta användarnas ID.",
    },
  },
  TOOL_FAILED: {
    status: 500,
    en: {
      what: "Something failed here. It is not about you or the course.",
      next: "Try again in a few minutes. If it comes back, tell the administrators of this service the code and the time.",
    },
    sv: {
      what: "Något gick fel här. Det beror inte på dig eller kursen.",
      next: "Försök igen om några minuter. Om det upprepas, uppge koden och tiden för tjänstens administratörer.",
    },
  },
} as const satisfies Record<string, Problem>;
