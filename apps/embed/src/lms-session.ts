/** The pages that an LMS shows, by what a person comes for. */
export const lmsViews = ["learner", "reviewer", "instructor", "deep-link", "admin"] as const;
export type LmsView = (typeof lmsViews)[number];

/** What an activity in the LMS leads to. */
export const lmsTargetKinds = ["PROGRAM", "LEARNING_PATH", "MODULE", "EVIDENCE_TASK", "CERTIFICATE_WALL"] as const;
export type LmsTargetKind = (typeof lmsTargetKinds)[number];

/** Which one: PROGRAM and LEARNING_PATH have its program, MODULE a module's key too, EVIDENCE_TASK also a requirement's. */
export interface LmsTarget {
  readonly kind: LmsTargetKind;
  readonly programId?: string;
  readonly moduleKey?: string;
  readonly requirementKey?: string;
}

/** What the pages inside an LMS are told of a launch: for whom they act, and what they show first. */
export interface LmsSession {
  /** A bearer token of the person who was launched. */
  readonly token: string;
  /** When it ends, as an ISO 8601 instant. */
  readonly expiresAt: string;
  /** The GraphQL endpoint. */
  readonly apiUrl: string;
  /** The launch's BCP 47 tag, such as sv-SE: Swedish when it is that, else English. */
  readonly locale: string;
  readonly view: LmsView;
  readonly target?: LmsTarget;
  /** The course, as the LMS calls it. */
  readonly context?: { readonly title: string };
  readonly platform?: { readonly name: string };
  /** Whose page the frame is in: it alone is told how high the content is. Left out: any. */
  readonly frame?: { readonly parentOrigin: string };
}
