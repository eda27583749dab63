/** The claims of LTI messages by their full names: LTI Core 1.3 section 5, Deep Linking 2.0, AGS 2.0, NRPS 2.0, Course Groups 1.0. */
export const claimNames = {
  messageType: "https://purl.imsglobal.org/spec/lti/claim/message_type",
  version: "https://purl.imsglobal.org/spec/lti/claim/version",
  deploymentId: "https://purl.imsglobal.org/spec/lti/claim/deployment_id",
  targetLinkUri: "https://purl.imsglobal.org/spec/lti/claim/target_link_uri",
  resourceLink: "https://purl.imsglobal.org/spec/lti/claim/resource_link",
  roles: "https://purl.imsglobal.org/spec/lti/claim/roles",
  context: "https://purl.imsglobal.org/spec/lti/claim/context",
  toolPlatform: "https://purl.imsglobal.org/spec/lti/claim/tool_platform",
  launchPresentation: "https://purl.imsglobal.org/spec/lti/claim/launch_presentation",
  custom: "https://purl.imsglobal.org/spec/lti/claim/custom",
  lis: "https://purl.imsglobal.org/spec/lti/claim/lis",
  forUser: "https://purl.imsglobal.org/spec/lti/claim/for_user",
  grades: "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint",
  roster: "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
  groups: "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice",
  deepLinkingSettings: "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings",
  contentItems: "https://purl.imsglobal.org/spec/lti-dl/claim/content_items",
  deepLinkingData: "https://purl.imsglobal.org/spec/lti-dl/claim/data",
  deepLinkingMessage: "https://purl.imsglobal.org/spec/lti-dl/claim/msg",
  deepLinkingLog: "https://purl.imsglobal.org/spec/lti-dl/claim/log",
  deepLinkingError: "https://purl.imsglobal.org/spec/lti-dl/claim/errormsg",
  deepLinkingErrorLog: "https://purl.imsglobal.org/spec/lti-dl/claim/errorlog",
} as const;

/** The messages that the platform sends. */
export const messageTypes = ["LtiResourceLinkRequest", "LtiDeepLinkingRequest", "LtiSubmissionReviewRequest"] as const;
export type MessageType = (typeof messageTypes)[number];

/** The scopes of the services: AGS 2.0 "Scope", NRPS 2.0 and Course Groups 1.0 "Access restriction". */
export const serviceScopes = {
  lineItem: "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
  lineItemReadOnly: "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
  resultReadOnly: "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
  score: "https://purl.imsglobal.org/spec/lti-ags/scope/score",
  roster: "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
  groups: "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly",
} as const;

/** Roles by a short name, in full as LTI Core 1.3 appendix A has them. The first eight are of a course. */
export const roleUris = {
  Learner: "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner",
  Instructor: "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
  ContentDeveloper: "http://purl.imsglobal.org/vocab/lis/v2/membership#ContentDeveloper",
  Mentor: "http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor",
  Administrator: "http://purl.imsglobal.org/vocab/lis/v2/membership#Administrator",
  Manager: "http://purl.imsglobal.org/vocab/lis/v2/membership#Manager",
  Member: "http://purl.imsglobal.org/vocab/lis/v2/membership#Member",
  TeachingAssistant: "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant",
  InstitutionStudent: "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student",
  InstitutionInstructor: "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
  InstitutionAdministrator: "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
  SystemAdministrator: "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
} as const;
export type RoleName = keyof typeof roleUris;

/** A role by a short name, or by any full URI. */
export type Role = RoleName | `http${string}`;

/** The full URI of a role. */
export function roleUri(role: Role): string {
  return role in roleUris ? roleUris[role as RoleName] : role;
}
