import { contentOf, type PolicyPreset, requirement } from "./preset.ts";

/** After the renewal of Microsoft's role-based certifications: a short assessment of what has changed, every year. */
export const microsoft: PolicyPreset = {
  key: "microsoft-renewal",
  title: "Yearly renewal by assessment, as by Microsoft",
  source: "https://learn.microsoft.com/en-us/credentials/certifications/renew-your-microsoft-certification",
  summary:
    "Valid for a year. In the six months before the expiry an assessment of what has changed renews it, to a year after the present expiry. Once expired, everything is earned anew.",
  differences: [
    {
      what: "Where nothing but the assessment is asked, a fresh applied task and a reflection are asked beside it.",
      why: "Microsoft renews by the assessment alone; R2 holds for renewals too.",
    },
    {
      what: "What is new in the version is asked for as well, as DELTA has it.",
      why: "The assessment is said to be about what has changed; here the changes themselves are named.",
    },
  ],
  content: contentOf(
    {
      validity: { kind: "DURATION", duration: "P1Y" },
      window: "P6M",
      anchor: "EXPIRY",
      renewalPaths: [{ key: "assessment", title: "Renewal assessment", rule: { method: "DELTA" } }],
    },
    "The role's abilities",
    [
      requirement("exam", "ASSESSMENT", "Pass the exam", { passMark: 70 }),
      requirement("renewal-assessment", "ASSESSMENT", "Pass the assessment of what has changed", {
        passMark: 70,
        freshness: "P6M",
        everyCycle: true,
      }),
      requirement("applied", "APPLIED_TASK", "Solve a real task of the role", { freshness: "P1Y" }),
      requirement("reflection", "REFLECTION", "Reflect on how you solved it", {
        prompts: ["What did you choose, what else could you have chosen, and what came of it?"],
      }),
    ],
  ),
};
