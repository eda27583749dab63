/** What of an event says whom and what it is about. */
export interface EventReferences {
  readonly personId: string | null;
  readonly programId: string | null;
  readonly enrolmentId: string | null;
}

/**
 * What an event is about, as a webhook tells it: the certification (of a person in a program), else the enrolment, the
 * person, the program, or the organisation as a whole. Deliveries about one subject arrive in the order of the feed; no
 * order is promised between subjects.
 */
export function webhookSubject({ personId, programId, enrolmentId }: EventReferences): string {
  if (personId !== null && programId !== null) return `certifications/${personId}/${programId}`;
  if (enrolmentId !== null) return `enrolments/${enrolmentId}`;
  if (personId !== null) return `people/${personId}`;
  if (programId !== null) return `programs/${programId}`;
  return "organisation";
}
