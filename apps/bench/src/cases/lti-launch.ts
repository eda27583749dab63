import { createPlatform } from "@kunna/lms-kit/testing";
import { createLtiTool, memoryStorage } from "@kunna/lti";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import type { Row } from "../report.ts";
import { median, round } from "../statistics.ts";

const tool = "https://tool.example";
const urls = {
  login: `${tool}/lti/login`,
  launch: `${tool}/lti/launch`,
  jwks: `${tool}/lti/jwks`,
  register: `${tool}/lti/register`,
} as const;

/** How much is measured. */
export interface LaunchLoad {
  readonly rounds: number;
  /** Launches in a round. */
  readonly launches: number;
}

/**
 * LTI launches that one process takes a second, with every check of @kunna/lti, against jose's bare check of the same tokens' signature,
 * issuer and audience: what no launch can do without. The logins and the tokens are made before the time is taken; one after the other,
 * on one core, with what has to be kept in memory.
 */
export async function ltiLaunch({ rounds, launches }: LaunchLoad): Promise<Row> {
  const { prepare, take, bareCheck } = await openTool();
  const measured: { readonly ours: number; readonly peer: number }[] = [];
  // The first round warms both up, and is not counted.
  for (let index = -1; index < rounds; index += 1) {
    const prepared = await prepare(launches);
    const measureOurs = () => perSecond(prepared, take);
    const measurePeer = () => perSecond(prepared, bareCheck);
    const speeds =
      index % 2 === 0
        ? { ours: await measureOurs(), peer: await measurePeer() }
        : { peer: await measurePeer(), ours: await measureOurs() };
    if (index < 0) continue;
    measured.push(speeds);
    console.error(`  round ${index + 1} of ${rounds}: ${speeds.ours.toFixed(0)} : ${speeds.peer.toFixed(0)} a second`);
  }
  const ratios = measured.map(({ ours, peer }) => ours / peer);
  return {
    case: "lti-launch",
    kunna: round(median(measured.map(({ ours }) => ours)), 0),
    peer: round(median(measured.map(({ peer }) => peer)), 0),
    peerName: "jose 6 jwtVerify",
    ratio: round(median(ratios), 2),
    unit: "launches/s",
    spread: [round(Math.min(...ratios), 2), round(Math.max(...ratios), 2)],
  };
}

/** A launch that is yet to be posted. */
interface PreparedLaunch {
  readonly idToken: string;
  readonly request: Request;
}

async function openTool() {
  const platform = await createPlatform();
  const storage = memoryStorage();
  let taken = 0;
  const onLaunch = () => {
    taken += 1;
    return new Response();
  };
  const lti = createLtiTool({
    storage,
    urls,
    tool: { name: "Kunna", scopes: [], personalData: { en: "A name.", sv: "Ett namn." } },
    onLaunch,
    onDeepLink: onLaunch,
    onSubmissionReview: onLaunch,
    fetch: (request) => platform.fetch(request),
    now: () => new Date(),
    // What is refused is seen below.
    log: () => {},
  });
  // What a browser keeps for the one launch that is under way.
  let cookies: readonly string[] = [];
  const registered = platform.tool({
    loginUrl: urls.login,
    redirectUris: [urls.launch],
    jwksUrl: urls.jwks,
    handle: async (request) => {
      const response = await lti.handle(request);
      if (!response) return new Response(null, { status: 404 });
      cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
      return response;
    },
  });
  const { issuer, clientId, authorizationUrl, tokenUrl, jwksUrl } = platform.configurationFor(registered);
  storage.setRegistration({
    id: "bench",
    issuer,
    clientId,
    authorizationEndpoint: authorizationUrl,
    tokenEndpoint: tokenUrl,
    jwksUri: jwksUrl,
    status: "APPROVED",
    deployments: "FIRST_USE",
  });
  const course = platform.course({ title: "Bench" });
  const keys = createLocalJWKSet((await (await platform.fetch(new Request(jwksUrl))).json()) as JSONWebKeySet);

  const prepareOne = async (): Promise<PreparedLaunch> => {
    const { form, idToken } = await platform.launch({ course, deliver: false });
    if (!form || !idToken) throw new Error("The platform gave no token.");
    const headers = { "content-type": "application/x-www-form-urlencoded", cookie: cookies.join("; ") };
    const body = new URLSearchParams(form.fields).toString();
    return { idToken, request: new Request(form.action, { method: "POST", headers, body }) };
  };
  return {
    prepare: async (count: number) => {
      const prepared: PreparedLaunch[] = [];
      while (prepared.length < count) prepared.push(await prepareOne());
      return prepared;
    },
    take: async ({ request }: PreparedLaunch) => {
      const before = taken;
      const { status } = await lti.launch(request);
      if (status !== 200 || taken !== before + 1) throw new Error(`A launch was answered with ${status}.`);
    },
    bareCheck: async ({ idToken }: PreparedLaunch) => {
      await jwtVerify(idToken, keys, { issuer, audience: clientId, algorithms: ["RS256"] });
    },
  };
}

async function perSecond(
  prepared: readonly PreparedLaunch[],
  work: (launch: PreparedLaunch) => Promise<void>,
): Promise<number> {
  const began = performance.now();
  for (const launch of prepared) await work(launch);
  return (prepared.length * 1_000) / (performance.now() - began);
}
