export {
  type AchievementAlignment,
  type AchievementCredentialInput,
  type AchievementType,
  type AlignmentTargetType,
  achievementCredential,
  type EvidenceSummary,
  type OpenBadgeCredential,
} from "./achievement-credential.ts";
export { credentialText } from "./baked.ts";
export { CREDENTIALS_V2, OPEN_BADGES_V3 } from "./contexts.ts";
export { type IssuerDocument, type IssuerDocumentInput, type IssuerKey, issuerDocument } from "./issuer-document.ts";
export type { FetchJson } from "./issuer-resolver.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export { generateSigningKey, type SigningKey, type SigningKeyRefusal, SigningKeyRefused } from "./keys.ts";
export {
  isOfEmail,
  type OutsideCredentialFacts,
  readOutsideCredential,
  verifyOutsideCredential,
} from "./outside-credential.ts";
export { decryptSecret, encryptSecret, type SigningSecretRefusal, SigningSecretRefused } from "./secret.ts";
export {
  CREDENTIAL_MEDIA_TYPE,
  CREDENTIAL_MEDIA_TYPE_LEGACY,
  ISSUER_MEDIA_TYPE,
  serializeCredential,
} from "./serialize.ts";
export {
  CredentialNotVerifiable,
  type CredentialProof,
  type SignedCredential,
  type SigningOptions,
  signCredential,
} from "./sign.ts";
export type { VerificationProblem, VerificationProblemCode } from "./verification-problem.ts";
export { type VerificationOptions, type VerificationResult, verifyCredential } from "./verify.ts";
