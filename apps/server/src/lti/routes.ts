import type { IncomingMessage, ServerResponse } from "node:http";
import type { LtiTool } from "@kunna/lti";
import { nodeHandler } from "@kunna/lti/node";
import { notFound, refusal } from "../http/answer.ts";
import { send } from "../http/send.ts";
import type { LtiTools } from "./tools.ts";

/** In bytes: a token with every claim that LTI has is some KiB. */
const bodyLimit = 64 * 1024;
const prefix = "/lti/";

/** Whether a path is one of an LTI tool's. */
export function isLtiPath(path: string): boolean {
  return path.startsWith(prefix);
}

/**
 * The addresses of an LTI tool. Each organisation is one, named by `?organisation=<key>`; a launch comes to one address for
 * all, and its state says whose it is. Nothing of a request says where this is reached: the public URL does.
 */
export async function answerLti(
  tools: LtiTools,
  publicUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { protocol, hostname, origin } = new URL(publicUrl);
  if (protocol !== "https:" && !/^(localhost|127\..*|\[::1\])$/.test(hostname)) {
    const message =
      "An LMS needs https: browsers keep no login inside of it otherwise. Set PUBLIC_URL to where https is.";
    return send(response, refusal(503, "LTI_NEEDS_HTTPS", message));
  }
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers["content-type"] ?? "");
  if (request.method === "POST" && !isForm)
    return send(response, refusal(415, "FORM_EXPECTED", "Send application/x-www-form-urlencoded."));
  const handle = nodeHandler((given) => answer(tools, given), { origin, bodyLimit });
  if (!(await handle(request, response))) await send(response, notFound("address"));
}

async function answer(tools: LtiTools, request: Request): Promise<Response | null> {
  const url = new URL(request.url);
  const key = url.searchParams.get("organisation");
  const organisation = key === null ? null : await tools.organisation({ key });
  switch (url.pathname.slice(prefix.length)) {
    case "launch":
      return tools.of(null).launch(request);
    case "login":
      // Of a key that is nobody's, the library finds no platform, and says so.
      return tools.of(organisation).login(key !== null && !organisation ? hinted(request, key) : request);
    case "register":
      return tools.of(organisation ?? (await tools.invitedBy(url.searchParams.get("token")))).register(request);
    case "jwks":
      return organisation && isRead(request) ? tools.of(organisation).jwks() : null;
    case "configuration":
      return organisation && isRead(request) ? configuration(tools.of(organisation), url) : null;
    default:
      return null;
  }
}

function hinted(request: Request, hint: string): Request {
  const url = new URL(request.url);
  url.searchParams.set("hint", hint);
  return new Request(url, request);
}

/** For an LMS that registers no tools by itself: the JSON that Canvas and others take, or what is typed in by hand. */
function configuration(tool: LtiTool, { searchParams }: URL): Response {
  if (searchParams.get("format") !== "manual") return tool.configuration();
  return Response.json({ values: tool.manualValues() }, { headers: { "cache-control": "no-store" } });
}

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}
