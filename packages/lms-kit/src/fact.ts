/** Where a fact comes from: enough to find it again in the LMS, and to tell it from every other (R3). */
export interface FactProvenance {
  /** Which installation of the LMS. */
  readonly issuer: string;
  /** The course's id there. */
  readonly courseId: string;
  /** The activity's id there; left out: the course itself. */
  readonly activityId?: string;
  /**
   * The id of the record that says so (attempt, statement, completion), the same each time that it is told, and also when
   * it is undone or changed. Where the LMS has none, one made of what it has: person and activity.
   */
  readonly recordId: string;
  /** By what rule the LMS came to it, in its own words, such as "completion: view and pass grade". */
  readonly rule?: string;
}

interface FactBase {
  /** The person's id in the LMS that `provenance.issuer` is. */
  readonly subject: string;
  /** When it happened, as the LMS says: for what was undone or changed, when that happened. */
  readonly occurredAt: Date;
  readonly provenance: FactProvenance;
}

/** An activity or a course was completed, or that was undone. */
export interface CompletionFact extends FactBase {
  readonly kind: "COMPLETION";
  /** False: a completion that was told before is undone. */
  readonly completed: boolean;
}

/** A result was given, or changed. */
export interface GradeFact extends FactBase {
  readonly kind: "GRADE";
  /** The points given; null: a result that was told before is taken back. */
  readonly score: number | null;
  /** The most that could be given. Greater than 0. */
  readonly maximum: number;
}

/** What a connector found out about a person. A newer one with the same `factKey` corrects the older one. */
export type LmsFact = CompletionFact | GradeFact;

/** Facts in the order of the cursor. `cursor` is where the next call goes on; `more`: there are further ones already. */
export interface FactPage {
  readonly facts: readonly LmsFact[];
  readonly cursor: string;
  readonly more: boolean;
}

/** What a fact is about: the same for the facts that correct each other, and for no others. The rule is no part of it. */
export function factKey({ kind, subject, provenance }: LmsFact): string {
  const { issuer, courseId, activityId = null, recordId } = provenance;
  return JSON.stringify([kind, issuer, courseId, activityId, recordId, subject]);
}
