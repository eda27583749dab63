import type { ProgramVersionInput } from "@kunna/client";

interface Variant {
  /** False: as it is first drafted. It could be passed by a test alone, and so can't be published (R2). */
  readonly isWhole?: boolean;
  readonly policy?: ProgramVersionInput["policy"];
  /** Of the applied task: it rises when what is asked changes (R1). */
  readonly taskRevision?: number;
}

const twoYears: ProgramVersionInput["policy"] = { validity: { duration: "P2Y" }, window: "P90D", grace: "P30D" };

/** The tour's own program. */
export function safetyProgram({ isWhole = true, policy = twoYears, taskRevision = 1 }: Variant): ProgramVersionInput {
  const requirements = apply.requirements.map((one) =>
    one.key === "apply-task" ? { ...one, revision: taskRevision } : one,
  );
  return {
    title: "Protecting personal data at work",
    summary: "Recognises personal data in the daily work, handles it lawfully, and helps colleagues to do so.",
    policy,
    path: { all: [{ moduleKey: "know" }, ...(isWhole ? [{ moduleKey: "apply" }] : [])] },
    modules: [know, ...(isWhole ? [{ ...apply, requirements }] : [])],
  };
}

const know: ProgramVersionInput["modules"][number] = {
  key: "know",
  title: "Know what personal data is",
  summary: "What counts as personal data, and what the law asks.",
  effortMinutes: 60,
  competencies: [{ frameworkKey: "digcomp-3.0", code: "4.2" }],
  requirements: [
    {
      key: "know-test",
      kind: "ASSESSMENT",
      title: "Test on personal data",
      instructions: "Take the test and give your score.",
      passMark: 70,
    },
  ],
};

const apply: ProgramVersionInput["modules"][number] = {
  key: "apply",
  title: "Do it at work",
  summary: "Use what you know on a real task, be seen doing it, and think it over.",
  effortMinutes: 180,
  prerequisiteKeys: ["know"],
  competencies: [{ frameworkKey: "digcomp-3.0", code: "4.2" }],
  requirements: [
    {
      key: "apply-task",
      kind: "APPLIED_TASK",
      title: "Clean up one of your own routines",
      instructions: "Take a routine of yours that handles personal data, and change it so that it handles less.",
      freshness: "P6M",
    },
    {
      key: "apply-observation",
      kind: "OBSERVATION",
      title: "Seen by your manager",
      instructions: "Your manager sees you explain the new routine to a colleague.",
      freshness: "P6M",
    },
    {
      key: "apply-reflection",
      kind: "REFLECTION",
      title: "What did it change?",
      instructions: "Answer the questions in your own words.",
      prompts: ["What did you do at work?", "What did you learn?", "What will you do differently?"],
    },
  ],
};
