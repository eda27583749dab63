import type { Telling } from "../tellings.ts";
import type { MailTexts, Say } from "./words.ts";

const appeal =
  "Du har rätt att överklaga. Den som avgör överklagandet har inte varit med om beslutet. Skälen står vid beslutet där du loggar in, och där överklagar du.";
const seeWhere = "Vad som sagts om det ser du där du loggar in.";

function validity({ expiresAt }: Telling, say: Say): string[] {
  return expiresAt ? [`Det gäller ${say.until(expiresAt)}.`] : [];
}

function due({ dueAt }: Telling, say: Say): string[] {
  return dueAt ? [`Det ska vara klart: ${say.until(dueAt)}.`] : [];
}

function work({ requirementTitles }: Telling): string[] {
  return requirementTitles.length > 0 ? [`Det gäller: ${requirementTitles.join(", ")}.`] : [];
}

export const sv: MailTexts = {
  tells: {
    RENEWAL_OPENED: (t, say) => ({
      subject: t.own ? `Du kan förnya ${t.programTitle}` : `${t.personName} kan förnya ${t.programTitle}`,
      text: t.expiresAt
        ? [`Certifikatet gäller ${say.until(t.expiresAt)}, och kan förnyas från och med nu.`]
        : ["Det kan förnyas från och med nu."],
    }),
    RENEWAL_REMINDER: (t, say) => ({
      subject: t.own
        ? `Ditt certifikat i ${t.programTitle} går snart ut`
        : `${t.personName}: certifikatet i ${t.programTitle} går snart ut`,
      text: t.expiresAt ? [`Det gäller ${say.until(t.expiresAt)} och har inte förnyats.`] : [],
    }),
    CERTIFICATE_EXPIRED: (t, say) => ({
      subject: t.own
        ? `Ditt certifikat i ${t.programTitle} har gått ut`
        : `${t.personName}: certifikatet i ${t.programTitle} har gått ut`,
      text: t.graceEndsAt ? [`Det kan ännu förnyas, ${say.until(t.graceEndsAt)}.`] : [],
    }),
    CERTIFICATE_LAPSED: (t) => ({
      subject: t.own
        ? `Din certifiering i ${t.programTitle} har förfallit`
        : `${t.personName}: certifieringen i ${t.programTitle} har förfallit`,
      text: ["Tiden för att förnya den är ute. Den som vill bli certifierad igen visar allt på nytt."],
    }),
    EVIDENCE_SUBMITTED: (t) => ({
      subject: `${t.personName} har lämnat in ett underlag i ${t.programTitle}`,
      text: [...work(t), "Det väntar på din granskning."],
    }),
    EVIDENCE_ACCEPTED: (t) => ({ subject: `Ditt underlag i ${t.programTitle} är godkänt`, text: work(t) }),
    EVIDENCE_RETURNED: (t) => ({
      subject: `Ditt underlag i ${t.programTitle} behöver kompletteras`,
      text: [...work(t), `Vad som saknas ser du där du loggar in. Lämna sedan in det igen.`],
    }),
    EVIDENCE_REJECTED: (t) => ({
      subject: `Ditt underlag i ${t.programTitle} är inte godkänt`,
      text: [...work(t), seeWhere],
    }),
    CREDITS_ACCEPTED: () => ({ subject: "Dina fortbildningspoäng är godkända", text: [] }),
    CREDITS_REJECTED: () => ({ subject: "Dina fortbildningspoäng är inte godkända", text: [seeWhere] }),
    CERTIFICATE_AWARDED: (t, say) => ({ subject: `Du är certifierad: ${t.programTitle}`, text: validity(t, say) }),
    MICRO_CREDENTIAL_AWARDED: (t, say) => ({
      subject: `Du har fått ett delcertifikat: ${t.programTitle}`,
      text: validity(t, say),
    }),
    CERTIFICATE_EXTENDED: (t, say) => ({
      subject: `Ditt certifikat i ${t.programTitle} gäller längre`,
      text: validity(t, say),
    }),
    AWARD_DECLINED: (t) => ({
      subject: `Ditt certifikat i ${t.programTitle} är inte godkänt än`,
      text: ["Du kan visa mer, och sedan prövas det igen.", seeWhere],
    }),
    AWARD_APPROVAL_AWAITED: (t) => ({
      subject: `${t.personName}: certifikatet i ${t.programTitle} väntar på godkännande`,
      text: ["Alla krav är uppfyllda."],
    }),
    PERSON_ENROLLED: (t, say) => ({ subject: `Du är anmäld till ${t.programTitle}`, text: due(t, say) }),
    ENROLMENT_REQUIRED: (t, say) => ({ subject: `Du behöver gå ${t.programTitle}`, text: due(t, say) }),
    ENROLMENT_MOVED: (t, say) => ({
      subject: `Du fortsätter på en ny version av ${t.programTitle}`,
      text: ["Det du redan har visat följer med.", ...due(t, say)],
    }),
    ENROLMENT_REQUESTED: (t) => ({
      subject: `${t.personName} vill gå ${t.programTitle}`,
      text: ["Du kan godkänna eller avslå det."],
    }),
    EXTENSION_REQUESTED: (t, say) => ({
      subject: `${t.personName} vill ha längre tid för ${t.programTitle}`,
      text: [...due(t, say), "Du kan godkänna eller avslå det."],
    }),
    ENROLMENT_REQUEST_DECIDED: (t) => ({
      subject:
        t.outcome === "APPROVED" ? `Du får gå ${t.programTitle}` : `Din önskan att gå ${t.programTitle} är avslagen`,
      text: t.outcome === "APPROVED" ? [] : [seeWhere],
    }),
    EXTENSION_REQUEST_DECIDED: (t, say) => ({
      subject:
        t.outcome === "APPROVED"
          ? `Du får längre tid för ${t.programTitle}`
          : `Du får inte längre tid för ${t.programTitle}`,
      text: t.outcome === "APPROVED" ? due(t, say) : [...due(t, say), seeWhere],
    }),
    CERTIFICATION_SUSPENDED: (t, say) => ({
      subject: `Din certifiering i ${t.programTitle} är tillfälligt indragen`,
      text: [`Beslutet fattades den ${say.day(t.at)}. Så länge det gäller räknas du inte som certifierad.`, appeal],
    }),
    CERTIFICATION_REINSTATED: (t, say) => ({
      subject: `Din certifiering i ${t.programTitle} är inte längre indragen`,
      text: [`Beslutet fattades den ${say.day(t.at)}.`],
    }),
    CERTIFICATE_REVOKED: (t, say) => ({
      subject: `Ditt certifikat i ${t.programTitle} är återkallat`,
      text: [
        `Beslutet fattades den ${say.day(t.at)}.`,
        ...(t.barUntil ? [`Du kan bli certifierad igen tidigast den ${say.day(t.barUntil)}.`] : []),
        appeal,
      ],
    }),
    STAY_GRANTED: (t, say) => ({
      subject: `Beslutet om din certifiering i ${t.programTitle} gäller inte under tiden`,
      text: [`Det bestämdes den ${say.day(t.at)} att det ska vänta tills ditt överklagande är avgjort.`],
    }),
    APPEAL_DECIDED: (t, say) => ({
      subject:
        t.outcome === "UPHELD"
          ? `Du har fått rätt: ${t.programTitle}`
          : `Ditt överklagande är avslaget: ${t.programTitle}`,
      text: [
        t.outcome === "UPHELD"
          ? `Beslutet som du överklagade gäller inte längre, från den ${say.day(t.at)}.`
          : `Beslutet som du överklagade står fast. Det avgjordes den ${say.day(t.at)}.`,
        "Skälen står vid beslutet där du loggar in.",
      ],
    }),
    WEBHOOK_ENDPOINT_PAUSED: () => ({
      subject: "En webhook som är din har pausats",
      text: [
        "Inget skickas till den förrän den startas igen. Händelserna finns kvar och skickas då. Orsaken ser du där du loggar in.",
      ],
    }),
    APPEAL_FILED: (t) => ({
      subject: `${t.personName} har överklagat ett beslut om ${t.programTitle}`,
      text: ["Du kan avgöra det: du var inte med om beslutet."],
    }),
  },
  until: { wholeDay: (day) => `till och med den ${day}`, instant: (instant) => `till ${instant}` },
  greeting: (name) => `Hej ${name}!`,
  digestSubject: (count, organisation) => `${count} nyheter från ${organisation}`,
  digestIntro: (count) => `Här är ${count} saker som har hänt.`,
  more: (count) => `Och ${count} till: dem ser du där du loggar in.`,
  certificatePage: "Certifikatets sida:",
  portal: "Logga in:",
  why: (organisation) => `Du får det här för att du är med i ${organisation}.`,
  unsubscribe: "Vill du inte ha sådana här mejl:",
  mandatory: "Det här meddelandet rör din rätt att överklaga. Därför går det inte att avbeställa.",
};
