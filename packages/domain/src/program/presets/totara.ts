import { contentOf, type PolicyPreset, requirement } from "./preset.ts";

/** After Totara's certifications, with the date base "use certification expiry date". */
export const totara: PolicyPreset = {
  key: "totara-certification",
  title: "Recurring certification, as in Totara",
  source: "https://totara.help/totara-20/docs/what-are-certifications-1",
  summary:
    "Active for a year; the recertification window opens a month before the expiry, and the next expiry is counted from the previous one. The recertification path asks for the courses anew.",
  differences: [
    {
      what: "A renewal asks for an applied task and a reflection beside the courses.",
      why: "Totara recertifies by completed courses alone; R2 asks for work that was done and for reflection.",
    },
    {
      what: "What was met in an earlier cycle stays; it is not reset when the window opens.",
      why: "Totara archives and resets course completion. Here no evidence is ever taken away, and what counts anew is decided by its date.",
    },
    {
      what: "A lapse stays visible, and the next certificate is valid from the day it is earned.",
      why: "R9: no certificate claims a day on which its holder was not certified. Totara, too, counts from the completion once a certification has expired.",
    },
  ],
  content: contentOf(
    {
      validity: { kind: "DURATION", duration: "P1Y" },
      window: "P1M",
      anchor: "EXPIRY",
      renewalPaths: [{ key: "recertification", title: "Recertification path", rule: { method: "FULL" } }],
    },
    "The certification's content",
    [
      requirement("courses", "LMS_ACTIVITY", "Complete the courses"),
      requirement("applied", "APPLIED_TASK", "Use at work what the courses teach", { freshness: "P6M" }),
      requirement("reflection", "REFLECTION", "Reflect on how it went", {
        prompts: ["What did you do differently at work, and what came of it?"],
      }),
    ],
  ),
};
