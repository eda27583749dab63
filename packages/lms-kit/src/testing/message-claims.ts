import { customParameters } from "./custom-variables.ts";
import { groupSetsUrl, groupsUrl, lineItemsUrl, lineItemUrl, paths, rosterUrl } from "./endpoints.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import { claimNames as c, roleUri, serviceScopes } from "./vocabulary.ts";
import type { World } from "./world.ts";

type Claims = Record<string, unknown>;

/** How long an id_token is good for, in seconds: as short as Moodle's. */
const tokenLife = 60;

function serviceClaims(world: World, intent: LaunchIntent): Claims {
  const { course, lineItem, tool } = intent;
  if (course === null) return {};
  const grades = tool.scopes.filter((scope) => scope.includes("/lti-ags/"));
  return {
    ...(grades.length === 0
      ? {}
      : {
          [c.grades]: {
            scope: grades,
            lineitems: lineItemsUrl(world.url(), course.id),
            ...(lineItem === null ? {} : { lineitem: lineItemUrl(world.url(), course.id, lineItem.id) }),
          },
        }),
    ...(tool.scopes.includes(serviceScopes.roster)
      ? { [c.roster]: { context_memberships_url: rosterUrl(world.url(), course.id), service_versions: ["2.0"] } }
      : {}),
    ...(tool.scopes.includes(serviceScopes.groups)
      ? {
          [c.groups]: {
            scope: [serviceScopes.groups],
            context_groups_url: groupsUrl(world.url(), course.id),
            context_group_sets_url: groupSetsUrl(world.url(), course.id),
            service_versions: ["1.0"],
          },
        }
      : {}),
  };
}

function messageOf(world: World, intent: LaunchIntent): Claims {
  const { resourceLink: link, forUser } = intent;
  const resourceLink =
    link === null
      ? {}
      : {
          [c.resourceLink]: {
            id: link.id,
            title: link.title,
            ...(link.description === null ? {} : { description: link.description }),
          },
        };
  if (intent.deepLinking !== null) {
    const {
      acceptTypes,
      acceptPresentationDocumentTargets,
      acceptMultiple,
      acceptLineItem,
      autoCreate,
      title,
      text,
      data,
    } = intent.deepLinking;
    return {
      [c.deepLinkingSettings]: {
        deep_link_return_url: `${world.url()}${paths.deepLinkingReturn}?course=${encodeURIComponent(intent.course?.id ?? "")}`,
        accept_types: acceptTypes,
        accept_presentation_document_targets: acceptPresentationDocumentTargets,
        accept_multiple: acceptMultiple,
        accept_lineitem: acceptLineItem,
        auto_create: autoCreate,
        ...(title === undefined ? {} : { title }),
        ...(text === undefined ? {} : { text }),
        data,
      },
    };
  }
  if (forUser !== null) {
    return {
      ...resourceLink,
      [c.forUser]: {
        user_id: forUser.id,
        name: forUser.name,
        given_name: forUser.givenName,
        family_name: forUser.familyName,
        roles: (intent.course?.membership(forUser.id)?.roles ?? []).map(roleUri),
        ...(forUser.email === null ? {} : { email: forUser.email }),
      },
    };
  }
  return resourceLink;
}

/** The claims of an id_token, all as they should be: LTI Core 1.3 section 5, Security Framework 1.0 section 5.1.2. */
export function messageClaims(world: World, intent: LaunchIntent, nonce: string): Claims {
  const { user, course, tool } = intent;
  const now = Math.floor(world.now().getTime() / 1000);
  return {
    iss: world.issuer(),
    sub: user.id,
    aud: tool.clientId,
    azp: tool.clientId,
    iat: now,
    exp: now + tokenLife,
    nonce,
    name: user.name,
    given_name: user.givenName,
    family_name: user.familyName,
    ...(user.email === null ? {} : { email: user.email }),
    locale: user.locale,
    [c.messageType]: intent.messageType,
    [c.version]: "1.3.0",
    [c.deploymentId]: intent.deploymentId,
    [c.targetLinkUri]: intent.targetLinkUri,
    [c.roles]: intent.roles.map(roleUri),
    ...(course === null
      ? {}
      : {
          [c.context]: {
            id: course.id,
            label: course.label,
            title: course.title,
            type: ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
          },
        }),
    [c.toolPlatform]: {
      guid: new URL(world.issuer()).host,
      name: world.name,
      product_family_code: "kunna-platform-simulator",
      version: "1",
    },
    [c.launchPresentation]: {
      document_target: intent.documentTarget,
      locale: intent.locale,
      return_url: intent.returnUrl,
    },
    [c.custom]: customParameters(world, intent),
    ...serviceClaims(world, intent),
    ...messageOf(world, intent),
  };
}
