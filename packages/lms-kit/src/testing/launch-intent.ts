import type { Course, LineItem, LmsUser, ResourceLink } from "./course.ts";
import type { TokenMisbehaviour } from "./token-misbehaviour.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import type { MessageType, Role } from "./vocabulary.ts";

/** What the platform asks of a deep linking: Deep Linking 2.0, "Deep linking settings". */
export interface DeepLinkingSettings {
  readonly acceptTypes: readonly string[];
  readonly acceptPresentationDocumentTargets: readonly string[];
  readonly acceptMultiple: boolean;
  readonly acceptLineItem: boolean;
  readonly autoCreate: boolean;
  readonly title?: string;
  readonly text?: string;
  /** Given back by the tool as it is. Left out: a random text. */
  readonly data?: string;
}

/** What a launch does wrong on purpose. */
export interface LaunchMisbehaviour {
  /** What is wrong with the id_token; several at once are several faults in one token. */
  readonly token?: TokenMisbehaviour | readonly TokenMisbehaviour[];
  /** Claims as they are to be, by their full names. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Claims that are left out, by their full names. */
  readonly without?: readonly string[];
  /**
   * The form that carries the token. WRONG_STATE, NO_STATE: the state is another, or missing. NO_TOKEN: it carries none. REPLAYED: it
   * carries the token that was sent to this tool before. ERROR: the platform refuses, as with login_required.
   */
  readonly response?: "WRONG_STATE" | "NO_STATE" | "NO_TOKEN" | "REPLAYED" | "ERROR";
  /** Parameters of the login initiation as they are to be; null: left out. */
  readonly login?: Readonly<Record<string, string | null>>;
}

/** One message that waits to be sent: its `lti_message_hint` leads here. */
export interface LaunchIntent {
  readonly hint: string;
  readonly loginHint: string;
  readonly tool: ToolRegistration;
  readonly deploymentId: string;
  readonly messageType: MessageType;
  readonly user: LmsUser;
  readonly roles: readonly Role[];
  /** Null: a launch from no course. */
  readonly course: Course | null;
  readonly resourceLink: ResourceLink | null;
  readonly lineItem: LineItem | null;
  readonly forUser: LmsUser | null;
  readonly targetLinkUri: string;
  readonly storageTarget: string | null;
  readonly locale: string;
  readonly returnUrl: string;
  readonly documentTarget: "iframe" | "window";
  readonly custom: Readonly<Record<string, string>>;
  readonly deepLinking: (DeepLinkingSettings & { readonly data: string }) | null;
  readonly misbehave: LaunchMisbehaviour;
}
