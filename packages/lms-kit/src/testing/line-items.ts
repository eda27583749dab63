import type { Course, LineItem } from "./course.ts";
import { lineItemUrl } from "./endpoints.ts";
import { type LineItemBody, lineItemBody, lineItemJson, writeLineItem } from "./line-item-json.ts";
import { linkHeader, sliceOf, urlOfSlice } from "./paging.ts";
import { finding } from "./problems.ts";
import { authorised, jsonBody, methodNotAllowed, notAcceptable, refuseFor } from "./service-request.ts";
import { serviceScopes } from "./vocabulary.ts";
import type { AccessToken, World } from "./world.ts";

const itemType = "application/vnd.ims.lis.v2.lineitem+json";
const containerType = "application/vnd.ims.lis.v2.lineitemcontainer+json";
const methods = "3.2 Line item service scope and allowed HTTP methods";
const json = (value: unknown, type: string, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { status, headers: { "content-type": type, ...headers } });

/** The line items of a course that a tool may see: its own, and those that are of any. */
const seenBy = (course: Course, token: AccessToken) =>
  course.lineItems.filter((item) => item.clientId === null || item.clientId === token.clientId);

/** The line item with this id, if the tool may see it. */
export function lineItemFor(course: Course, itemId: string, token: AccessToken): LineItem | undefined {
  return seenBy(course, token).find((item) => item.id === itemId);
}

function linkProblem(course: Course, body: LineItemBody, token: AccessToken) {
  if (body.resourceLinkId === undefined) return null;
  const link = course.resourceLinks.find((other) => other.id === body.resourceLinkId);
  if (link !== undefined && (link.clientId === null || link.clientId === token.clientId)) return null;
  return finding(
    "RESOURCE_LINK",
    "AGS 2.0",
    "3.2.9 resourceLinkId",
    "resourceLinkId is of no link of this tool in this course.",
  );
}

async function create(request: Request, world: World, course: Course, token: AccessToken): Promise<Response> {
  const section = "3.2.5 Creating a new line item";
  const body = await jsonBody(request, world, {
    mediaType: itemType,
    schema: lineItemBody,
    code: "LINE_ITEM",
    spec: "AGS 2.0",
    section,
  });
  if (body instanceof Response) return body;
  const wrong = linkProblem(course, body, token);
  if (wrong !== null) return refuseFor(world, request, 400, [wrong]);
  const resourceLink = course.resourceLinks.find((link) => link.id === body.resourceLinkId);
  const item = course.lineItem({ clientId: token.clientId, ...(resourceLink === undefined ? {} : { resourceLink }) });
  writeLineItem(item, body);
  const made = lineItemJson(world, course, item);
  return json(made, itemType, 201, { location: String(made.id) });
}

/** The container of line items: AGS 2.0 sections 3.2.4 and 3.2.5. */
export async function lineItemsEndpoint(request: Request, world: World, course: Course): Promise<Response> {
  const reading = request.method === "GET";
  if (!reading && request.method !== "POST") return methodNotAllowed(request, world, "GET, POST", "AGS 2.0", methods);
  const scopes = reading ? [serviceScopes.lineItem, serviceScopes.lineItemReadOnly] : [serviceScopes.lineItem];
  const token = authorised(request, world, scopes);
  if (token instanceof Response) return token;
  const refusal = notAcceptable(
    request,
    world,
    reading ? containerType : itemType,
    "AGS 2.0",
    "3.2 Media types and schemas",
  );
  if (refusal !== null) return refusal;
  if (!reading) return create(request, world, course, token);
  const url = new URL(request.url);
  const fits = (name: string, value: string | null) => {
    const asked = url.searchParams.get(name);
    return asked === null || asked === value;
  };
  const items = seenBy(course, token).filter(
    (item) =>
      fits("resource_link_id", item.resourceLinkId) && fits("resource_id", item.resourceId) && fits("tag", item.tag),
  );
  const { from, size } = sliceOf(url);
  const next = from + size < items.length ? urlOfSlice(url, { from: from + size, size }) : null;
  const link = linkHeader({ next });
  return json(
    items.slice(from, from + size).map((item) => lineItemJson(world, course, item)),
    containerType,
    200,
    link === null ? {} : { link },
  );
}

async function update(request: Request, world: World, course: Course, item: LineItem): Promise<Response> {
  const section = "3.2.6 Updating a line item";
  const body = await jsonBody(request, world, {
    mediaType: itemType,
    schema: lineItemBody,
    code: "LINE_ITEM",
    spec: "AGS 2.0",
    section,
  });
  if (body instanceof Response) return body;
  if (body.id !== undefined && body.id !== lineItemUrl(world.url(), course.id, item.id)) {
    return refuseFor(world, request, 400, [finding("LINE_ITEM", "AGS 2.0", section, "id must not change.")]);
  }
  if (body.resourceLinkId !== undefined && body.resourceLinkId !== item.resourceLinkId) {
    return refuseFor(world, request, 400, [
      finding("LINE_ITEM", "AGS 2.0", section, "resourceLinkId must not change."),
    ]);
  }
  writeLineItem(item, body);
  return json(lineItemJson(world, course, item), itemType);
}

/** One line item: AGS 2.0 section 3.2. */
export async function lineItemEndpoint(
  request: Request,
  world: World,
  course: Course,
  itemId: string,
): Promise<Response> {
  const { method } = request;
  if (!["GET", "PUT", "DELETE"].includes(method)) {
    return methodNotAllowed(request, world, "GET, PUT, DELETE", "AGS 2.0", methods);
  }
  const scopes = method === "GET" ? [serviceScopes.lineItem, serviceScopes.lineItemReadOnly] : [serviceScopes.lineItem];
  const token = authorised(request, world, scopes);
  if (token instanceof Response) return token;
  const item = lineItemFor(course, itemId, token);
  if (item === undefined) return Response.json({ error: "NOT_FOUND" }, { status: 404 });
  if (method === "DELETE") {
    course.removeLineItem(item.id);
    return new Response(null, { status: 204 });
  }
  const refusal = notAcceptable(request, world, itemType, "AGS 2.0", "3.2 Media types and schemas");
  if (refusal !== null) return refusal;
  return method === "PUT" ? update(request, world, course, item) : json(lineItemJson(world, course, item), itemType);
}
