import { programPolicySchema } from "@kunna/domain";
import { appliedTask, assessment, observation, reflection } from "./requirements.ts";
import type { DemoModule, DemoProgram } from "./types.ts";

const basics: DemoModule = {
  key: "grunder",
  title: "Grunder i läkemedelshantering",
  summary: "Ansvar, kontroller, förvaring och dokumentation: det alla behöver kunna innan de överlämnar ett läkemedel.",
  effortMinutes: 180,
  credits: 3,
  prerequisiteKeys: [],
  awardsCertificate: false,
  validity: null,
  competencies: [
    { code: "LM1", levelKey: "grund" },
    { code: "LM2", levelKey: "grund" },
    { code: "LM4", levelKey: "grund" },
    { code: "LM5", levelKey: "grund" },
  ],
  requirements: [
    assessment(
      {
        key: "grunder-prov",
        title: "Prov: säker hantering",
        instructions:
          "Tjugo frågor utifrån vanliga situationer hos kund. Du behöver 90 av 100 poäng, eftersom ett fel kan skada någon. Du får göra om provet, men tala först med sjuksköterskan om det du missade.",
      },
      90,
    ),
  ],
};

/** Those who hand over dose bags and those who hand over original packages show the same abilities, each in their own way. */
function withCustomer(key: string, title: string, summary: string, seen: string, task: string): DemoModule {
  return {
    key,
    title,
    summary,
    effortMinutes: 300,
    credits: 5,
    prerequisiteKeys: [basics.key],
    awardsCertificate: false,
    validity: null,
    competencies: [
      { code: "LM2", levelKey: "sjalvstandig" },
      { code: "LM3", levelKey: "sjalvstandig" },
      { code: "LM5", levelKey: "sjalvstandig" },
      { code: "LM6", levelKey: "sjalvstandig" },
    ],
    requirements: [
      observation({
        key: `${key}-observation`,
        title: "Överlämnande hos kund",
        instructions: `${seen} Sjuksköterskan följer med vid tre tillfällen och går igenom iakttagelserna med dig direkt efteråt.`,
      }),
      appliedTask({
        key: `${key}-uppgift`,
        title: "Två veckor i din egen runda",
        instructions: `${task} Lämna in en sammanställning utan namn eller andra uppgifter om kunden.`,
      }),
      reflection(
        {
          key: `${key}-reflektion`,
          title: "Vad jag tar med mig",
          instructions: "Svara med egna ord och med exempel från dina kunder, utan namn. En halv sida räcker.",
        },
        [
          "Vilket överlämnande krävde mest av dig, och vad gjorde du?",
          "När var det nära att bli fel, och vad hindrade det?",
          "Vad lärde du dig av kunden?",
          "Vad gör du annorlunda från och med nu, och vem behöver veta det?",
        ],
      ),
    ],
  };
}

const doseBags = withCustomer(
  "dospasar",
  "Dosförpackade läkemedel",
  "Överlämna läkemedel ur dospåse, med alla kontroller och ett gott bemötande.",
  "Visa hur du kontrollerar person, dospåse, datum och tid mot signeringslistan, överlämnar läkemedlet och signerar.",
  "Följ dina överlämnanden ur dospåse under två veckor. Anteckna varje gång något avvek: en sen tid, en påse som inte stämde, en kund som tackade nej. Beskriv vad du gjorde och vad ni ändrade i rutinen.",
);

const packages = withCustomer(
  "originalforpackning",
  "Läkemedel i originalförpackning",
  "Överlämna ögondroppar, salvor, inhalationer och annat som inte ryms i en dospåse.",
  "Visa hur du kontrollerar ordination, styrka, hållbarhet och bruten förpackning, ger läkemedlet på rätt sätt och signerar.",
  "Gå igenom läkemedlen i originalförpackning hos minst två kunder under två veckor: förvaring, öppningsdatum, hållbarhet, signering. Beskriv vad du fann, vad du rättade till och vad du rapporterade.",
);

/** A year, as a delegation in Swedish care has: the certificate shows the ability, and does not replace the nurse's decision to delegate. */
export const medicationProgram: DemoProgram = {
  key: "saker-lakemedelshantering",
  title: "Säker läkemedelshantering",
  summary:
    "Du visar hos kund att du överlämnar läkemedel säkert och respektfullt, och att du lär av det som avviker. Certifikatet ersätter inte ett beslut om delegering.",
  path: {
    kind: "ALL",
    members: [
      { kind: "MODULE", moduleKey: basics.key },
      {
        kind: "ANY",
        n: 1,
        members: [
          { kind: "MODULE", moduleKey: doseBags.key },
          { kind: "MODULE", moduleKey: packages.key },
        ],
      },
    ],
  },
  policy: programPolicySchema.parse({
    validity: { kind: "DURATION", duration: "P1Y" },
    window: "P60D",
    grace: "P14D",
  }),
  modules: [basics, doseBags, packages],
};
