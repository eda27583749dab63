/** What went wrong, and who does what about it. */
export interface Problem {
  /** HTTP status of the page that says so. */
  readonly status: number;
  readonly en: ProblemWords;
  readonly sv: ProblemWords;
}

export interface ProblemWords {
  /** For whoever sees the page: calm, without words of the trade. */
  readonly what: string;
  /** Who does what about it, in the order in which it helps. Also in the log, in English. */
  readonly next: string;
}
