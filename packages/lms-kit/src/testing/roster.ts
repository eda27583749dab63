import type { Course, Membership, ResourceLink } from "./course.ts";
import { crowdMember } from "./crowd.ts";
import { rosterUrl } from "./endpoints.ts";
import { linkHeader, type Slice, sliceOf, urlOfSlice } from "./paging.ts";
import { finding } from "./problems.ts";
import type { ServiceMisbehaviour } from "./service-misbehaviour.ts";
import { authorised, methodNotAllowed, notAcceptable, refuseFor } from "./service-request.ts";
import { claimNames, roleUri, roleUris, serviceScopes } from "./vocabulary.ts";
import type { AccessToken, World } from "./world.ts";

const rosterType = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
const service = "2.4";

interface Roster {
  readonly size: number;
  slice(part: Slice): readonly Membership[];
}

/** The members that a query asks for. The crowd comes after all others, and is made up as it is listed. */
function rosterOf(course: Course, role: string | null, since: number | null): Roster {
  const fits = (member: Membership) => {
    if (since !== null ? member.revision <= since : member.status === "Deleted") return false;
    return role === null || member.roles.map(roleUri).includes(role);
  };
  const named = course.members.filter(fits);
  const crowd = since !== null || (role !== null && role !== roleUris.Learner) ? 0 : course.crowd;
  return {
    size: named.length + crowd,
    slice({ from, size }) {
      const first = named.slice(from, from + size);
      const begin = Math.max(from - named.length, 0);
      const count = Math.max(Math.min(size - first.length, crowd - begin), 0);
      return [...first, ...Array.from({ length: count }, (_, at) => crowdMember(begin + at))];
    },
  };
}

function memberJson(member: Membership, link: ResourceLink | null, enrolments: readonly string[] | null) {
  const { user } = member;
  return {
    user_id: user.id,
    status: member.status,
    roles: member.roles.map(roleUri),
    name: user.name,
    given_name: user.givenName,
    family_name: user.familyName,
    ...(user.email === null ? {} : { email: user.email }),
    ...(enrolments === null ? {} : { group_enrollments: enrolments.map((id) => ({ group_id: id })) }),
    ...(link === null
      ? {}
      : {
          message: [
            {
              [claimNames.messageType]: "LtiResourceLinkRequest",
              locale: user.locale,
              [claimNames.custom]: link.custom,
            },
          ],
        }),
  };
}

function nextUrl(
  url: URL,
  part: Slice,
  roster: Roster,
  revision: string,
  fault: ServiceMisbehaviour["roster"] | undefined,
): string | null {
  const next = { from: part.from + part.size, size: part.size };
  if (fault === "FOREIGN_HOST") return `https://elsewhere.example/roster?from=${next.from}`;
  if (next.from < roster.size) return urlOfSlice(url, next, { revision });
  return fault === "CIRCLE" ? urlOfSlice(url, { from: 0, size: part.size }, { revision }) : null;
}

function linkOf(course: Course, id: string | null, token: AccessToken): ResourceLink | null | undefined {
  if (id === null) return null;
  return course.resourceLinks.find(
    (link) => link.id === id && (link.clientId === null || link.clientId === token.clientId),
  );
}

/** Names and Role Provisioning Services 2.0: who is in a course, a page at a time, and what has changed since. */
export async function rosterEndpoint(
  request: Request,
  world: World,
  course: Course,
  fault: ServiceMisbehaviour["roster"] | undefined,
): Promise<Response> {
  if (request.method !== "GET") return methodNotAllowed(request, world, "GET", "NRPS 2.0", service);
  const token = authorised(request, world, [serviceScopes.roster]);
  if (token instanceof Response) return token;
  const refusal = notAcceptable(request, world, rosterType, "NRPS 2.0", "2.1 Membership container media type");
  if (refusal !== null) return refusal;
  const url = new URL(request.url);
  const link = linkOf(course, url.searchParams.get("rlid"), token);
  if (link === undefined) {
    const message = "rlid is of no link of this tool in this course.";
    return refuseFor(world, request, 403, [finding("RESOURCE_LINK", "NRPS 2.0", "3.1", message)]);
  }
  const asked = url.searchParams.get("role");
  // A short name is of a course, as in launches.
  const role = asked === null || asked.includes("#") ? asked : `${roleUris.Learner.split("#")[0]}#${asked}`;
  const since = url.searchParams.get("since");
  const roster = rosterOf(course, role, since === null ? null : Number(since));
  const part = sliceOf(url);
  // What changes while a tool turns the pages is told again by the differences since the first of them.
  const revision = url.searchParams.get("revision") ?? String(course.revision);
  const differences = new URL(rosterUrl(world.url(), course.id));
  differences.searchParams.set("since", revision);
  const groups = url.searchParams.get("groups") === "true" ? course.groups : null;
  const members = roster
    .slice(part)
    .map((member) =>
      memberJson(member, link, groups?.filter((g) => g.userIds.includes(member.user.id)).map((g) => g.id) ?? null),
    );
  const context = { id: course.id, label: course.label, title: course.title };
  return new Response(JSON.stringify({ id: request.url, context, members }), {
    headers: {
      "content-type": rosterType,
      link: linkHeader({ next: nextUrl(url, part, roster, revision, fault), differences: differences.href }) ?? "",
    },
  });
}
