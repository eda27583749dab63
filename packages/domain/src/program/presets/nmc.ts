import { contentOf, type PolicyPreset, requirement } from "./preset.ts";

const five = [1, 2, 3, 4, 5];

/** After the revalidation of nurses and midwives by the Nursing and Midwifery Council (United Kingdom). */
export const nmc: PolicyPreset = {
  key: "nmc-revalidation",
  title: "Revalidation every three years, as by the NMC",
  source: "https://www.nmc.org.uk/globalassets/sitedocuments/revalidation/how-to-revalidate-booklet.pdf",
  summary:
    "Every three years: 450 practice hours, 35 hours of CPD of which 20 participatory, five pieces of practice-related feedback, five written reflective accounts, a reflective discussion and a confirmation; a sample is audited.",
  differences: [
    {
      what: "Practice hours and CPD hours are entered on the way and each is accepted by a reviewer.",
      why: "The NMC takes the registrant's declaration and looks at a sample. Here what counts has been seen by another, and a tenth is drawn for a second look beside that.",
    },
    {
      what: "Feedback is an applied task: what was changed in practice after it.",
      why: "R2 asks for applied work; the NMC asks for notes on how the feedback was used.",
    },
    {
      what: "The declarations of health, character and indemnity are not asked for.",
      why: "They are declarations to a regulator, and no learning.",
    },
    {
      what: "The discussion and the confirmation are observations by another person.",
      why: "Both are signed by somebody else: here the observer puts them forward.",
    },
  ],
  content: contentOf(
    {
      validity: { kind: "DURATION", duration: "P3Y" },
      window: "P60D",
      anchor: "EXPIRY",
      auditShare: 10,
      renewalPaths: [
        {
          key: "revalidation",
          title: "Revalidation",
          rule: {
            method: "ALL",
            rules: [
              { method: "CREDITS", unit: "PRACTICE_HOURS", credits: 450 },
              {
                method: "CREDITS",
                unit: "CPD",
                credits: 35,
                categories: [{ key: "PARTICIPATORY", minimum: 20 }, { key: "INDIVIDUAL" }],
              },
              { method: "FULL" },
            ],
          },
        },
      ],
    },
    "Revalidation",
    [
      ...five.map((n) =>
        requirement(`feedback-${n}`, "APPLIED_TASK", `Practice-related feedback ${n}, and what it changed`),
      ),
      ...five.map((n) =>
        requirement(`account-${n}`, "REFLECTION", `Written reflective account ${n}`, {
          prompts: [
            "What was the CPD, the feedback or the event, and what did you learn from it?",
            "How did it change your practice, and which part of the Code does it concern?",
          ],
        }),
      ),
      requirement("discussion", "OBSERVATION", "Reflective discussion with another registrant"),
      requirement("confirmation", "OBSERVATION", "Confirmation that the requirements are met"),
    ],
  ),
};
