import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { type LmsSession, lmsAssetsFolder, lmsPath, renderLmsShell } from "../src/index.ts";

/**
 * Serves the shell and its files as the server does, so that the pages are tested without a launch: `/launch?session=...`
 * stands for one. Only what LTI itself adds is left out, which the server's own tests try.
 */
export async function startPages(): Promise<Host> {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src *";
  return startHost((url, response) => {
    response.setHeader("content-security-policy", policy);
    const session = url.searchParams.get("session");
    if (url.pathname === "/launch" && session) return sendPage(response, JSON.parse(session) as LmsSession);
    if (url.pathname === lmsPath) return sendPage(response, null, url.searchParams.get("lang") === "sv" ? "sv" : "en");
    if (url.pathname.startsWith(lmsPath)) return sendFile(response, url.pathname.slice(lmsPath.length));
    response.writeHead(404).end();
  });
}

/** A course page of another site, with the pages in a frame that it makes as high as it is told, and nothing else. */
export async function startCourse(): Promise<Host> {
  return startHost((url, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>A course</title><style>iframe { width: 100%; border: 0 }</style>
<h1>A course</h1><iframe title="Kunna" height="150" src="${url.searchParams.get("src")?.replaceAll('"', "&quot;")}"></iframe>
<script>
  const frame = document.querySelector("iframe");
  window.told = [];
  addEventListener("message", ({ data, source }) => {
    const { subject, height } = JSON.parse(data);
    if (source !== frame.contentWindow || subject !== "lti.frameResize") return;
    window.told.push(height);
    frame.height = height;
  });
</script></html>`);
  });
}

export interface Host {
  readonly port: number;
  stop(): Promise<void>;
}

async function startHost(answer: (url: URL, response: ServerResponse) => void): Promise<Host> {
  const server = createServer((request, response) => answer(new URL(request.url ?? "/", "http://localhost"), response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return { port, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

function sendPage(response: ServerResponse, session: LmsSession | null, locale: "en" | "sv" = "en"): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  const language = session ? (session.locale.startsWith("sv") ? "sv" : "en") : locale;
  response.end(renderLmsShell({ session, locale: language }));
}

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

function sendFile(response: ServerResponse, name: string): void {
  response.setHeader("content-type", types[extname(name)] ?? "application/octet-stream");
  response.end(readFileSync(join(lmsAssetsFolder, normalize(`/${name}`))));
}
