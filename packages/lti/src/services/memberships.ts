import { z } from "zod";
import type { LtiUser } from "../launch.ts";
import { type LtiRoles, parseRoles } from "../roles.ts";
import { scope } from "../scopes.ts";
import { linkOf, pagesOf, withQuery } from "./pages.ts";
import { parseAnswer, type ServiceClient } from "./service-client.ts";

/** A person in a course: Names and Role Provisioning Services 2.0, section 2.4. */
export interface LtiMember {
  readonly user: LtiUser;
  readonly roles: LtiRoles;
  /** DELETED comes in answers to a differences URL alone. */
  readonly status: "ACTIVE" | "INACTIVE" | "DELETED";
}

/** A page of a roster. */
export interface LtiMembersPage {
  readonly members: readonly LtiMember[];
  /** On the last page, where the platform has it: the URL that gives what changes from now on. */
  readonly differencesUrl?: string;
}

export interface MembershipFilter {
  /** Only people with this role, by its URI or short name: asked of the platform, and seen to here, since some overlook it. */
  readonly role?: string;
  /** Only people who may open this link; the platform may then give their custom parameters. */
  readonly resourceLinkId?: string;
  /** How many a page is asked to have. 100; the platform may give fewer or more. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

const text = z.preprocess((value) => (value === null || value === "" ? undefined : value), z.string().optional());
const pageShape = z.looseObject({
  members: z
    .array(
      z.looseObject({
        user_id: z.preprocess(
          (value) => (typeof value === "number" ? String(value) : value),
          z.string().min(1).max(255),
        ),
        roles: z.array(z.string()).catch([]),
        status: text,
        name: text,
        given_name: text,
        family_name: text,
        email: text,
        picture: text,
      }),
    )
    .max(100_000),
});

/**
 * The roster, a page at a time. The first URL is the launch's `membershipsUrl`, or what `differencesUrl` was the last time.
 * @throws LtiServiceError
 */
export async function* membersOf(
  client: ServiceClient,
  membershipsUrl: string,
  { role, resourceLinkId, pageSize = 100, signal }: MembershipFilter = {},
): AsyncGenerator<LtiMembersPage> {
  const url = withQuery(membershipsUrl, { role, rlid: resourceLinkId, limit: pageSize });
  const accept = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
  const call = { url, scope: scope.membershipReadonly, accept, bytes: 8 * 1024 * 1024, signal };
  const isWanted = role === undefined ? () => true : withRole(role);
  for await (const page of pagesOf(client, call, { role })) {
    const { members } = parseAnswer(pageShape, page, url);
    const differencesUrl = linkOf(page, "differences", url);
    yield { members: members.map(memberOf).filter(isWanted), ...(differencesUrl !== null && { differencesUrl }) };
  }
}

/** Who has the role, or a sub-role of it. Of who is gone, platforms need not say what they were. */
function withRole(role: string): (member: LtiMember) => boolean {
  const { context, institution, system, other } = parseRoles([role]);
  const [wanted] = context;
  return ({ roles, status }) =>
    status === "DELETED" ||
    (wanted !== undefined &&
      roles.context.some((one) => one.role === wanted.role && (!wanted.subRole || one.subRole === wanted.subRole))) ||
    [institution, system, other].some(([name], at) => {
      const theirs = [roles.institution, roles.system, roles.other][at];
      return name !== undefined && theirs?.includes(name);
    });
}

type Row = z.output<typeof pageShape>["members"][number];

function memberOf({ user_id: subject, roles, status, name, given_name, family_name, email, picture }: Row): LtiMember {
  // A picture is shown: a script is none.
  const image = picture !== undefined && /^https?:/i.test(picture) ? picture : undefined;
  const words = { name, givenName: given_name, familyName: family_name, email, picture: image };
  const known = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  const state = status?.toUpperCase();
  return {
    user: { subject, ...known },
    roles: parseRoles(roles),
    // Section 2.4: Active, where it is left out.
    status: state === "INACTIVE" || state === "DELETED" ? state : "ACTIVE",
  };
}
