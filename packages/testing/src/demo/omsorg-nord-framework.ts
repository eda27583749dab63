import type { FrameworkInput } from "./types.ts";

/** Omsorg Nord's own framework. Its competencies have no level of their own: a module says at which of the two it asks for one. */
export const omsorgNordFramework: FrameworkInput = {
  key: "omsorg-nord-lakemedel",
  title: "Läkemedelshantering i hemtjänsten",
  version: "2025",
  publisher: "Omsorg Nord",
  levels: [
    {
      key: "grund",
      name: "Grund",
      description: "Utför uppgiften efter instruktion och vet när hjälp ska tillkallas.",
      rank: 1,
    },
    {
      key: "sjalvstandig",
      name: "Självständig",
      description: "Utför uppgiften självständigt hos kunden, bedömer risker och stöttar kollegor.",
      rank: 2,
    },
  ],
  competencies: [
    {
      code: "LM1",
      type: "förmåga",
      label: "Delegering och ansvar",
      description: "Vet vad en delegering omfattar, vem som ansvarar för vad och när man ska säga nej.",
      tags: ["Kunskap"],
    },
    {
      code: "LM2",
      type: "förmåga",
      label: "Identitet och kontroll",
      description: "Kontrollerar rätt person, läkemedel, dos, tid och sätt före varje överlämnande.",
      tags: ["Färdighet"],
    },
    {
      code: "LM3",
      type: "förmåga",
      label: "Överlämnande och iakttagelse",
      description:
        "Överlämnar läkemedlet så att kunden får det på rätt sätt, och lägger märke till verkan och biverkan.",
      tags: ["Färdighet"],
    },
    {
      code: "LM4",
      type: "förmåga",
      label: "Förvaring och hållbarhet",
      description: "Förvarar läkemedel säkert, kontrollerar hållbarhet och hanterar kasserade läkemedel rätt.",
      tags: ["Kunskap"],
    },
    {
      code: "LM5",
      type: "förmåga",
      label: "Dokumentation och avvikelse",
      description: "Signerar direkt, dokumenterar det som hänt och rapporterar avvikelser utan att leta syndabockar.",
      tags: ["Färdighet"],
    },
    {
      code: "LM6",
      type: "förmåga",
      label: "Bemötande och självbestämmande",
      description: "Bemöter kunden med respekt, även när kunden tackar nej, och vet vad som då ska göras.",
      tags: ["Förhållningssätt"],
    },
  ],
};
