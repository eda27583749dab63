import { z } from "zod";

/** The claims of an LTI message (LTI 1.3 core, section 5), by their names on the wire. */

const lti = "https://purl.imsglobal.org/spec/lti/claim";
export const claim = {
  messageType: `${lti}/message_type`,
  version: `${lti}/version`,
  deploymentId: `${lti}/deployment_id`,
  targetLinkUri: `${lti}/target_link_uri`,
  resourceLink: `${lti}/resource_link`,
  roles: `${lti}/roles`,
  context: `${lti}/context`,
  platform: `${lti}/tool_platform`,
  roleScopeMentor: `${lti}/role_scope_mentor`,
  launchPresentation: `${lti}/launch_presentation`,
  lis: `${lti}/lis`,
  custom: `${lti}/custom`,
  forUser: `${lti}/for_user`,
  ags: "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint",
  nrps: "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
  groups: "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice",
  deepLinking: "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings",
  deepLinkingData: "https://purl.imsglobal.org/spec/lti-dl/claim/data",
  contentItems: "https://purl.imsglobal.org/spec/lti-dl/claim/content_items",
  deepLinkingMessage: "https://purl.imsglobal.org/spec/lti-dl/claim/msg",
  deepLinkingLog: "https://purl.imsglobal.org/spec/lti-dl/claim/log",
  deepLinkingErrorMessage: "https://purl.imsglobal.org/spec/lti-dl/claim/errormsg",
  deepLinkingErrorLog: "https://purl.imsglobal.org/spec/lti-dl/claim/errorlog",
} as const;

/** At most 255 ASCII characters: sections 5.3.3, 5.3.5 and 5.3.6. Some platforms send numbers. */
const id = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  z.string().regex(/^[\x20-\x7e]{1,255}$/, "1 to 255 ASCII characters"),
);
/** Words for people. Empty is as if left out, and so is null; numbers are written out. */
const text = z.preprocess(
  (value) => (value === null || value === "" ? undefined : typeof value === "number" ? String(value) : value),
  z.string().optional(),
);
const url = z.preprocess(
  (value) => (value === null || value === "" ? undefined : value),
  z
    .string()
    .max(8_192)
    .refine((value) => URL.canParse(value), "a URL")
    .optional(),
);
const texts = z.array(z.string()).max(200);
/** Scopes; some write them as OAuth does, and some leave them out. */
const scopes = z.preprocess(
  (value) => (typeof value === "string" ? value.split(" ").filter(Boolean) : (value ?? [])),
  texts,
);

/** What a message is nothing without. All else is left out where it is not as it should be. */
export const strictClaims: ReadonlySet<string> = new Set([
  claim.messageType,
  claim.version,
  claim.deploymentId,
  claim.roles,
  claim.targetLinkUri,
  claim.resourceLink,
  claim.forUser,
]);
/** The same of single members of a claim. */
export const strictMembers: Readonly<Record<string, ReadonlySet<string>>> = {
  [claim.resourceLink]: new Set(["id"]),
  [claim.forUser]: new Set(["user_id"]),
  [claim.deepLinking]: new Set(["deep_link_return_url"]),
};

/** An object that may be left out. PHP writes an empty one as [], and null stands for none. */
const optionalObject = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess(
    (value) => (value === null || Array.isArray(value) ? undefined : value),
    z.looseObject(shape).optional(),
  );

const person = { name: text, given_name: text, family_name: text, email: text };

/** What every message has, whatever its type. */
export const commonShape = z.looseObject({
  ...person,
  picture: text,
  locale: text,
  [claim.deploymentId]: id,
  [claim.roles]: texts,
  [claim.context]: optionalObject({ id, label: text, title: text, type: texts.optional() }),
  [claim.platform]: optionalObject({ guid: text, name: text, product_family_code: text, version: text, url: text }),
  [claim.roleScopeMentor]: texts.optional(),
  [claim.launchPresentation]: optionalObject({ document_target: text, return_url: url, locale: text }),
  [claim.custom]: optionalObject({}),
  [claim.ags]: optionalObject({ scope: scopes, lineitems: url, lineitem: url }),
  [claim.nrps]: optionalObject({ context_memberships_url: url }),
  [claim.groups]: optionalObject({ context_groups_url: url, context_group_sets_url: url, scope: texts.optional() }),
});

export const resourceLinkShape = z.looseObject({
  [claim.targetLinkUri]: z.string().max(8_192),
  [claim.resourceLink]: z.looseObject({ id, title: text, description: text }),
});

export const submissionReviewShape = resourceLinkShape.extend({
  [claim.forUser]: z.looseObject({ user_id: id, ...person, roles: texts.optional() }),
});

export const deepLinkingShape = z.looseObject({
  [claim.targetLinkUri]: z.string().max(8_192).optional(),
  [claim.deepLinking]: z.looseObject({
    deep_link_return_url: z.string().max(8_192),
    accept_types: texts.optional(),
    accept_presentation_document_targets: texts.optional(),
    accept_multiple: bool(),
    accept_lineitem: bool(),
    auto_create: bool(),
    title: text,
    text,
    // As it came, but for an empty one, which is data too.
    data: z.preprocess((value) => value ?? undefined, z.string().optional()),
  }),
});

/** Booleans; some platforms send them as words or numbers. */
function bool() {
  const words = new Map<unknown, boolean>([
    ["true", true],
    ["false", false],
    [1, true],
    [0, false],
    ["1", true],
    ["0", false],
  ]);
  return z.preprocess((value) => words.get(value) ?? value, z.boolean().nullish());
}
