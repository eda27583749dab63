import type { Problem, ProblemWords } from "./problem.ts";

/** The words for whoever opened an activity are the same for most of these: what differs is for the administrators. */
const untrusted = {
  en: "What the learning platform sent could not be trusted.",
  sv: "Det lärplattformen skickade gick inte att lita på.",
};
const retry = { en: "Open the activity from the course again.", sv: "Öppna aktiviteten från kursen igen." };

function problem(status: number, next: { readonly en: string; readonly sv: string }, what = untrusted) {
  const words = (language: "en" | "sv"): ProblemWords => ({ what: what[language], next: next[language] });
  return { status, en: words("en"), sv: words("sv") } satisfies Problem;
}

/** What may be wrong with the token of a launch (1EdTech Security Framework 1.0, section 5.1.3). */
export const tokenProblems = {
  TOKEN_MALFORMED: problem(400, {
    en: "LMS administrator: the id_token is no signed JWT. Report it to the maker of the LMS.",
    sv: "Lärplattformens administratör: id_token är ingen signerad JWT. Rapportera till lärplattformens leverantör.",
  }),
  ALGORITHM_REFUSED: problem(403, {
    en: "LMS administrator: set the platform to sign with RS256. If nobody changed that, take it for an attack.",
    sv: "Lärplattformens administratör: ställ in att plattformen signerar med RS256. Om ingen ändrat det, utgå från att det är ett angrepp.",
  }),
  KEY_UNKNOWN: problem(403, {
    en: "LMS administrator: the platform's keyset does not have the key that it signed with. Check the keyset URL entered here; wait some minutes after a change of keys.",
    sv: "Lärplattformens administratör: plattformens nyckeluppsättning saknar nyckeln som den signerade med. Kontrollera adressen som angetts här; vänta några minuter efter ett nyckelbyte.",
  }),
  JWKS_UNREACHABLE: problem(502, {
    en: "Try again in a minute. LMS administrator: the platform's keyset URL must answer from the internet within 5 seconds, without redirects.",
    sv: "Försök igen om en minut. Lärplattformens administratör: adressen till plattformens nyckeluppsättning måste svara från internet inom 5 sekunder, utan omdirigering.",
  }),
  JWKS_INVALID: problem(502, {
    en: "LMS administrator: the keyset URL entered here does not give a JSON Web Key Set of at most 256 KiB and 100 keys.",
    sv: "Lärplattformens administratör: adressen som angetts här ger ingen JSON Web Key Set om högst 256 KiB och 100 nycklar.",
  }),
  SIGNATURE_INVALID: problem(403, {
    en: "LMS administrator: the signature is not of the platform's key. If no proxy changes what is sent, take it for an attack.",
    sv: "Lärplattformens administratör: signaturen är inte gjord med plattformens nyckel. Om ingen proxy ändrar det som skickas, utgå från att det är ett angrepp.",
  }),
  ISSUER_MISMATCH: problem(403, {
    en: "LMS administrator: the platform ID (issuer) here must be, letter by letter, the one that the LMS sends. An administrator of this service finds both in its log, by the reference.",
    sv: "Lärplattformens administratör: plattforms-ID (issuer) här måste vara, tecken för tecken, det som lärplattformen skickar. En administratör för tjänsten hittar båda i tjänstens logg, på referensen.",
  }),
  AUDIENCE_MISMATCH: problem(403, {
    en: "LMS administrator: the client ID here must be the one that the LMS gave the tool. An administrator of this service finds both in its log, by the reference.",
    sv: "Lärplattformens administratör: klient-ID här måste vara det som lärplattformen gav verktyget. En administratör för tjänsten hittar båda i tjänstens logg, på referensen.",
  }),
  AUTHORIZED_PARTY_MISMATCH: problem(403, {
    en: "LMS administrator: the token is for several tools, and this one is not the one it was made for (azp). Report it to the maker of the LMS.",
    sv: "Lärplattformens administratör: biljetten gäller flera verktyg, och är inte gjord för detta (azp). Rapportera till lärplattformens leverantör.",
  }),
  TOKEN_EXPIRED: problem(
    403,
    {
      en: "Open the activity from the course again. If it comes back, a clock is wrong: LMS administrator, set the LMS server's (NTP); an administrator of this service sees to its own.",
      sv: "Öppna aktiviteten från kursen igen. Om det upprepas går en klocka fel: lärplattformens administratör ställer serverns (NTP); en administratör för tjänsten ser till tjänstens.",
    },
    {
      en: "It took too long from the course to this page.",
      sv: "Det tog för lång tid från kursen till den här sidan.",
    },
  ),
  TOKEN_NOT_YET_VALID: problem(403, {
    en: "The LMS server's clock is ahead, or this service's is behind. LMS administrator: set the server's (NTP); an administrator of this service sees to its own.",
    sv: "Lärplattformens klocka går före, eller tjänstens går efter. Lärplattformens administratör: ställ serverns (NTP); en administratör för tjänsten ser till tjänstens.",
  }),
  TOKEN_TOO_OLD: problem(
    403,
    {
      en: "Open the activity from the course again. If it comes back, a clock is wrong: LMS administrator, set the LMS server's (NTP); an administrator of this service sees to its own.",
      sv: "Öppna aktiviteten från kursen igen. Om det upprepas går en klocka fel: lärplattformens administratör ställer serverns (NTP); en administratör för tjänsten ser till tjänstens.",
    },
    {
      en: "What the learning platform sent was made a while ago.",
      sv: "Det lärplattformen skickade gjordes för en stund sedan.",
    },
  ),
  NONCE_MISMATCH: problem(403, retry),
  TOKEN_REPLAYED: problem(403, retry, {
    en: "This visit has been used already.",
    sv: "Det här besöket är redan använt.",
  }),
} as const satisfies Record<string, Problem>;
