import type { LtiRegistration } from "./registration.ts";
import type { LtiRoles } from "./roles.ts";

/** What the messages of LTI 1.3 that this library takes are called on the wire. */
export const messageTypes = ["LtiResourceLinkRequest", "LtiDeepLinkingRequest", "LtiSubmissionReviewRequest"] as const;
export type LtiMessageType = (typeof messageTypes)[number];

/** A person, as the platform says. `registrationId` and `subject` together name exactly one; an e-mail address names nobody. */
export interface LtiUser {
  /** `sub`: the same for good, and only within its issuer. */
  readonly subject: string;
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly email?: string;
  readonly picture?: string;
}

/** Where results go: Assignment and Grade Services 2.0. */
export interface LtiAgs {
  /** What the platform lets the tool do here. */
  readonly scopes: readonly string[];
  /** The course's line items, where the tool may list or make them. */
  readonly lineItemsUrl?: string;
  /** The line item of this link, where it has exactly one. */
  readonly lineItemUrl?: string;
}

/** Groups of the course: Course Groups Service 1.0. */
export interface LtiGroupsService {
  readonly groupsUrl: string;
  readonly groupSetsUrl?: string;
}

/** What the platform takes back from a picker: Deep Linking 2.0, section 4.4. */
export interface LtiDeepLinking {
  readonly returnUrl: string;
  /** Such as "ltiResourceLink", "link", "html". */
  readonly acceptTypes: readonly string[];
  /** Such as "iframe", "window". */
  readonly acceptTargets: readonly string[];
  readonly acceptMultiple: boolean;
  /** Whether a link may bring its line item. Left out by the platform: true, and it may still drop it. */
  readonly acceptLineItem: boolean;
  readonly title?: string;
  readonly text?: string;
  /** The platform's own, to be given back as it is. */
  readonly data?: string;
}

/** What every verified message says. It is plain JSON: an application may keep it with its session. */
interface LaunchBase {
  readonly registrationId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly user: LtiUser;
  readonly roles: LtiRoles;
  /** The course, where there is one. */
  readonly context?: {
    readonly id: string;
    readonly label?: string;
    readonly title?: string;
    readonly types: readonly string[];
  };
  /** Which LMS it is. */
  readonly platform?: {
    readonly guid?: string;
    readonly name?: string;
    readonly productFamily?: string;
    readonly version?: string;
  };
  /** BCP 47 language tag, with hyphens, whichever way the platform writes it. */
  readonly locale?: string;
  /** "iframe" or "window", where the platform says. */
  readonly documentTarget?: string;
  /** Where the person may be sent back to. Of any origin: show it as a link, and do not follow it unasked. */
  readonly returnUrl?: string;
  /** The tool's custom parameters, as texts. */
  readonly custom: Readonly<Record<string, string>>;
  readonly ags?: LtiAgs;
  /** The roster: Names and Role Provisioning Services 2.0. */
  readonly membershipsUrl?: string;
  readonly groups?: LtiGroupsService;
  /** Whose mentor the person is: subjects of this platform. */
  readonly mentorOf: readonly string[];
  /** All claims as they were verified, for what is not above. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A person opens a link in a course. */
export interface LtiResourceLaunch extends LaunchBase {
  readonly messageType: "LtiResourceLinkRequest";
  /** Of this tool: checked. */
  readonly targetLinkUri: string;
  readonly resourceLink: { readonly id: string; readonly title?: string; readonly description?: string };
}

/** A reviewer opens what somebody handed in: LTI Submission Review 1.0. */
export interface LtiSubmissionReviewLaunch extends Omit<LtiResourceLaunch, "messageType"> {
  readonly messageType: "LtiSubmissionReviewRequest";
  /** Whose it is. */
  readonly forUser: LtiUser;
}

/** An instructor picks what to add to a course. */
export interface LtiDeepLinkingLaunch extends LaunchBase {
  readonly messageType: "LtiDeepLinkingRequest";
  readonly targetLinkUri?: string;
  readonly deepLinking: LtiDeepLinking;
}

export type LtiLaunch = LtiResourceLaunch | LtiSubmissionReviewLaunch | LtiDeepLinkingLaunch;

/** What a message is verified against. */
export type LaunchRegistration = Pick<LtiRegistration, "id" | "issuer" | "clientId">;
