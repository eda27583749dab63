export { addresses } from "./addresses.ts";
export { awardCertificate } from "./commands/award-certificate.ts";
export {
  checkPublicCredential,
  findIssuerDocument,
  findPublicCertificate,
  type PublicCertificate,
} from "./public-certificate.ts";
