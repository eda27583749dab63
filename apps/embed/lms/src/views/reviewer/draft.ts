import type { Verdict } from "@kunna/client";
import type { Waiting } from "./reviewer.tsx";

/** A review that is being written: kept while one looks at others. */
export interface Draft {
  readonly verdict: Verdict;
  /** The level of each criterion, by its id. */
  readonly levels: Readonly<Record<string, string>>;
  readonly comment: string;
  /** What is missing, one thing a line. */
  readonly missing: string;
}

export const emptyDraft: Draft = { verdict: "ACCEPTED", levels: {}, comment: "", missing: "" };

/** The criteria of the rubrics of all requirements that an evidence is for. */
export function criteriaOf({ requirements }: Waiting) {
  return requirements.flatMap(({ key, rubric }) =>
    (rubric?.criteria ?? []).map((criterion) => ({ requirementKey: key, id: `${key} ${criterion.key}`, ...criterion })),
  );
}
export type Criterion = ReturnType<typeof criteriaOf>[number];
