import { contentOf, type PolicyPreset, requirement } from "./preset.ts";

/** After MuTMS's Moodle plugin tool_mucertify: periods with a window, and a grace after the expiry. */
export const mucertify: PolicyPreset = {
  key: "mutms-certification",
  title: "Certification periods, as in MuTMS for Moodle",
  source: "https://github.com/mutms/moodle-tool_mucertify/wiki",
  summary:
    "Periods of a year that follow on each other; the recertification begins 30 days before the expiry, by a program of its own that is reset for it, and a grace of 14 days follows the expiry.",
  differences: [
    {
      what: "A renewal asks for an observation and a reflection beside the program's courses.",
      why: "The plugin certifies by program completion alone; R2 asks for work that was seen and for reflection.",
    },
    {
      what: "In the grace its holder does not count as certified.",
      why: "An expired certificate is expired; whoever wants it otherwise sets graceCounts, which is told to whoever verifies.",
    },
    {
      what: "There is one policy for when a window opens, counted from the expiry; windows since start, due or end are not chosen apart.",
      why: "All dates of a cycle are pinned at the award (R7), so there is one date to count from. Nothing is reset: what counts anew is decided by its date.",
    },
  ],
  content: contentOf(
    {
      validity: { kind: "DURATION", duration: "P1Y" },
      window: "P30D",
      grace: "P14D",
      anchor: "EXPIRY",
      renewalPaths: [{ key: "recertification", title: "Recertification", rule: { method: "FULL" } }],
    },
    "The certification's program",
    [
      requirement("program", "LMS_ACTIVITY", "Complete the program's courses"),
      requirement("observed", "OBSERVATION", "Be seen doing it at work", { freshness: "P6M" }),
      requirement("reflection", "REFLECTION", "Reflect on what you were seen doing", {
        prompts: ["What would you do otherwise the next time?"],
      }),
    ],
  ),
};
