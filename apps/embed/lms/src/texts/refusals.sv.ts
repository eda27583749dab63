import type { refusals as english } from "./refusals.en.ts";

export const refusals: typeof english = {
  EVIDENCE_TOO_OLD: "Arbetet är för gammalt för det här kravet. Visa något som du har gjort mer nyligen.",
  EVIDENCE_STATUS_REFUSED: "Läget har ändrats under tiden. Titta på det igen här nedanför innan du går vidare.",
  FILE_REFUSED: "En fil togs inte emot: den är tom, för stor eller av en sort som inte är tillåten. Välj en annan.",
  NOT_THE_AUTHOR: "Bara den som lämnade in det här kan fortsätta med det.",
  ENROLMENT_ENDED: "Den här anmälan är avslutad. Öppna aktiviteten igen från kursen.",
  ALREADY_ENROLLED: "Du går redan det här programmet. Ladda om sidan för att se din väg.",
  ENROLMENT_NEEDS_APPROVAL: "Någon måste godkänna att du börjar. Fråga din chef eller lärare.",
  SELF_ENROLMENT_CLOSED: "Man kan inte börja det här programmet själv. Be din chef eller lärare att anmäla dig.",
  NOTHING_LEFT_TO_AWARD: "Programmet har tagit slut: ett certifikat skulle inte längre gälla.",
  NOTHING_LATER_TO_RENEW_TO: "Det finns inget senare att förnya till än. Vänta på programmets nästa version.",
  REINSTATEMENT_BARRED: "Ett beslut spärrar det här en tid. Din administratör kan säga till när.",
  RENEWAL_INCOMPLETE: "Något som förnyelsen kräver är inte uppfyllt än: se listan.",
  RENEWAL_NOT_OPEN: "Förnyelsen är inte öppen än. Den kan tas när den öppnar.",
  ALREADY_REVIEWED: "Du har redan granskat det här.",
  REVIEWER_CONFLICT: "Du kan inte granska det här, eftersom du själv har del i det. Det väntar på en annan granskare.",
  RUBRIC_NOT_MET:
    "För att godtas behöver varje kriterium en nivå som räcker. Ange nivåerna, eller begär komplettering.",
  NOT_PERMITTED: "Dina roller ger inte rätt till det här. Fråga din administratör.",
  NOT_FOUND: "Det finns inte kvar. Ladda om sidan.",
  LMS_CONNECTION_IN_OTHER_STATE: "Någon annan har ändrat den under tiden. Ladda om sidan och se hur det är med den.",
  LMS_CONNECTION_NOT_IN_USE:
    "Anslutningen till LMS:et är inte i bruk. En administratör kan godkänna eller återuppta den.",
  LMS_ROSTER_NOT_OFFERED: "LMS:et berättar inte vilka som går den här kursen. Den som öppnar en aktivitet syns ändå.",
  NO_DEEP_LINK_ASKED: "LMS:et väntar inte längre på ett val. Börja om från kursen: lägg till aktiviteten på nytt.",
  LTI_TARGET_REFUSED:
    "Aktiviteten kan inte öppna det. Välj ett annat program, en annan modul eller ett annat underlag.",
  LTI_PLATFORM_KNOWN: "Det här LMS:et är redan anslutet: se era plattformar.",
  SECRET_SHOWN_ONCE: "Länken gjordes, och visas bara en gång. Gör en ny.",
};
