import type { z } from "zod";
import { claim, commonShape, deepLinkingShape, resourceLinkShape, submissionReviewShape } from "./claims.ts";
import { type LaunchRegistration, type LtiLaunch, type LtiMessageType, type LtiUser, messageTypes } from "./launch.ts";
import { isSafeUrl } from "./limited-fetch.ts";
import { parseClaims } from "./parse-claims.ts";
import { shown } from "./printable.ts";
import { LtiRefusal } from "./problems.ts";
import { parseRoles } from "./roles.ts";

export interface ReadLaunchOptions {
  readonly registration: LaunchRegistration;
  /** Whether an address is this tool's. */
  readonly isTarget: (url: string) => boolean;
  /** Whether http is taken for loopback hosts. */
  readonly loopback: boolean;
  /** Told of each part that was left out, since it is not as it should be: its name and what it should be, and no value. */
  readonly onLeftOut?: (what: string) => void;
}

/**
 * What a verified token says, once its own rules hold (LTI 1.3 core, section 5.3). @throws LtiRefusal VERSION_UNSUPPORTED,
 * MESSAGE_TYPE_UNSUPPORTED, ANONYMOUS_LAUNCH, MESSAGE_MALFORMED, TARGET_REFUSED
 */
export function readLaunch(claims: Readonly<Record<string, unknown>>, options: ReadLaunchOptions): LtiLaunch {
  const { registration } = options;
  const version = claims[claim.version];
  if (version !== "1.3.0")
    throw new LtiRefusal("VERSION_UNSUPPORTED", `The version is ${shown(version)}, and not 1.3.0.`);
  const messageType = messageTypeOf(claims[claim.messageType]);
  const parse = <T extends z.ZodType>(shape: T) => parseClaims(shape, claims, options.onLeftOut);
  const common = parse(commonShape);
  const context = common[claim.context];
  const platform = common[claim.platform];
  const presentation = common[claim.launchPresentation];
  const ags = common[claim.ags];
  const groups = common[claim.groups];
  const locale = presentation?.locale ?? common.locale;
  const returnUrl = presentation?.return_url;
  const base = {
    registrationId: registration.id,
    issuer: registration.issuer,
    clientId: registration.clientId,
    deploymentId: common[claim.deploymentId],
    user: userOf(subjectOf(claims.sub), common),
    roles: parseRoles(common[claim.roles]),
    ...(context && {
      context: {
        id: context.id,
        ...defined({ label: context.label, title: context.title }),
        types: context.type ?? [],
      },
    }),
    ...(platform && {
      platform: defined({
        guid: platform.guid,
        name: platform.name,
        productFamily: platform.product_family_code,
        version: platform.version,
      }),
    }),
    ...defined({
      locale: locale?.replaceAll("_", "-"),
      documentTarget: presentation?.document_target,
      // A link to a script would run as this page.
      returnUrl: returnUrl && /^https?:/i.test(returnUrl) ? returnUrl : undefined,
      membershipsUrl: common[claim.nrps]?.context_memberships_url,
    }),
    custom: textsOf(common[claim.custom]),
    ...(ags && { ags: { scopes: ags.scope, ...defined({ lineItemsUrl: ags.lineitems, lineItemUrl: ags.lineitem }) } }),
    ...(groups?.context_groups_url !== undefined && {
      groups: { groupsUrl: groups.context_groups_url, ...defined({ groupSetsUrl: groups.context_group_sets_url }) },
    }),
    mentorOf: common[claim.roleScopeMentor] ?? [],
    claims,
  };
  if (messageType === "LtiDeepLinkingRequest")
    return { ...base, messageType, ...deepLinkingOf(parse(deepLinkingShape), options) };
  const link = parse(resourceLinkShape);
  const { id, title, description } = link[claim.resourceLink];
  const resource = {
    ...base,
    targetLinkUri: targetOf(link[claim.targetLinkUri], options),
    resourceLink: { id, ...defined({ title, description }) },
  };
  if (messageType === "LtiResourceLinkRequest") return { ...resource, messageType };
  const forUser = parse(submissionReviewShape)[claim.forUser];
  return { ...resource, messageType, forUser: userOf(forUser.user_id, forUser) };
}

function deepLinkingOf(parsed: z.output<typeof deepLinkingShape>, options: ReadLaunchOptions) {
  const settings = parsed[claim.deepLinking];
  const target = parsed[claim.targetLinkUri];
  if (!isSafeUrl(settings.deep_link_return_url, options.loopback)) {
    throw new LtiRefusal("MESSAGE_MALFORMED", "deep_link_return_url is no https address.");
  }
  return {
    // Not asked for in this message (Deep Linking 2.0, section 3.3): checked where it is there.
    ...(target !== undefined && { targetLinkUri: targetOf(target, options) }),
    deepLinking: {
      returnUrl: settings.deep_link_return_url,
      // Every platform takes these.
      acceptTypes: settings.accept_types ?? ["ltiResourceLink"],
      acceptTargets: settings.accept_presentation_document_targets ?? [],
      acceptMultiple: settings.accept_multiple ?? false,
      acceptLineItem: settings.accept_lineitem ?? true,
      ...defined({ title: settings.title, text: settings.text, data: settings.data }),
    },
  };
}

function messageTypeOf(value: unknown): LtiMessageType {
  const found = messageTypes.find((type) => type === value);
  if (!found) throw new LtiRefusal("MESSAGE_TYPE_UNSUPPORTED", `The message type is ${shown(value)}.`);
  return found;
}

/** Section 5.3.6.1: a launch without `sub` is of nobody. */
function subjectOf(value: unknown): string {
  const text = typeof value === "number" ? String(value) : value;
  if (text === undefined || text === null || text === "") throw new LtiRefusal("ANONYMOUS_LAUNCH", "There is no sub.");
  if (typeof text !== "string" || !/^[\x20-\x7e]{1,255}$/.test(text)) {
    throw new LtiRefusal("MESSAGE_MALFORMED", "sub: 1 to 255 ASCII characters");
  }
  return text;
}

function targetOf(url: string, { isTarget }: ReadLaunchOptions): string {
  if (!isTarget(url)) throw new LtiRefusal("TARGET_REFUSED", `target_link_uri is ${url}.`);
  return url;
}

type Optional<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** An object without what is undefined. */
export function defined<T extends object>(object: T): Optional<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Optional<T>;
}

function userOf(
  subject: string,
  person: {
    readonly name?: string | undefined;
    readonly given_name?: string | undefined;
    readonly family_name?: string | undefined;
    readonly email?: string | undefined;
    readonly picture?: unknown;
  },
): LtiUser {
  const picture = typeof person.picture === "string" && /^https?:/i.test(person.picture) ? person.picture : undefined;
  const { name, given_name: givenName, family_name: familyName, email } = person;
  return { subject, ...defined({ name, givenName, familyName, email, picture }) };
}

/** Numbers and booleans become texts, and what is no single value is left out. */
function textsOf(object: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const simple = Object.entries(object ?? {}).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  return Object.fromEntries(simple.map(([key, value]) => [key, String(value)]));
}
