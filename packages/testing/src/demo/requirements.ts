import type { DemoRequirement } from "./types.ts";

interface Words {
  readonly key: string;
  readonly title: string;
  readonly instructions: string;
}

/** Half a year: what was done at work before that shows what one could do, not what one can. */
const freshness = "P6M";

export const assessment = (words: Words, passMark: number): DemoRequirement => ({
  ...words,
  revision: 1,
  kind: "ASSESSMENT",
  prompts: [],
  passMark,
  freshness: null,
  everyCycle: false,
  rubric: null,
});

export const observation = (words: Words): DemoRequirement => ({
  ...words,
  revision: 1,
  kind: "OBSERVATION",
  prompts: [],
  passMark: null,
  freshness,
  everyCycle: false,
  rubric: null,
});

export const appliedTask = (words: Words): DemoRequirement => ({
  ...words,
  revision: 1,
  kind: "APPLIED_TASK",
  prompts: [],
  passMark: null,
  freshness,
  everyCycle: false,
  rubric: null,
});

export const reflection = (words: Words, prompts: readonly string[]): DemoRequirement => ({
  ...words,
  revision: 1,
  kind: "REFLECTION",
  prompts,
  passMark: null,
  freshness: null,
  everyCycle: false,
  rubric: null,
});
