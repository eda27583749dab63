import { paths } from "./endpoints.ts";
import { escapeHtml, htmlResponse, selfSubmittingForm } from "./html.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import { loginInitiation } from "./login-initiation.ts";
import { literal, storageScript, toolOrigins } from "./storage-script.ts";
import type { World } from "./world.ts";

/** The name of the frame that stores for tools, where it is not the page itself. */
export const storageFrameName = "lti_storage";

const intentOf = (request: Request, world: World): LaunchIntent | undefined =>
  world.intents.get(new URL(request.url).searchParams.get("message") ?? "");

const notFound = () => htmlResponse("<!doctype html><title>Not found</title><p>There is no such message.</p>", 404);

/** Where a browser opens the page that shows the tool in a frame. */
export function toolPageUrl(world: World, intent: LaunchIntent): string {
  return `${world.url()}${paths.toolPage}?message=${encodeURIComponent(intent.hint)}`;
}

/** What the tool's frame opens first: it begins the login. */
export function loginPage(request: Request, world: World): Response {
  const intent = intentOf(request, world);
  return intent === undefined ? notFound() : htmlResponse(selfSubmittingForm(loginInitiation(world, intent, "POST")));
}

/** Answers `lti.capabilities`, and gives the frame the height that the tool asks for: LTI Client Side postMessages 0.1. */
function pageScript(origins: readonly string[], storage: string | null): string {
  const frame = storage === null || storage === "_parent" ? {} : { frame: storage };
  const stores = storage === null ? [] : ["lti.put_data", "lti.get_data"].map((subject) => ({ subject, ...frame }));
  return `
const toolOrigins = ${literal(origins)};
window.ltiMessages = [];
addEventListener("message", (event) => {
  if (typeof Object(event.data).subject !== "string") return;
  const { subject, message_id, height } = event.data;
  window.ltiMessages.push({ origin: event.origin, ...event.data });
  if (!toolOrigins.includes(event.origin)) return;
  const answer = (more) => event.source.postMessage({ subject: subject + ".response", message_id, ...more }, event.origin);
  if (subject === "lti.capabilities") {
    answer({ supported_messages: ${literal([{ subject: "lti.capabilities" }, { subject: "lti.frameResize" }, ...stores])} });
  } else if (subject === "lti.frameResize") {
    const pixels = Number(height);
    if (!(pixels > 0)) return answer({ error: { code: "bad_request", message: "height must be a number of pixels." } });
    document.getElementById("tool").style.height = pixels + "px";
    answer({ height: pixels });
  } else if (subject !== "lti.put_data" && subject !== "lti.get_data") {
    answer({ error: { code: "unsupported_subject", message: "There is no " + subject + " here." } });
  }
});`;
}

/** A page of the LMS with the tool in a frame. `window.ltiMessages` holds what the tool posted to it. */
export function toolPage(request: Request, world: World): Response {
  const intent = intentOf(request, world);
  if (intent === undefined) return notFound();
  const title = intent.resourceLink?.title ?? intent.deepLinking?.title ?? "Add content";
  const origins = toolOrigins(world);
  const { storageTarget } = intent;
  const named = storageTarget !== null && storageTarget !== "_parent";
  const login = `${paths.loginPage}?message=${encodeURIComponent(intent.hint)}`;
  // What a tool posts to a frame that has not loaded is lost, so that the tool comes after the storage.
  const begin = "const tool = document.getElementById('tool'); tool.src ||= tool.dataset.src";
  const storage = named
    ? `<iframe name="${escapeHtml(storageTarget)}" src="${paths.storageFrame}" title="Storage for tools" onload="${begin}" hidden></iframe>`
    : "";
  const scripts = [pageScript(origins, storageTarget), storageTarget === "_parent" ? storageScript(origins) : ""];
  return htmlResponse(`<!doctype html>
<html lang="${escapeHtml(intent.locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}: ${escapeHtml(world.name)}</title>
<style>body { margin: 0; font: 1rem/1.5 system-ui, sans-serif } main { padding: 1rem } #tool { width: 100%; height: 40rem; border: 1px solid #767676; box-sizing: border-box }</style>
<script>${scripts.map((script) => `{${script}}`).join("")}</script>
</head>
<body><main>
<p>${escapeHtml(intent.course?.title ?? world.name)}</p>
<h1>${escapeHtml(title)}</h1>
<iframe id="tool" name="tool" title="${escapeHtml(intent.tool.name)}" ${named ? "data-src" : "src"}="${login}" allow="clipboard-write; fullscreen"></iframe>
${storage}
</main></body></html>`);
}
