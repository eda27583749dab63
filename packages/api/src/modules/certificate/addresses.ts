/** The public addresses of what is awarded. They are printed and signed: they must never change their form. */
export const addresses = {
  certificate: (publicUrl: string, number: string) => `${publicUrl}/certificates/${number}`,
  issuer: (publicUrl: string, organisationKey: string) => `${publicUrl}/issuers/${organisationKey}`,
  signingKey: (publicUrl: string, organisationKey: string, keyId: string) =>
    `${publicUrl}/issuers/${organisationKey}#key-${keyId}`,
  achievement: (publicUrl: string, organisationKey: string, programKey: string, version: number, moduleKey?: string) =>
    `${publicUrl}/issuers/${organisationKey}/programs/${programKey}/versions/${version}${moduleKey ? `/modules/${moduleKey}` : ""}`,
  competency: (publicUrl: string, organisationKey: string, frameworkKey: string, code: string) =>
    `${publicUrl}/issuers/${organisationKey}/frameworks/${frameworkKey}/competencies/${encodeURIComponent(code)}`,
};
