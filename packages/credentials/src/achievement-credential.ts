import { CREDENTIALS_V2, OPEN_BADGES_V3 } from "./contexts.ts";
import { dateTimeStamp } from "./dates.ts";

/** Open Badges 3.0, "AchievementType": those that fit what Kunna awards, and the extension form. */
export type AchievementType =
  | "Achievement"
  | "ApprenticeshipCertificate"
  | "Assessment"
  | "Badge"
  | "Certificate"
  | "CertificateOfCompletion"
  | "Certification"
  | "Competency"
  | "Course"
  | "LearningProgram"
  | "License"
  | "MicroCredential"
  | "QualityAssuranceCredential"
  | `ext:${string}`;

/** Open Badges 3.0, "AlignmentTargetType". */
export type AlignmentTargetType =
  | "ceasn:Competency"
  | "ceterms:Credential"
  | "CFItem"
  | "CFRubric"
  | "CFRubricCriterion"
  | "CFRubricCriterionLevel"
  | "CTDL"
  | `ext:${string}`;

/** What an achievement is aligned to: a competency in a framework. */
export interface AchievementAlignment {
  readonly targetName: string;
  readonly targetUrl: string;
  readonly targetCode: string;
  readonly targetFramework: string;
  readonly targetType?: AlignmentTargetType;
}

/** One line on the work behind an award; `id` is the URL of a page that presents it, where there is one. */
export interface EvidenceSummary {
  readonly id?: string;
  readonly genre: string;
  readonly name: string;
  readonly narrative: string;
}

/** The facts of one certificate, as the credential states them. */
export interface AchievementCredentialInput {
  /** The URL of the certificate. */
  readonly id: string;
  readonly issuer: { readonly id: string; readonly name: string; readonly url: string };
  /** The number of the certificate. */
  readonly number: string;
  /** `id` is pseudonymous: a urn:uuid of the person. */
  readonly recipient: { readonly name: string; readonly id?: string };
  /** `id` is the URL of the program version. */
  readonly achievement: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly criteriaNarrative: string;
    readonly type: AchievementType;
    readonly alignments: readonly AchievementAlignment[];
  };
  readonly validFrom: Date;
  readonly validUntil?: Date;
  readonly awardedAt: Date;
  readonly evidenceSummary?: readonly EvidenceSummary[];
  /** The written reason for which R2 was waived for this version. */
  readonly waiver?: string;
}

/** An unsigned Open Badges 3.0 credential, the members that Kunna writes. */
export interface OpenBadgeCredential {
  readonly "@context": readonly [typeof CREDENTIALS_V2, typeof OPEN_BADGES_V3];
  readonly id: string;
  readonly type: readonly ["VerifiableCredential", "OpenBadgeCredential"];
  readonly name: string;
  readonly issuer: {
    readonly id: string;
    readonly type: readonly ["Profile"];
    readonly name: string;
    readonly url: string;
  };
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly awardedDate: string;
  readonly credentialSubject: {
    readonly id?: string;
    readonly type: readonly ["AchievementSubject"];
    readonly identifier: readonly {
      readonly type: "IdentityObject";
      readonly hashed: false;
      readonly identityHash: string;
      readonly identityType: "name";
    }[];
    readonly licenseNumber: string;
    readonly achievement: {
      readonly id: string;
      readonly type: readonly ["Achievement"];
      readonly achievementType: AchievementType;
      readonly name: string;
      readonly description: string;
      readonly criteria: { readonly narrative: string };
      readonly alignment?: readonly ({ readonly type: readonly ["Alignment"] } & AchievementAlignment)[];
    };
  };
  readonly evidence?: readonly ({ readonly type: readonly ["Evidence"] } & EvidenceSummary)[];
}

/**
 * Builds the unsigned credential of a certificate. Every member has a term in the two contexts: a member without one
 * would be dropped from what is signed.
 */
export function achievementCredential(input: AchievementCredentialInput): OpenBadgeCredential {
  const { achievement, issuer, recipient } = input;
  return {
    "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
    id: input.id,
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: achievement.name,
    issuer: { id: issuer.id, type: ["Profile"], name: issuer.name, url: issuer.url },
    validFrom: dateTimeStamp(input.validFrom),
    ...(input.validUntil === undefined ? {} : { validUntil: dateTimeStamp(input.validUntil) }),
    // validFrom orders the versions of a credential, so the day of the award has a member of its own (OB 3.0,
    // AchievementCredential.awardedDate).
    awardedDate: dateTimeStamp(input.awardedAt),
    credentialSubject: {
      ...(recipient.id === undefined ? {} : { id: recipient.id }),
      type: ["AchievementSubject"],
      // OB 3.0 has no plain name on the subject: IdentityObject carries it, in the clear, as hashed=false and
      // identityType "name". A certificate that does not say whose it is proves nothing to its reader.
      identifier: [{ type: "IdentityObject", hashed: false, identityHash: recipient.name, identityType: "name" }],
      licenseNumber: input.number,
      achievement: {
        id: achievement.id,
        type: ["Achievement"],
        achievementType: achievement.type,
        name: achievement.name,
        description: achievement.description,
        criteria: { narrative: criteriaNarrative(achievement.criteriaNarrative, input.waiver) },
        ...(achievement.alignments.length === 0 ? {} : { alignment: achievement.alignments.map(alignment) }),
      },
    },
    ...(input.evidenceSummary === undefined || input.evidenceSummary.length === 0
      ? {}
      : { evidence: input.evidenceSummary.map(evidence) }),
  };
}

/**
 * R2: the waiver is shown to whoever verifies a certificate. The criteria's narrative is what displayers must show, and
 * it is signed; the reason is quoted, so that its own Markdown can't pass for the issuer's words around it.
 */
function criteriaNarrative(narrative: string, waiver: string | undefined): string {
  if (waiver === undefined) return narrative;
  const quoted = waiver
    .trim()
    .split(/\r\n|[\n\r]/u)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
  return `${narrative}\n\n**Waiver:** this certificate could be awarded without work shown in practice, or without a reflection on it. The issuer's reason:\n\n${quoted}`;
}

// Members are named one by one: what a caller's object happens to carry besides must not be signed.
function alignment(target: AchievementAlignment): { readonly type: readonly ["Alignment"] } & AchievementAlignment {
  return {
    type: ["Alignment"],
    targetName: target.targetName,
    targetUrl: target.targetUrl,
    targetCode: target.targetCode,
    targetFramework: target.targetFramework,
    ...(target.targetType === undefined ? {} : { targetType: target.targetType }),
  };
}

function evidence(summary: EvidenceSummary): { readonly type: readonly ["Evidence"] } & EvidenceSummary {
  return {
    ...(summary.id === undefined ? {} : { id: summary.id }),
    type: ["Evidence"],
    name: summary.name,
    genre: summary.genre,
    narrative: summary.narrative,
  };
}
