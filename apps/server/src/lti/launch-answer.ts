import { randomBytes } from "node:crypto";
import {
  encodeId,
  getLtiRegistration,
  type LtiSession,
  openLtiSession,
  type Services,
  type VerifiedLtiLaunch,
} from "@kunna/api";
import { LmsConnectionNotInUse } from "@kunna/domain";
import { type LmsSession, type LmsTarget, type PageLocale, renderLmsShell } from "@kunna/embed";
import { LtiRefusal } from "@kunna/lti";
import { embedHeaders } from "./embed-policy.ts";
import type { LaunchAnswer } from "./tools.ts";
import { waitingPage } from "./waiting-page.ts";

type Launch = Parameters<LaunchAnswer>[0];
type Opened = Extract<LtiSession, { kind: "SESSION" }>;

/** Makes of a verified launch a session, and answers with the page that holds it. */
export function launchAnswer(services: () => Services): LaunchAnswer {
  return async (launch) => {
    const { database } = services();
    const registration = await getLtiRegistration(database, launch.registrationId);
    if (!registration) throw new LtiRefusal("REGISTRATION_UNKNOWN", "The registration was removed meanwhile.");
    const session = await openLtiSession(services(), verifiedOf(launch, registration.organisationId)).catch(
      (error: unknown) => {
        // Paused between the login and here.
        if (error instanceof LmsConnectionNotInUse) throw new LtiRefusal("REGISTRATION_BLOCKED", error.message);
        throw error;
      },
    );
    const locale: PageLocale = /^sv\b/i.test(session.locale) ? "sv" : "en";
    if (session.kind === "UNMATCHED") return waitingPage(locale);
    const origins = platformOrigins(launch, registration);
    const nonce = randomBytes(16).toString("base64url");
    const { publicUrl, filesOrigin } = services();
    const page = renderLmsShell({ session: sessionOf(session, launch, { publicUrl, origins }), locale, nonce });
    return new Response(page, {
      headers: embedHeaders({
        nonce,
        frameAncestors: origins,
        // The answer of a deep link is sent to the platform, which may send it on to another of its hosts: browsers hold that against this too.
        formAction: launch.messageType === "LtiDeepLinkingRequest" ? [...origins, "https:"] : origins,
        filesOrigin,
      }),
    });
  };
}

/**
 * Whose pages the launch may have come from, the most likely one first. Where it is to lead back to is the page's own host, also where
 * a platform signs people in at another one and has one issuer for all, as Canvas does.
 */
function platformOrigins(
  launch: Launch,
  { authorizationEndpoint, issuer }: { readonly authorizationEndpoint: string; readonly issuer: string },
): string[] {
  const back = launch.messageType === "LtiDeepLinkingRequest" ? launch.deepLinking.returnUrl : launch.returnUrl;
  const urls = [...(back === undefined ? [] : [back]), authorizationEndpoint, issuer];
  return [...new Set(urls.map(originOf).filter((one) => one !== null))];
}

function verifiedOf(launch: Launch, organisationId: string): VerifiedLtiLaunch {
  const { registrationId, issuer, user, roles, context, locale, custom, ags, membershipsUrl } = launch;
  const { subject, name, email } = user;
  const link = launch.messageType === "LtiResourceLinkRequest" ? launch.resourceLink : null;
  const request = launch.messageType === "LtiDeepLinkingRequest" ? launch.deepLinking : null;
  const title = context?.title ?? context?.label;
  return {
    organisationId,
    connectionId: registrationId,
    issuer,
    user: { subject, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) },
    ...(locale === undefined ? {} : { locale }),
    course: context
      ? {
          id: context.id,
          ...(title === undefined ? {} : { title }),
          ...(membershipsUrl === undefined ? {} : { membershipsUrl }),
          ...(ags?.lineItemsUrl === undefined ? {} : { lineItemsUrl: ags.lineItemsUrl }),
        }
      : null,
    courseRoles: roles.context,
    link: link && {
      id: link.id,
      ...(link.title === undefined ? {} : { title: link.title }),
      ...(ags?.lineItemUrl === undefined ? {} : { lineItemUrl: ags.lineItemUrl }),
    },
    custom,
    deepLinking: request && {
      deploymentId: launch.deploymentId,
      returnUrl: request.returnUrl,
      acceptTypes: request.acceptTypes,
      acceptMultiple: request.acceptMultiple,
      acceptLineItem: request.acceptLineItem,
      ...(request.data === undefined ? {} : { data: request.data }),
    },
  };
}

function sessionOf(
  session: Opened,
  { context }: Launch,
  { publicUrl, origins }: { readonly publicUrl: string; readonly origins: readonly string[] },
): LmsSession {
  const { token, expiresAt, locale, isInstructor, isDeepLinking, opens, connectionName } = session;
  const [parentOrigin] = origins;
  const title = context?.title ?? context?.label;
  return {
    token,
    expiresAt: expiresAt.toISOString(),
    apiUrl: `${publicUrl}/graphql`,
    locale,
    view: isDeepLinking ? "deep-link" : isInstructor ? "instructor" : "learner",
    ...(opens ? { target: targetOf(opens) } : {}),
    ...(title === undefined ? {} : { context: { title } }),
    platform: { name: connectionName },
    ...(parentOrigin === undefined ? {} : { frame: { parentOrigin } }),
  };
}

function targetOf({ target, programId, moduleKey, requirementKey }: NonNullable<Opened["opens"]>): LmsTarget {
  return {
    kind: target,
    ...(programId === null ? {} : { programId: encodeId("Program", programId) }),
    ...(moduleKey === null ? {} : { moduleKey }),
    ...(requirementKey === null ? {} : { requirementKey }),
  };
}

function originOf(url: string): string | null {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url).origin : null;
}
