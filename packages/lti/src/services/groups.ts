import { z } from "zod";
import { scope } from "../scopes.ts";
import { pagesOf, withQuery } from "./pages.ts";
import { parseAnswer, type ServiceClient } from "./service-client.ts";

/** A group of a course: Course Groups Service 1.0. */
export interface LtiGroup {
  readonly id: string;
  readonly name: string;
  /** The set that it is one of, where groups come in sets. */
  readonly setId?: string;
}

const id = z.preprocess((value) => (typeof value === "number" ? String(value) : value), z.string().min(1));
const shape = z.looseObject({
  groups: z
    .array(z.looseObject({ id, name: z.string(), set_id: id.nullish() }))
    .max(10_000)
    .default([]),
});

/** The groups of a course, or those that one person is in. @throws LtiServiceError */
export async function groupsOf(
  client: ServiceClient,
  groupsUrl: string,
  { userId, signal }: { readonly userId?: string; readonly signal?: AbortSignal } = {},
): Promise<readonly LtiGroup[]> {
  const url = withQuery(groupsUrl, { user_id: userId });
  const accept = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json";
  const groups: LtiGroup[] = [];
  for await (const page of pagesOf(client, { url, scope: scope.groupReadonly, accept, signal })) {
    const found = parseAnswer(shape, page, url).groups;
    groups.push(...found.map(({ id, name, set_id: setId }) => ({ id, name, ...(setId != null && { setId }) })));
  }
  return groups;
}
