export { byKey } from "./by-key.ts";
export {
  type AwardedCertificate,
  type Certification,
  type CertificationKey,
  certificationLoader,
  loadCertificationFacts,
  loadCertifications,
} from "./facts.ts";
export { CertificationType } from "./graphql/certification.type.ts";
export { StandingEnum } from "./graphql/standing.type.ts";
export { lockCertification } from "./lock.ts";
