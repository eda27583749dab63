import { browserBinding } from "./browser-binding.ts";
import { type LogSubject, noticeEntry, refusalEntry } from "./log.ts";
import { receiveLogin } from "./login.ts";
import { languageOf } from "./pages/page.ts";
import { problemPage } from "./pages/problem-page.ts";
import { platformKeys } from "./platform-keys.ts";
import { LtiRefusal } from "./problems.ts";
import { receiveLaunch } from "./receive-launch.ts";
import { publicKeys } from "./signing-keys.ts";
import { type LtiToolOptions, loopbackOf, type ToolContext, targetsOf } from "./tool-options.ts";

/** An LTI 1.3 tool: each method takes a request and gives the answer, which is a page in plain words where something is wrong. */
export interface LtiTool {
  /** The platform begins a login: GET or POST. */
  login(request: Request): Promise<Response>;
  /** The platform posts a launch. */
  launch(request: Request): Promise<Response>;
  /** The tool's public keys. The first call makes the first key. */
  jwks(): Promise<Response>;
  /** Answers by the address of `urls`; null: the request is for something else. */
  handle(request: Request): Promise<Response | null>;
}

/** @throws Error when the addresses are not fit to be a tool's */
export function createLtiTool(options: LtiToolOptions): LtiTool {
  const tool = contextOf(options);

  const login = answering(tool, ["GET", "POST"], receiveLogin);
  const launch = answering(tool, ["POST"], receiveLaunch);
  const jwks = async (): Promise<Response> =>
    new Response(JSON.stringify(await publicKeys(tool.storage, tool.now())), {
      headers: {
        "content-type": "application/json",
        "cache-control": "public, max-age=300",
        "x-content-type-options": "nosniff",
      },
    });

  const routes = new Map([
    [pathOf(tool.urls.login), login],
    [pathOf(tool.urls.launch), launch],
    [pathOf(tool.urls.jwks), jwks],
  ]);
  return {
    login,
    launch,
    jwks,
    handle: async (request) => (await routes.get(pathOf(request.url))?.(request)) ?? null,
  };
}

function contextOf(options: LtiToolOptions): ToolContext {
  const loopback = loopbackOf(options.urls);
  const timeout = options.timeout ?? 5_000;
  const { fetch, now, log } = options;
  return {
    ...options,
    loopback,
    timeout,
    keys: platformKeys({
      fetch,
      now,
      loopback,
      timeout,
      onStale: (_jwksUri, detail) => log(noticeEntry("KEYS_STALE", {}, detail)),
    }),
    binding: browserBinding(loopback),
    isTarget: targetsOf(options.urls),
    formAction: loopback ? "'self' https: http://localhost:* http://127.0.0.1:*" : "'self' https:",
  };
}

type Receive = (request: Request, tool: ToolContext, about: (subject: LogSubject) => void) => Promise<Response>;

/** A handler whose refusals become a line in the log and a page, and whose failures become TOOL_FAILED. */
export function answering(
  tool: ToolContext,
  methods: readonly string[],
  receive: Receive,
): (request: Request) => Promise<Response> {
  return async (request) => {
    let subject: LogSubject = {};
    try {
      if (!methods.includes(request.method)) throw new LtiRefusal("METHOD_REFUSED", `The method is ${request.method}.`);
      return await receive(request, tool, (known) => {
        subject = known;
      });
    } catch (error) {
      const { code, detail } =
        error instanceof LtiRefusal
          ? error
          : ({ code: "TOOL_FAILED", detail: error instanceof Error ? error.message : String(error) } as const);
      tool.log(refusalEntry(code, detail, subject));
      return problemPage(code, languageOf(request), tool.now());
    }
  };
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
