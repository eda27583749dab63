/** Gives the id of a row of a type. */
export type IdOf = (model: string) => string;

const version = `{ title: "x", summary: "x", path: { moduleKey: "x" }, policy: { validity: { unlimited: true } }, modules: [] }`;

/**
 * Every place in which a mutation takes an id, with an argument that is right but for the id there: `their` gives that of
 * another organisation, or of nobody; `own` gives what there is in one's own.
 */
export function mutationIds(their: IdOf, own: IdOf, requirementKey: string): Record<string, string> {
  const evidence = (enrolment: string, more = "") =>
    `{ enrolmentId: "${enrolment}", requirementKeys: ["${requirementKey}"], performedOn: "2026-11-20", text: "x"${more} }`;
  const credits = (more: string) => `{ credits: 1, earnedOn: "2026-01-01", activity: "x", ${more} }`;
  const about = (person: string, program: string) =>
    `{ personId: "${person}", programId: "${program}", reason: "So it was decided." }`;
  const mapping = (issuer: string, more: string) =>
    `{ issuerId: "${issuer}", source: ACHIEVEMENT, sourceId: "urn:a", reason: "x", ${more} }`;
  const ids = (first: string, one: string, second: string, other: string) =>
    `{ ${first}: "${one}", ${second}: "${other}" }`;
  const decided: Record<string, string> = {};
  for (const field of ["suspendCertification", "reinstateCertification", "revokeCertification"]) {
    decided[`${field} input.personId`] = about(their("Person"), own("Program"));
    decided[`${field} input.programId`] = about(own("Person"), their("Program"));
  }
  for (const field of ["submitEvidence", "saveEvidenceDraft"]) {
    decided[`${field} input.enrolmentId`] = evidence(their("Enrolment"));
    decided[`${field} input.evidenceId`] = evidence(own("Enrolment"), `, evidenceId: "${their("Evidence")}"`);
    decided[`${field} input.fileIds`] = evidence(own("Enrolment"), `, fileIds: ["${their("EvidenceFile")}"]`);
  }
  for (const field of ["addTeamMember", "removeTeamMember"]) {
    decided[`${field} input.teamId`] = ids("teamId", their("Team"), "personId", own("Person"));
    decided[`${field} input.personId`] = ids("teamId", own("Team"), "personId", their("Person"));
  }
  for (const field of ["pause", "resume", "retire"])
    decided[`${field}WebhookEndpoint endpointId`] = `"${their("WebhookEndpoint")}"`;
  for (const field of ["refuse", "pause", "resume", "retire"])
    decided[`${field}LmsConnection connectionId`] = `"${their("LmsConnection")}"`;
  const approval = `connectionId: "${their("LmsConnection")}", instructorRoles: [], addsPeople: true`;
  const activity = (connection: string, program: string) =>
    `{ connectionId: "${connection}", programId: "${program}", courseId: "x", requirementKey: "x" }`;
  return {
    ...decided,
    "checkLmsConnection connectionId": `"${their("LmsConnection")}"`,
    "endLmsActivityMapping mappingId": `"${their("LmsActivityMapping")}"`,
    "mapLmsActivity input.connectionId": activity(their("LmsConnection"), own("Program")),
    "mapLmsActivity input.programId": activity(own("LmsConnection"), their("Program")),
    "retryLmsPush pushId": `"${their("LmsPush")}"`,
    "changeWebhookEndpoint input.endpointId": `{ endpointId: "${their("WebhookEndpoint")}" }`,
    "changeWebhookEndpoint input.programId": ids("endpointId", own("WebhookEndpoint"), "programId", their("Program")),
    "createWebhookEndpoint input.programId": `{ url: "https://x.example", description: "x", programId: "${their("Program")}" }`,
    "replayWebhookDelivery deliveryId": `"${their("WebhookDelivery")}"`,
    "replayWebhooks input.endpointId": `{ endpointId: "${their("WebhookEndpoint")}", after: "ZmVlZDow" }`,
    "rotateWebhookSecret endpointId": `"${their("WebhookEndpoint")}"`,
    "sendTestWebhook endpointId": `"${their("WebhookEndpoint")}"`,
    "approveAward input.enrolmentId": `{ enrolmentId: "${their("Enrolment")}", reason: "Seen." }`,
    "declineAward input.enrolmentId": `{ enrolmentId: "${their("Enrolment")}", reason: "Not yet." }`,
    "approveLtiDeployment connectionId": `"${their("LmsConnection")}", deploymentId: "1"`,
    "answerDeepLink input.items.programId": `{ items: [{ target: PROGRAM, programId: "${their("Program")}" }] }`,
    "readLmsRoster courseId": `"${their("LmsCourse")}"`,
    "approveLmsConnection input.connectionId": `{ ${approval} }`,
    "matchExternalIdentity identityId": `"${their("ExternalIdentity")}", personId: "${own("Person")}"`,
    "matchExternalIdentity personId": `"${their("Person")}", identityId: "${own("ExternalIdentity")}"`,
    "assign input.personIds": `{ programId: "${own("Program")}", personIds: ["${their("Person")}"] }`,
    "assign input.programId": `{ programId: "${their("Program")}", personIds: ["${own("Person")}"] }`,
    "assign input.teamId": `{ programId: "${own("Program")}", teamId: "${their("Team")}" }`,
    "auditEvidence input.sampleId": `{ sampleId: "${their("AuditSample")}", finding: CONFIRMED, reason: "x" }`,
    "changeProgramVersion input.versionId": `{ versionId: "${their("ProgramVersion")}", version: ${version} }`,
    "changeTeamManager input.managerId": ids("teamId", own("Team"), "managerId", their("Person")),
    "changeTeamManager input.teamId": ids("teamId", their("Team"), "managerId", own("Person")),
    "chooseRenewalPath input.enrolmentId": `{ enrolmentId: "${their("Enrolment")}", pathKey: "full" }`,
    "claimRenewal input.enrolmentId": `{ enrolmentId: "${their("Enrolment")}" }`,
    "createAssignmentRule input.programId": `{ programId: "${their("Program")}", role: LEARNER }`,
    "createAssignmentRule input.teamId": ids("programId", own("Program"), "teamId", their("Team")),
    "createCredentialMapping input.competencyId": mapping(
      own("TrustedIssuer"),
      `competencyId: "${their("Competency")}"`,
    ),
    "createCredentialMapping input.issuerId": mapping(their("TrustedIssuer"), `competencyId: "${their("Competency")}"`),
    "createCredentialMapping input.programId": mapping(
      own("TrustedIssuer"),
      `programId: "${their("Program")}", requirementKey: "x"`,
    ),
    "createTeam input.managerId": `{ key: "x", name: "x", managerId: "${their("Person")}" }`,
    "decideAppeal input.appealId": `{ appealId: "${their("Appeal")}", outcome: UPHELD, reason: "x" }`,
    "decideCredits input.creditEntryId": `{ creditEntryId: "${their("CreditEntry")}", verdict: ACCEPTED, comment: "x" }`,
    "decideEnrolmentRequest input.requestId": `{ requestId: "${their("EnrolmentRequest")}", decision: APPROVED }`,
    "decideExtensionRequest input.requestId": `{ requestId: "${their("ExtensionRequest")}", decision: APPROVED, reason: "x" }`,
    "draftProgramVersion input.programId": `{ programId: "${their("Program")}", version: ${version} }`,
    "endAssignmentRule ruleId": `"${their("AssignmentRule")}"`,
    "endIssuerTrust issuerId": `"${their("TrustedIssuer")}", reason: "x"`,
    "enrol input.personId": ids("programId", own("Program"), "personId", their("Person")),
    "enrol input.programId": ids("programId", their("Program"), "personId", own("Person")),
    "extendCertificate input.certificateId": `{ certificateId: "${their("Certificate")}", lastDay: "2050-01-01", reason: "So it was decided." }`,
    "fileAppeal input.decisionId": `{ decisionId: "${their("Decision")}", reason: "x" }`,
    "grantStay input.appealId": `{ appealId: "${their("Appeal")}", reason: "x" }`,
    "issueAccessToken input.personId": `{ personId: "${their("Person")}", label: "x" }`,
    "moveEnrolment input.enrolmentId": `{ enrolmentId: "${their("Enrolment")}" }`,
    "moveEnrolment input.versionId": ids("enrolmentId", own("Enrolment"), "versionId", their("ProgramVersion")),
    "moveLearners versionId": `"${their("ProgramVersion")}"`,
    "publishProgramVersion input.versionId": `{ versionId: "${their("ProgramVersion")}" }`,
    "recheckOutsideCredential credentialId": `"${their("OutsideCredential")}"`,
    "recogniseEvidence enrolmentId": `"${their("Enrolment")}"`,
    "recordCredits input.fileIds": credits(`fileIds: ["${their("EvidenceFile")}"]`),
    "recordCredits input.personId": credits(`personId: "${their("Person")}"`),
    "recordCredits input.programId": credits(`programId: "${their("Program")}"`),
    "recordTrainer input.enrolmentId": ids("enrolmentId", their("Enrolment"), "personId", own("Person")),
    "recordTrainer input.personId": ids("enrolmentId", own("EnrolmentOfAnother"), "personId", their("Person")),
    "requestEnrolment input.programId": `{ programId: "${their("Program")}", message: "x" }`,
    "requestExtension input.enrolmentId": `{ enrolmentId: "${their("Enrolment")}", dueOn: "2050-01-01", reason: "x" }`,
    "retireCredentialMapping mappingId": `"${their("CredentialMapping")}", reason: "x"`,
    "retireProgramVersion versionId": `"${their("ProgramVersion")}"`,
    "reviewEvidence input.evidenceId": `{ evidenceId: "${their("Evidence")}", verdict: ACCEPTED, comment: "x" }`,
    "revokeCertificate input.certificateId": `{ certificateId: "${their("Certificate")}", reason: "x" }`,
    "setPersonRoles input.personId": `{ personId: "${their("Person")}", roles: [] }`,
    "withdrawEnrolment enrolmentId": `"${their("Enrolment")}"`,
  };
}

/** Every place in which a query takes an id to look for rows by, with what it asks. */
export function queryIds(their: IdOf, own: IdOf): Record<string, string> {
  const asked: Record<string, string> = {
    "awardsAwaitingApproval programId": `awardsAwaitingApproval(programId: "${their("Program")}") { nodes { id } }`,
    "carryOverPreview input.versionId": `carryOverPreview(input: { versionId: "${their("ProgramVersion")}" }) { people { totalCount } }`,
    "certification personId": `certification(personId: "${their("Person")}", programId: "${own("Program")}") { standing }`,
    "certification programId": `certification(personId: "${own("Person")}", programId: "${their("Program")}") { standing }`,
    "lmsSyncPreview connectionId": `lmsSyncPreview(connectionId: "${their("LmsConnection")}") { __typename }`,
    "creditBalances personId": `creditBalances(personId: "${their("Person")}") { unit }`,
  };
  for (const field of ["certificates", "certifications", "creditEntries", "decisions", "enrolments"]) {
    for (const model of ["Person", "Program"])
      asked[`${field} ${model.toLowerCase()}Id`] =
        `${field}(${model.toLowerCase()}Id: "${their(model)}") { nodes { __typename } }`;
  }
  for (const model of ["Certificate", "Enrolment", "Person", "Program", "Team"]) {
    const argument = `${model.toLowerCase()}Id`;
    asked[`events filter.${argument}`] = `events(first: 10, filter: { ${argument}: "${their(model)}" }) { type }`;
  }
  return asked;
}
