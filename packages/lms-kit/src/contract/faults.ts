import type { ConnectorContext, ConnectorProblem } from "@kunna/lms-kit";
import type { ContractWorld } from "./fixture.ts";

/** A way in which an LMS fails, and what a connector makes of it. */
export interface Fault {
  readonly what: string;
  readonly code: ConnectorProblem;
  readonly answer: (world: ContractWorld) => ConnectorContext["fetch"];
}

/** How long an LMS that asks for fewer requests wants to be left alone, in milliseconds. */
export const askedWait = 7_000;

const page = "<!doctype html><title>Down for maintenance</title><p>We are back soon.</p>";

export const unreachable: Fault = {
  what: "an LMS that can't be reached",
  code: "UNREACHABLE",
  answer: () => async () => {
    throw new TypeError("fetch failed");
  },
};

export const notAuthorised: Fault = {
  what: "credentials that the LMS does not accept",
  code: "NOT_AUTHORISED",
  answer: (world) => async () => world.notAuthorised?.() ?? new Response(null, { status: 401 }),
};

export const rateLimited: Fault = {
  what: "an LMS that asks for fewer requests",
  code: "RATE_LIMITED",
  answer: () => async () => new Response(null, { status: 429, headers: { "retry-after": String(askedWait / 1_000) } }),
};

export const garbage: Fault = {
  what: "an answer that is something else",
  code: "UNEXPECTED_ANSWER",
  answer: () => async () => new Response(page, { headers: { "content-type": "text/html" } }),
};
