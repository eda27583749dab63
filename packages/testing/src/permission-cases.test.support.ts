/**
 * Which mutations are tried by which roles, and in which test. A mutation that is neither here nor in `untried` fails
 * permission-table-programs.test.ts: so none is added whose permission nobody looks at.
 */
export const tried = {
  /** permission-table.test.ts: by each role, to oneself, to a member of one's team, and to another. */
  toPersons: [
    "approveAward",
    "chooseRenewalPath",
    "claimRenewal",
    "decideCredits",
    "declineAward",
    "enrol",
    "issueAccessToken",
    "moveEnrolment",
    "recheckOutsideCredential",
    "recogniseEvidence",
    "recordCredits",
    "recordTrainer",
    "reinstateCertification",
    "reviewEvidence",
    "revokeCertification",
    "saveEvidenceDraft",
    "submitEvidence",
    "suspendCertification",
    "withdrawEnrolment",
  ],
  /** permission-table-programs.test.ts: by each role. */
  toPrograms: [
    "addOutsideCredential",
    "changeProgramVersion",
    "createCredentialMapping",
    "createPerson",
    "createProgram",
    "draftProgramVersion",
    "endIssuerTrust",
    "importFramework",
    "importHistory",
    "importPeople",
    "importTeams",
    "moveLearners",
    "publishProgramVersion",
    "retireCredentialMapping",
    "retireProgramVersion",
    "setLocale",
    "setNotificationPreferences",
    "trustIssuer",
    "uploadFile",
  ],
  /** permission-table-decisions.test.ts: by each role, to oneself, to a member of one's team, and to another. */
  toCertificates: [
    "auditEvidence",
    "decideAppeal",
    "extendCertificate",
    "fileAppeal",
    "grantStay",
    "revokeCertificate",
  ],
  /** assignment-permissions.test.ts: by each role, to oneself, to a member of one's team, and to another. */
  toAssignments: [
    "assign",
    "createAssignmentRule",
    "decideEnrolmentRequest",
    "decideExtensionRequest",
    "endAssignmentRule",
    "requestExtension",
  ],
  /** assignment-permissions.test.ts: by each role. */
  toTeams: [
    "addTeamMember",
    "changeTeamManager",
    "createTeam",
    "removeTeamMember",
    "requestEnrolment",
    "setPersonRoles",
  ],
  /** webhook-permissions.test.ts: by each role. */
  toWebhooks: [
    "changeWebhookEndpoint",
    "createWebhookEndpoint",
    "pauseWebhookEndpoint",
    "replayWebhookDelivery",
    "replayWebhooks",
    "resumeWebhookEndpoint",
    "retireWebhookEndpoint",
    "rotateWebhookSecret",
    "sendTestWebhook",
  ],
  /** lms-permissions.test.ts: by each role. */
  toLms: [
    "approveLmsConnection",
    "matchExternalIdentity",
    "pauseLmsConnection",
    "refuseLmsConnection",
    "resumeLmsConnection",
    "retireLmsConnection",
  ],
  /** lti-permissions.test.ts: by each role. */
  toLti: [
    "answerDeepLink",
    "approveLtiDeployment",
    "createLtiRegistrationLink",
    "readLmsRoster",
    "registerLtiPlatform",
    "rotateLtiKey",
  ],
  /** lms-connectors.test.ts: by each role. */
  toLmsFacts: ["checkLmsConnection", "createLmsConnection", "endLmsActivityMapping", "mapLmsActivity", "retryLmsPush"],
} as const;

/** Mutations that no test tries by role, each with the reason. There should be few. */
export const untried: Readonly<Record<string, string>> = {};
