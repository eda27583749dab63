export type { ContentItem } from "./content-items.ts";
export type { CookieContext, CookieJar, RefusedCookie, ThirdPartyCookies } from "./cookie-jar.ts";
export type {
  Course,
  CourseGroup,
  CourseInput,
  LineItem,
  LineItemInput,
  LmsUser,
  Membership,
  ResourceLink,
  ResourceLinkInput,
  Score,
  SubmissionReview,
} from "./course.ts";
export type { DeepLinkingResponse } from "./deep-linking.ts";
export { firstForm, type HtmlForm } from "./html.ts";
export { type KeyRing, newKeyRing, type SigningKey } from "./key-ring.ts";
export type { DeepLinkingOptions, Launch, LaunchOptions, SubmissionReviewOptions } from "./launch.ts";
export type { DeepLinkingSettings, LaunchMisbehaviour } from "./launch-intent.ts";
export type { LmsUserInput } from "./people.ts";
export {
  createPlatform,
  type PageOptions,
  type Platform,
  type PlatformConfiguration,
  type PlatformOptions,
} from "./platform.ts";
export { type Problem, type Specification, specifications } from "./problems.ts";
export type { RegistrationInvitation, RegistrationOptions, RegistrationVisit } from "./registration-invitation.ts";
export type { ServiceMisbehaviour } from "./service-misbehaviour.ts";
export { type TokenMisbehaviour, tokenMisbehaviours } from "./token-misbehaviour.ts";
export type { BrowserStep, Placement, ToolBrowser, ToolBrowserOptions, Visit, VisitOptions } from "./tool-browser.ts";
export type { ToolRegistration, ToolRegistrationInput } from "./tool-registration.ts";
export {
  claimNames,
  type MessageType,
  messageTypes,
  type Role,
  type RoleName,
  roleUri,
  roleUris,
  serviceScopes,
} from "./vocabulary.ts";
