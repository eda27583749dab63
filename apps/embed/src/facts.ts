export const pageLocales = ["sv", "en"] as const;
export type PageLocale = (typeof pageLocales)[number];

/**
 * The standings (R6) and the kinds of requirement that the page has words for. The page knows nothing of ours, so they stand
 * here again; where the server hands a domain value over, the compiler says if one is missing.
 */
export const pageStandings = [
  "NONE",
  "IN_PROGRESS",
  "UPCOMING",
  "CERTIFIED",
  "RENEWAL_OPEN",
  "GRACE",
  "LAPSED",
  "SUSPENDED",
  "REVOKED",
] as const;
export type PageStanding = (typeof pageStandings)[number];

export const pageKinds = [
  "APPLIED_TASK",
  "OBSERVATION",
  "REFLECTION",
  "ASSESSMENT",
  "LMS_ACTIVITY",
  "EXTERNAL_CREDENTIAL",
  "CREDITS",
] as const;
export type PageKind = (typeof pageKinds)[number];

/** All that the public page says about a certificate. No evidence, no review, no address: what is shown is public for good. */
export interface CertificatePageFacts {
  readonly number: string;
  /** The page's own address: what the QR code holds. */
  readonly publicUrl: string;
  /** Where the signed credential itself can be fetched. */
  readonly credentialUrl: string;
  readonly title: string;
  readonly summary: string;
  readonly recipientName: string;
  readonly organisation: { readonly name: string; readonly url?: string };
  /** BCP 47: the language of the title, the summary and the competencies, when it is known. */
  readonly contentLanguage?: string;
  /** IANA zone of the organisation: days are named in it (R7). */
  readonly timeZone: string;
  readonly awardedAt: Date;
  readonly validFrom: Date;
  /** R7, half-open: valid before this instant. Absent: does not expire. */
  readonly expiresAt?: Date;
  readonly standing: {
    readonly word: PageStanding;
    /** Of SUSPENDED and REVOKED: since when. */
    readonly since?: Date;
    /** Whether the holder counts as certified now: R6 leaves the grace to the policy, so the page does not decide it. */
    readonly certified: boolean;
    /** A sentence that the organisation adds, such as why. */
    readonly text?: string;
  };
  /** A later certificate of the same person in the same program, when there is one. */
  readonly succeededBy?: { readonly number: string; readonly publicUrl: string };
  readonly signature: { readonly verified: boolean; readonly checkedAt: Date; readonly problems: readonly string[] };
  /** It was awarded elsewhere and is only recorded here: by whom or where, and its number there. It has no signature. */
  readonly imported?: { readonly source: string; readonly externalNumber?: string };
  /** The reason for which the rule against symbolic learning was waived (R2). */
  readonly waiver?: string;
  readonly competencies: readonly { readonly code: string; readonly label: string; readonly level?: string }[];
  /** What was shown, never the evidence itself. */
  readonly shownBy: readonly {
    readonly module: string;
    readonly requirement: string;
    readonly kind: PageKind;
  }[];
}
