export { addresses } from "./addresses.ts";
export { dropApproval } from "./approval.ts";
export { conflictingAwardsOf } from "./approval-conflicts.ts";
export { awardIfComplete } from "./commands/award-if-complete.ts";
export { historyImporter } from "./imports/history.ts";
export {
  checkPublicCredential,
  findIssuerDocument,
  findPublicCertificate,
  type PublicCertificate,
} from "./public-certificate.ts";
