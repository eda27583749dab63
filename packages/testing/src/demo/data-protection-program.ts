import { programPolicySchema } from "@kunna/domain";
import { appliedTask, assessment, reflection } from "./requirements.ts";
import type { DemoModule, DemoProgram } from "./types.ts";

const know: DemoModule = {
  key: "know",
  title: "Know what personal data is",
  summary: "What counts as personal data, what the law asks, and whom to ask when in doubt.",
  effortMinutes: 60,
  credits: 1,
  prerequisiteKeys: [],
  awardsCertificate: false,
  validity: null,
  competencies: [{ code: "4.2" }],
  requirements: [
    assessment(
      {
        key: "know-test",
        title: "Test on personal data",
        instructions: "Twenty questions on everyday cases from a municipality. You pass with 70 of 100 points.",
      },
      70,
    ),
  ],
};

const apply: DemoModule = {
  key: "apply",
  title: "Do it at work",
  summary: "Change a routine of your own so that it handles less, and think over what that changed.",
  effortMinutes: 180,
  credits: 3,
  prerequisiteKeys: ["know"],
  awardsCertificate: false,
  validity: null,
  competencies: [{ code: "4.2" }],
  requirements: [
    appliedTask({
      key: "apply-task",
      title: "Clean up one of your own routines",
      instructions:
        "Take a routine of yours that handles personal data and change it so that it handles less. Show it before and after.",
    }),
    reflection(
      {
        key: "apply-reflection",
        title: "What it changed",
        instructions:
          "Answer each question in your own words, with examples from your own work. Half a page is enough.",
      },
      ["What did you change, and who noticed?", "What was harder than you thought?", "What will you do differently?"],
    ),
  ],
};

/** What came with the second version: holders of the first are asked for it, and for little more, at their next renewal (R8, R10). */
const assistants: DemoModule = {
  key: "assistants",
  title: "Personal data and AI assistants",
  summary: "Use an AI assistant at work without giving away what others have told you in confidence.",
  effortMinutes: 90,
  credits: 2,
  prerequisiteKeys: ["know"],
  awardsCertificate: false,
  validity: null,
  competencies: [{ code: "4.2" }],
  requirements: [
    appliedTask({
      key: "assistants-task",
      title: "A prompt without personal data",
      instructions:
        "Take a task in which you used, or wanted to use, an AI assistant. Show how you wrote the prompt so that nobody can be recognised in it.",
    }),
  ],
};

/** A year, and then what has changed: the demo's example of what happens to a certification through time. */
const policy = programPolicySchema.parse({
  validity: { kind: "DURATION", duration: "P1Y" },
  window: "P90D",
  grace: "P30D",
  renewalPaths: [{ key: "what-changed", title: "What has changed since", rule: { method: "DELTA" } }],
});

function versionOf(...modules: DemoModule[]): DemoProgram {
  return {
    key: "data-protection",
    title: "Personal data in daily work",
    summary: "Recognises personal data in the daily work, handles it lawfully, and helps colleagues to do so.",
    path: { kind: "ALL", members: modules.map(({ key }) => ({ kind: "MODULE", moduleKey: key })) },
    policy,
    modules,
  };
}

/** The versions in order, as they were published. */
export const dataProtectionVersions: readonly [DemoProgram, DemoProgram] = [
  versionOf(know, apply),
  versionOf(know, apply, assistants),
];
