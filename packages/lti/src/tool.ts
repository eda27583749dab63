import { browserBinding } from "./browser-binding.ts";
import { shortReference } from "./bytes.ts";
import { deepLinkPage, type LtiDeepLinkAnswer, signDeepLinkAnswer } from "./deep-link.ts";
import type { LtiDeepLinking } from "./launch.ts";
import { type LogSubject, noticeEntry, refusalEntry } from "./log.ts";
import { checkStatus, receiveLogin } from "./login.ts";
import { languageOf } from "./pages/page.ts";
import { problemPage } from "./pages/problem-page.ts";
import { platformKeys } from "./platform-keys.ts";
import { LtiRefusal } from "./problems.ts";
import { receiveLaunch } from "./receive-launch.ts";
import { receiveRegistration } from "./register.ts";
import type { LtiRegistration } from "./registration.ts";
import { createLtiServices, type LtiServices } from "./services.ts";
import { publicKeys } from "./signing-keys.ts";
import { canvasConfiguration, type LtiManualValue, manualValues } from "./tool-configuration.ts";
import { type LtiToolOptions, loopbackOf, type ToolContext, targetsOf } from "./tool-options.ts";

/** An LTI 1.3 tool: each method takes a request and gives the answer, which is a page in plain words where something is wrong. */
export interface LtiTool {
  /** The platform begins a login: GET or POST. */
  login(request: Request): Promise<Response>;
  /** The platform posts a launch. */
  launch(request: Request): Promise<Response>;
  /** The tool's public keys. The first call makes the first key. */
  jwks(request?: Request): Promise<Response>;
  /** A platform registers itself: GET shows what is asked for, POST does it. */
  register(request: Request): Promise<Response>;
  /** The JSON that Canvas, and others like it, take in place of typing. @param hint for the login URL */
  configuration(hint?: string): Response;
  /** What an admin types into an LMS that takes neither. */
  manualValues(hint?: string): readonly LtiManualValue[];
  /**
   * The signed answer to a deep linking launch, to be posted as `JWT` to its `returnUrl`. @throws DeepLinkItemsRefused; LtiRefusal where the
   * registration was blocked meanwhile
   */
  signDeepLinkAnswer(answer: LtiDeepLinkAnswer): Promise<string>;
  /** A page that posts it. @throws as signDeepLinkAnswer */
  deepLinkResponse(answer: LtiDeepLinkAnswer & DeepLinkReturn, request: Request): Promise<Response>;
  /** The services of a registered platform. */
  services(registration: LtiRegistration): LtiServices;
  /** Answers by the address of `urls`; null: the request is for something else. */
  handle(request: Request): Promise<Response | null>;
}

interface DeepLinkReturn {
  readonly deepLinking: Pick<LtiDeepLinking, "returnUrl">;
}

/** @throws Error when the addresses are not fit to be a tool's */
export function createLtiTool(options: LtiToolOptions): LtiTool {
  const tool = contextOf(options);

  const login = answering(tool, ["GET", "POST"], receiveLogin);
  const launch = answering(tool, ["POST"], receiveLaunch);
  const answerKeys = answering(
    tool,
    ["GET", "HEAD"],
    async () =>
      new Response(JSON.stringify(await publicKeys(tool.storage, tool.now())), {
        headers: {
          "content-type": "application/json",
          "cache-control": "public, max-age=300",
          "x-content-type-options": "nosniff",
        },
      }),
  );
  const jwks = (request?: Request): Promise<Response> => answerKeys(request ?? new Request(tool.urls.jwks));

  const register = answering(tool, ["GET", "POST"], receiveRegistration);
  const sign = async (answer: LtiDeepLinkAnswer): Promise<string> => {
    const registration = await tool.storage.getRegistration(answer.registrationId);
    if (registration === null) throw new Error(`There is no registration ${answer.registrationId}.`);
    checkStatus(registration);
    return signDeepLinkAnswer(
      { storage: tool.storage, now: tool.now(), isTarget: tool.isTarget },
      registration,
      answer,
    );
  };

  const { register: registerUrl } = tool.urls;
  const routes = new Map<string, (request: Request) => Promise<Response>>([
    [pathOf(tool.urls.login), login],
    [pathOf(tool.urls.launch), launch],
    [pathOf(tool.urls.jwks), jwks],
    ...(registerUrl === undefined ? [] : [[pathOf(registerUrl), register] as const]),
  ]);
  return {
    login,
    launch,
    jwks,
    register,
    configuration: (hint) =>
      Response.json(canvasConfiguration(tool, hint), { headers: { "cache-control": "no-store" } }),
    manualValues: (hint) => manualValues(tool, hint),
    signDeepLinkAnswer: sign,
    deepLinkResponse: async (answer, request) => {
      const page = { jwt: await sign(answer), returnUrl: answer.deepLinking.returnUrl, formAction: tool.formAction };
      return deepLinkPage(languageOf(request), page);
    },
    services: createLtiServices({ storage: tool.storage, fetch: tool.fetch, now: tool.now, loopback: tool.loopback }),
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
      const refused = error instanceof LtiRefusal ? error : null;
      const code = refused?.code ?? "TOOL_FAILED";
      const detail = refused?.detail ?? "The application's handler, storage or network threw.";
      const reference = shortReference();
      const entry = refusalEntry(code, { detail, reference }, subject);
      if (refused) tool.log(entry);
      else tool.log(entry, error);
      const { method } = request;
      const allow = methods.includes(method) ? undefined : methods.join(", ");
      return problemPage(code, languageOf(request), { now: tool.now(), reference, said: refused?.said, allow });
    }
  };
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
