import { inspect } from "node:util";
import type { ConnectorContext } from "@kunna/lms-kit";
import { answering, type Call, callsOf } from "./calls.ts";
import { type CheckDraft, must, type Trial } from "./check.ts";

export const secrecyChecks: readonly CheckDraft[] = [
  {
    name: "no secret is in what it hands over",
    async run(trial) {
      const seen = watched(trial, trial.world.fetch);
      for (const { method, run } of allCalls(trial))
        mustKeep(method, await outcomeOf(run, seen.context), seen.secrets());
    },
  },
  {
    name: "no secret is in its errors, whatever the LMS says back",
    async run(trial) {
      for (const answer of [echoes, echoesAsGarbage, failsByAddress]) {
        for (const { method, run } of allCalls(trial)) {
          const seen = watched(trial, answer);
          mustKeep(method, await outcomeOf(run, seen.context), seen.secrets());
        }
      }
    },
  },
];

function allCalls(trial: Trial): readonly Call[] {
  return [...callsOf(trial), { method: "check", run: (context) => trial.connector.check(context) }];
}

async function outcomeOf(run: Call["run"], context: ConnectorContext): Promise<unknown> {
  try {
    return await run(context);
  } catch (error) {
    return error;
  }
}

/** A context, and the secrets as they may be found again: as they are, in a URL, and as they went out. */
function watched(trial: Trial, answer: ConnectorContext["fetch"]) {
  const secrets = new Set(Object.values(trial.world.secrets).flatMap((secret) => [secret, encodeURIComponent(secret)]));
  const { context } = answering(trial, async (request) => {
    const credentials = request.headers.get("authorization")?.split(" ").at(-1);
    if (credentials) secrets.add(credentials);
    return answer(request);
  });
  return { context, secrets: () => secrets };
}

/** Many an LMS says in its error what it was asked, and a proxy in its page. */
async function echoes(request: Request): Promise<Response> {
  return new Response(await echoOf(request), { status: 400 });
}

async function echoesAsGarbage(request: Request): Promise<Response> {
  return new Response(await echoOf(request));
}

async function failsByAddress(request: Request): Promise<Response> {
  throw new TypeError(`fetch failed: ${await echoOf(request)}`);
}

async function echoOf(request: Request): Promise<string> {
  return `${request.method} ${request.url} ${JSON.stringify([...request.headers])} ${await request.clone().text()}`;
}

function mustKeep(method: string, outcome: unknown, secrets: ReadonlySet<string>): void {
  // With the stack and the cause, as a log has them.
  const shown = inspect(outcome, { depth: 12, maxArrayLength: null, maxStringLength: null });
  must(
    ![...secrets].some((secret) => shown.includes(secret)),
    `${method}(): a secret is in what it ${outcome instanceof Error ? "throws" : "gives"}.`,
  );
}
