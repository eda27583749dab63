import { setTimeout } from "node:timers/promises";
import type { LtiDeepLinkItem, LtiPlatformReference, LtiServices } from "@kunna/api";
import { membershipOf } from "@kunna/domain";
import { ConnectorError, type ConnectorProblem, type RosterMember } from "@kunna/lms-kit";
import {
  type LtiMember,
  type LtiRegistration,
  type LtiResourceLinkItem,
  LtiServiceError,
  type LtiTool,
  type ServiceProblemCode,
  serviceProblems,
} from "@kunna/lti";
import type { LtiTools } from "./tools.ts";

/** What a connector says in place of what the library does. */
const problemOf = {
  SERVICE_UNREACHABLE: "UNREACHABLE",
  SERVICE_TIMEOUT: "UNREACHABLE",
  SERVICE_TOO_LARGE: "UNEXPECTED_ANSWER",
  SERVICE_REDIRECTED: "REFUSED",
  SERVICE_URL_REFUSED: "REFUSED",
  SERVICE_RATE_LIMITED: "RATE_LIMITED",
  SERVICE_NOT_AUTHORISED: "NOT_AUTHORISED",
  SERVICE_NOT_FOUND: "NOT_FOUND",
  SERVICE_REFUSED: "REFUSED",
  SERVICE_FAILED: "UNREACHABLE",
  SERVICE_ANSWER_INVALID: "UNEXPECTED_ANSWER",
  SERVICE_PAGING_REFUSED: "REFUSED",
  ACCESS_TOKEN_REFUSED: "NOT_AUTHORISED",
  SCOPE_NOT_GRANTED: "NOT_AUTHORISED",
  REGISTRATION_BLOCKED: "REFUSED",
} as const satisfies Record<ServiceProblemCode, ConnectorProblem>;

/** The maximum of each score that is told; a platform scales it to its own. */
const scoreMaximum = 100;
/** How many members a page of a roster is asked to have. */
const pageSize = 500;

/** What the API has platforms asked and told. */
export function ltiServices(tools: LtiTools, now: () => Date): LtiServices {
  const speakTo = (platform: LtiPlatformReference) => toolFor(tools, platform);
  return {
    async signDeepLink({ deploymentId, data, items, ...platform }) {
      const { tool, registration } = await speakTo(platform);
      const deepLinking = data === undefined ? {} : { data };
      return tool.signDeepLinkAnswer({
        registrationId: registration.id,
        deploymentId,
        deepLinking,
        items: items.map(linkItem),
      });
    },
    async *readRoster({ membershipsUrl, ...platform }, signal) {
      const { tool, registration } = await speakTo(platform);
      try {
        const options = { pageSize, ...(signal ? { signal } : {}) };
        for await (const { members } of tool.services(registration).members(membershipsUrl, options))
          yield members.map((member) => rosterMember(registration, member));
      } catch (error) {
        throw connectorError(error);
      }
    },
    async publishScore({ lineItemUrl, subject, share, completed, at, comment, ...platform }, signal) {
      const { tool, registration } = await speakTo(platform);
      const publish = (timestamp: Date) =>
        tool.services(registration).publishScore(
          lineItemUrl,
          {
            userId: subject,
            timestamp,
            activityProgress: completed ? "Completed" : "InProgress",
            // A share on the way is shown as it is: Moodle erases a grade by what is not fully graded.
            gradingProgress: "FullyGraded",
            scoreGiven: Math.round(share * scoreMaximum * 100) / 100,
            scoreMaximum,
            ...(comment === undefined ? {} : { comment }),
          },
          signal,
        );
      try {
        // Another process's clock may be ahead of this one's, and a score from the future would keep out what follows it.
        const first = new Date(Math.min(at.getTime(), now().getTime()));
        if ((await publish(first)) === "TAKEN") return "TAKEN";
        // Moodle keeps times in whole seconds: of two results in one, the later would be lost, and a gradebook never be right again.
        const later = new Date(first.getTime() + 1_000);
        await setTimeout(Math.max(0, later.getTime() - now().getTime()), undefined, signal ? { signal } : {});
        return await publish(later);
      } catch (error) {
        throw connectorError(error);
      }
    },
  };
}

async function toolFor(
  tools: LtiTools,
  { organisationId, connectionId }: LtiPlatformReference,
): Promise<{ readonly tool: LtiTool; readonly registration: LtiRegistration }> {
  const organisation = await tools.organisation({ id: organisationId });
  const registration = organisation && (await tools.registration(organisation, connectionId));
  if (!registration) throw new ConnectorError("REFUSED", "The platform is not registered here.");
  return { tool: tools.of(organisation), registration };
}

function linkItem({ title, text, custom, lineItem, dueAt }: LtiDeepLinkItem): LtiResourceLinkItem {
  return {
    type: "ltiResourceLink",
    title,
    ...(text === undefined ? {} : { text }),
    custom,
    ...(lineItem ? { lineItem } : {}),
    ...(dueAt ? { submission: { endDateTime: dueAt } } : {}),
  };
}

function rosterMember({ issuer }: LtiRegistration, { user, roles, status }: LtiMember): RosterMember {
  const { subject, name, email } = user;
  return {
    identity: { issuer, subject, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) },
    roles: membershipOf(roles.context),
    active: status === "ACTIVE",
  };
}

/** The library's errors as a connector's: with what an administrator can do, and nothing of what the platform answered. */
function connectorError(error: unknown): unknown {
  if (!(error instanceof LtiServiceError)) return error;
  const { meaning, action } = serviceProblems[error.code];
  return new ConnectorError(problemOf[error.code], `${meaning} ${action}`, {
    cause: error,
    ...(error.retryAfter === null ? {} : { retryAfter: error.retryAfter }),
  });
}
