/** A person as the LMS knows them: `issuer` and `subject` together name exactly one, for good. An e-mail address never does. */
export interface ExternalIdentity {
  /** Which installation of the LMS says so, such as https://moodle.example.org. */
  readonly issuer: string;
  /** The person's id there: it is never given to another. */
  readonly subject: string;
  readonly name?: string;
  readonly email?: string;
  /** BCP 47 language tag. */
  readonly locale?: string;
}

/** What a person is in a course. */
export const memberRoles = ["LEARNER", "INSTRUCTOR"] as const;
export type MemberRole = (typeof memberRoles)[number];

/** A person in a course. */
export interface RosterMember {
  readonly identity: ExternalIdentity;
  readonly roles: readonly MemberRole[];
  /** Whether the person is in the course now; one who left is told once as not active, where the LMS tells it. */
  readonly active: boolean;
}

/** One page of a list. `next` asks for the one after it; left out on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}
