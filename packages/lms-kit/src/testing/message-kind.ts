import type { LmsUser } from "./course.ts";
import type { DeepLinkingSettings, LaunchIntent } from "./launch-intent.ts";
import type { MessageType } from "./vocabulary.ts";

/** A message by its type, with what only that type has. */
export interface MessageKind {
  readonly messageType: MessageType;
  readonly forUser: LmsUser | null;
  readonly deepLinking: LaunchIntent["deepLinking"];
}

export const resourceLinkRequest: MessageKind = {
  messageType: "LtiResourceLinkRequest",
  forUser: null,
  deepLinking: null,
};

export function submissionReviewRequest(forUser: LmsUser): MessageKind {
  return { messageType: "LtiSubmissionReviewRequest", forUser, deepLinking: null };
}

/** A deep linking request that takes links of both kinds, several at once, and line items, unless told otherwise. */
export function deepLinkingRequest(settings: Partial<DeepLinkingSettings> = {}): MessageKind {
  return {
    messageType: "LtiDeepLinkingRequest",
    forUser: null,
    deepLinking: {
      acceptTypes: ["ltiResourceLink", "link"],
      acceptPresentationDocumentTargets: ["iframe", "window"],
      acceptMultiple: true,
      acceptLineItem: true,
      autoCreate: false,
      ...settings,
      data: settings.data ?? crypto.randomUUID(),
    },
  };
}
