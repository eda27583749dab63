import { type ContentItem, contentItemFindings, type ResourceLinkItem } from "./content-items.ts";
import type { Course, LineItem, ResourceLink } from "./course.ts";
import { escapeHtml, htmlResponse } from "./html.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import { type Finding, finding } from "./problems.ts";
import { requestParameters } from "./request-parameters.ts";
import { claimFindings, type ReadJwt, readJwt, signatureFindings, useJwt } from "./tool-keys.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import { claimNames as c } from "./vocabulary.ts";
import type { World } from "./world.ts";

/** What a tool answered to a deep linking request, and what the platform made of it. */
export interface DeepLinkingResponse {
  readonly tool: ToolRegistration;
  readonly course: Course | null;
  readonly items: readonly ContentItem[];
  /** The links that were put into the course, in the order of the items that are `ltiResourceLink`. */
  readonly resourceLinks: readonly ResourceLink[];
  readonly lineItems: readonly LineItem[];
  /** What the tool says to the person, and to the log; null: nothing. */
  readonly message: string | null;
  readonly log: string | null;
  readonly errorMessage: string | null;
  readonly errorLog: string | null;
}

const told = (code: string, section: string, message: string) => finding(code, "Deep Linking 2.0", section, message);
const text = (value: unknown) => (typeof value === "string" ? value : null);

function messageFindings(claims: ReadJwt["claims"], tool: ToolRegistration): readonly Finding[] {
  const found: Finding[] = [];
  if (claims[c.messageType] !== "LtiDeepLinkingResponse") {
    found.push(told("MESSAGE_TYPE", "4.5.2 Message type", "message_type must be LtiDeepLinkingResponse."));
  }
  if (claims[c.version] !== "1.3.0") found.push(told("VERSION", "4.5.3 Version", "version must be 1.3.0."));
  if (!tool.deploymentIds.includes(String(claims[c.deploymentId]))) {
    found.push(told("DEPLOYMENT", "4.5.4 Deployment ID", "deployment_id must be the one of the request."));
  }
  for (const name of [c.deepLinkingMessage, c.deepLinkingLog, c.deepLinkingError, c.deepLinkingErrorLog]) {
    if (claims[name] !== undefined && typeof claims[name] !== "string") {
      found.push(told("MESSAGE_TEXT", "4.5.7 to 4.5.10", `${name} must be text.`));
    }
  }
  return found;
}

/** The request that this answers: its `data` comes back as it was (section 4.5.5). */
function requestOf(world: World, claims: ReadJwt["claims"], tool: ToolRegistration): LaunchIntent | undefined {
  return [...world.intents.values()].find(
    (intent) =>
      intent.tool === tool && intent.deepLinking !== null && intent.deepLinking.data === claims[c.deepLinkingData],
  );
}

function place(
  world: World,
  intent: LaunchIntent,
  items: readonly ContentItem[],
  claims: ReadJwt["claims"],
): DeepLinkingResponse {
  const { course, tool } = intent;
  const resourceLinks: ResourceLink[] = [];
  const lineItems: LineItem[] = [];
  for (const item of items) {
    if (item.type !== "ltiResourceLink" || course === null) continue;
    const { title, text: description, url, custom, lineItem } = item as ResourceLinkItem;
    const link = course.resourceLink({
      clientId: tool.clientId,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(url === undefined ? {} : { url }),
      ...(custom === undefined ? {} : { custom }),
    });
    resourceLinks.push(link);
    if (lineItem === undefined) continue;
    lineItems.push(
      course.lineItem({
        clientId: tool.clientId,
        resourceLink: link,
        label: lineItem.label ?? link.title,
        scoreMaximum: lineItem.scoreMaximum,
        ...(lineItem.resourceId === undefined ? {} : { resourceId: lineItem.resourceId }),
        ...(lineItem.tag === undefined ? {} : { tag: lineItem.tag }),
      }),
    );
  }
  const response = {
    tool,
    course,
    items,
    resourceLinks,
    lineItems,
    message: text(claims[c.deepLinkingMessage]),
    log: text(claims[c.deepLinkingLog]),
    errorMessage: text(claims[c.deepLinkingError]),
    errorLog: text(claims[c.deepLinkingErrorLog]),
  };
  world.deepLinkingResponses.push(response);
  return response;
}

/** Takes what a tool answers to a deep linking request: a form with a JWT that it signed. Deep Linking 2.0 section 4.5. */
export async function deepLinkingEndpoint(request: Request, world: World): Promise<Response> {
  const refuse = (findings: readonly Finding[]) => {
    for (const found of findings) world.report(request, found);
    return htmlResponse(`<p>${escapeHtml(findings.map((found) => found.message).join(" "))}</p>`, 400);
  };
  const form = request.method === "POST" ? await requestParameters(request) : null;
  const jwt = form?.values.get("JWT");
  if (jwt === undefined) return refuse([told("DEEP_LINKING_FORM", "2.3", "The answer is a POST of a form with JWT.")]);
  const read = readJwt(jwt);
  if (read === null) return refuse([told("DEEP_LINKING_JWT", "4.5 Deep linking response message", "JWT is no JWT.")]);
  const { claims } = read;
  const tool = world.tools.get(String(claims.iss));
  const rules = { spec: "Security Framework 1.0", section: "5.2.2 Tool-originating messages" } as const;
  if (tool === undefined) {
    return refuse([finding("JWT_ISSUER", rules.spec, rules.section, "iss must be the tool's client_id.")]);
  }
  const found = [
    ...claimFindings(world, claims, { ...rules, audience: world.issuer(), once: "nonce" }),
    ...(await signatureFindings(world, tool, jwt)),
    ...messageFindings(claims, tool),
  ];
  if (claims.azp !== undefined && claims.azp !== world.issuer()) {
    found.push(finding("JWT_AZP", rules.spec, rules.section, "azp, if it is there, must be the same as aud."));
  }
  const intent = requestOf(world, claims, tool);
  if (intent?.deepLinking == null) {
    found.push(told("DATA", "4.5.5 Data", "data must be given back as the request had it."));
    return refuse(found);
  }
  const items = claims[c.contentItems] ?? [];
  if (!Array.isArray(items)) found.push(told("CONTENT_ITEM", "4.5.6 Content items", "content_items must be a list."));
  else found.push(...contentItemFindings(items, intent.deepLinking));
  if (found.length > 0) return refuse(found);
  useJwt(world, claims, "nonce");
  const { message, errorMessage } = place(world, intent, items as ContentItem[], claims);
  const said = errorMessage ?? message;
  const list = (items as ContentItem[]).map((item) => `<li>${escapeHtml(String(item.title ?? item.type))}</li>`);
  return htmlResponse(
    `<!doctype html><html lang="en"><title>Added</title><h1>Added to the course</h1>${said === null ? "" : `<p>${escapeHtml(said)}</p>`}<ul>${list.join("")}</ul>`,
  );
}
