import { setTimeout as wait } from "node:timers/promises";
import type { ConnectorError } from "@kunna/lms-kit";
import { answering, callsOf } from "./calls.ts";
import { type CheckDraft, must, type Trial } from "./check.ts";
import { failureOf, mustBe } from "./failure.ts";
import { askedWait, type Fault, garbage, notAuthorised, rateLimited, unreachable } from "./faults.ts";

/** How long a call may take to stop, in milliseconds: far longer than it needs. */
const patience = 5_000;

export const failureChecks: readonly CheckDraft[] = [
  { name: "an LMS that can't be reached is UNREACHABLE", run: (trial) => eachFails(trial, unreachable) },
  { name: "credentials that are not accepted are NOT_AUTHORISED", run: (trial) => eachFails(trial, notAuthorised) },
  {
    name: "an LMS that asks for fewer requests is RATE_LIMITED, and left alone for as long as it asks",
    run: (trial) =>
      eachFails(trial, rateLimited, (method, { retryAfter }) =>
        must(
          retryAfter === askedWait,
          `${method}(): the LMS asks for ${askedWait} milliseconds, and retryAfter is ${retryAfter}.`,
        ),
      ),
  },
  { name: "an answer that can't be read is an UNEXPECTED_ANSWER", run: (trial) => eachFails(trial, garbage) },
  { name: "a signal that ends stops what is under way", run: stops },
];

/** What asks nothing of the LMS, as receive() mostly does, can't fail by it. */
async function eachFails(trial: Trial, fault: Fault, then?: (method: string, error: ConnectorError) => void) {
  for (const { method, run } of callsOf(trial)) {
    const { context, wasAsked } = answering(trial, fault.answer(trial.world));
    const failure = await failureOf(() => run(context));
    if (!wasAsked()) continue;
    const error = mustBe(method, failure, fault.code);
    then?.(method, error);
  }
}

async function stops(trial: Trial): Promise<void> {
  const { connector } = trial;
  const calls = [...callsOf(trial), { method: "check", run: connector.check.bind(connector) }];
  for (const { method, run } of calls) {
    const controller = new AbortController();
    const reason = new DOMException("The server stops.", "AbortError");
    const { context, wasAsked } = answering(trial, hangsUntil(controller, reason), { signal: controller.signal });
    const done = new AbortController();
    const outcome = await Promise.race([
      failureOf(() => run(context)),
      wait(patience, "STILL_RUNNING", { signal: done.signal }).catch(() => undefined),
    ]);
    done.abort();
    if (!wasAsked()) continue;
    must(
      outcome !== "STILL_RUNNING",
      `${method}() goes on after context.signal has ended: give that to the request, as askLms does.`,
    );
    must(outcome === reason, `${method}() must reject with context.signal.reason, and gave ${String(outcome)}.`);
  }
}

/** Answers nothing, and ends the signal once it is asked. */
function hangsUntil(controller: AbortController, reason: unknown) {
  return ({ signal }: Request) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      controller.abort(reason);
    });
}
