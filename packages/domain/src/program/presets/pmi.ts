import { contentOf, type PolicyPreset, requirement } from "./preset.ts";

/** After PMI's Continuing Certification Requirements for the PMP. */
export const pmi: PolicyPreset = {
  key: "pmi-ccr",
  title: "60 PDUs in three years, as by PMI",
  source: "https://www.pmi.org/certifications/certification-resources/maintain",
  summary:
    "60 professional development units in three years: at least 35 of education, of them at least 8 each in Ways of Working, Power Skills and Business Acumen; at most 25 for giving back; 20 of a surplus carry to the next cycle.",
  differences: [
    {
      what: "A fresh applied task and a reflection are asked beside the PDUs.",
      why: "PDUs count hours; R2 asks every renewal for work that was done and for reflection.",
    },
    {
      what: "A surplus carries whenever in the cycle it was earned.",
      why: "PMI carries only what was earned in the last year. Here the cap alone decides, and a credit carries one cycle at most.",
    },
    {
      what: "The cap of 8 PDUs for working as a professional is not counted apart from giving back.",
      why: "It is a limit within a limit; a program that wants it enters such work with its own category and maximum.",
    },
    {
      what: "Instead of a year of suspension after the cycle there is a grace of a year in which its holder does not count as certified.",
      why: "PMI suspends for a year and then takes the certification away: the grace is that year, the lapse what follows (R6).",
    },
  ],
  content: contentOf(
    {
      validity: { kind: "DURATION", duration: "P3Y" },
      window: "P1Y",
      grace: "P1Y",
      anchor: "EXPIRY",
      renewalPaths: [
        {
          key: "ccr",
          title: "Continuing certification",
          rule: {
            method: "ALL",
            rules: [
              {
                method: "CREDITS",
                unit: "PDU",
                credits: 60,
                categories: [
                  { key: "WAYS_OF_WORKING", minimum: 8 },
                  { key: "POWER_SKILLS", minimum: 8 },
                  { key: "BUSINESS_ACUMEN", minimum: 8 },
                  // At least 35 of 60 are of education, which is to say at most 25 are not.
                  { key: "GIVING_BACK", maximum: 25 },
                ],
                carryOver: 20,
              },
              { method: "DELTA" },
            ],
          },
        },
      ],
    },
    "The profession's abilities",
    [
      requirement("exam", "ASSESSMENT", "Pass the exam", { passMark: 61 }),
      requirement("applied", "APPLIED_TASK", "Lead a piece of a real project", { freshness: "P1Y" }),
      requirement("reflection", "REFLECTION", "Reflect on how you led it", {
        prompts: ["What did you decide, on which grounds, and what would you decide today?"],
      }),
    ],
  ),
};
