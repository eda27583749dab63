import { Temporal } from "temporal-polyfill";
import type { Requirement } from "../program/version.ts";
import { InvalidInput, type Problem } from "../refusal.ts";
import { EvidenceStatusRefused, EvidenceTooOld } from "./errors.ts";
import { type EvidenceStatus, mayBecome } from "./evidence.ts";

/** What is put forward at one submission. */
export interface Submission {
  readonly requirements: readonly Requirement[];
  readonly text: string | null;
  readonly links: readonly string[];
  readonly fileCount: number;
  /** Of an assessment, 0 to 100. */
  readonly score: number | null;
  /** The local day of the work that it shows: YYYY-MM-DD. */
  readonly performedOn: string;
  /** Someone else than the learner, who saw the work done. */
  readonly byObserver: boolean;
}

export interface SubmissionContext {
  /** Where the evidence stands; null for a new one. */
  readonly status: EvidenceStatus | null;
  readonly now: Date;
  readonly timeZone: string;
}

/**
 * R3: decides whether an evidence may be submitted as it is.
 * @throws EvidenceStatusRefused, EvidenceTooOld, InvalidInput
 */
export function assertSubmittable(submission: Submission, { status, now, timeZone }: SubmissionContext): void {
  if (status !== null && !mayBecome(status, "SUBMITTED")) throw new EvidenceStatusRefused(status, "SUBMITTED");
  const problems = [...contentProblems(submission), ...dayProblems(submission, now, timeZone)];
  if (problems.length > 0) throw new InvalidInput(problems);
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  for (const requirement of submission.requirements) assertFresh(requirement, submission.performedOn, today);
}

function assertFresh({ key, freshness }: Requirement, performedOn: string, today: Temporal.PlainDate): void {
  if (freshness === null) return;
  const oldest = today.subtract(freshness);
  if (Temporal.PlainDate.compare(performedOn, oldest) < 0)
    throw new EvidenceTooOld(key, performedOn, oldest.toString());
}

function dayProblems({ performedOn }: Submission, now: Date, timeZone: string): Problem[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  if (Temporal.PlainDate.compare(performedOn, today) <= 0) return [];
  return [
    {
      code: "PERFORMED_IN_FUTURE",
      path: "performedOn",
      message: `The work is dated ${performedOn}, and today is ${today}.`,
      fix: "Give the day on which the work was done.",
    },
  ];
}

function contentProblems(submission: Submission): Problem[] {
  const { requirements, text, links, fileCount, score, byObserver } = submission;
  const problems: Problem[] = [];
  const asks = (kind: Requirement["kind"]) => requirements.some((requirement) => requirement.kind === kind);
  if (requirements.length === 0) {
    problems.push({
      code: "NO_REQUIREMENT",
      path: "requirementKeys",
      message: "The evidence names no requirement.",
      fix: "Name at least one requirement of the enrolment's version.",
    });
  }
  // A score shows an assessment and nothing else: by itself it never stands for work (R2).
  const shownByScore = score !== null && requirements.every(({ kind }) => kind === "ASSESSMENT");
  if (!text?.trim() && links.length === 0 && fileCount === 0 && !shownByScore) {
    problems.push({
      code: "NOTHING_SHOWN",
      path: "text",
      message: "The evidence shows nothing.",
      fix: "Add a text, a link or a file.",
    });
  }
  if (asks("REFLECTION") && !text?.trim()) {
    problems.push({
      code: "REFLECTION_WITHOUT_TEXT",
      path: "text",
      message: "A reflection is written.",
      fix: "Answer the requirement's prompts in the text.",
    });
  }
  if (asks("OBSERVATION") && !byObserver) {
    problems.push({
      code: "OBSERVATION_NEEDS_OBSERVER",
      path: "requirementKeys",
      message: "An observation is put forward by the person who saw the work done.",
      fix: "Ask your manager or a reviewer to submit it.",
    });
  }
  if (asks("REFLECTION") && byObserver) {
    problems.push({
      code: "REFLECTION_IS_ONES_OWN",
      path: "requirementKeys",
      message: "Nobody reflects for another.",
      fix: "Let the learner submit the reflection.",
    });
  }
  const passMark = Math.max(
    ...requirements.map((requirement) => (requirement.kind === "ASSESSMENT" ? (requirement.passMark ?? 0) : -1)),
  );
  if (passMark >= 0 && score === null) {
    problems.push({
      code: "ASSESSMENT_WITHOUT_SCORE",
      path: "score",
      message: "An assessment needs its score.",
      fix: "Give the score, 0 to 100.",
    });
  } else if (passMark >= 0 && score !== null && score < passMark) {
    problems.push({
      code: "SCORE_BELOW_PASS_MARK",
      path: "score",
      message: `The score ${score} is below the pass mark ${passMark}.`,
      fix: "Take the assessment again, and submit the score that passes.",
    });
  }
  return problems;
}
