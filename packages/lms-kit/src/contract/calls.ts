import type { ConnectorContext } from "@kunna/lms-kit";
import { broughtBy, methodOf, type Trial } from "./check.ts";

/** A call of a method that the connector has, with what the fixture knows to go well. */
export interface Call {
  readonly method: string;
  readonly run: (context: ConnectorContext) => Promise<unknown>;
}

/** A call of each method that its capabilities name. `check` is not among them. */
export function callsOf({ connector, world }: Trial): readonly Call[] {
  const calls: Call[] = [];
  const { capabilities } = connector;
  if (capabilities.includes("IDENTIFY")) {
    const { person } = broughtBy(world.identify, "identify");
    const identify = methodOf(connector, "identify");
    calls.push({ method: "identify", run: (context) => identify(context, person.subject) });
  }
  if (capabilities.includes("ROSTER")) {
    const { courseId } = broughtBy(world.roster, "roster");
    const roster = methodOf(connector, "roster");
    calls.push({ method: "roster", run: (context) => roster(context, courseId) });
  }
  if (capabilities.includes("FACTS")) {
    const facts = methodOf(connector, "facts");
    calls.push({ method: "facts", run: (context) => facts(context, null) });
  }
  if (capabilities.includes("INBOUND")) {
    const { valid } = broughtBy(world.inbound, "inbound");
    const receive = methodOf(connector, "receive");
    calls.push({ method: "receive", run: (context) => receive(context, valid) });
  }
  if (capabilities.includes("PUSH")) {
    const { result } = broughtBy(world.push, "push");
    const push = methodOf(connector, "push");
    calls.push({ method: "push", run: (context) => push(context, result) });
  }
  return calls;
}

/** A context whose every request is answered so, in place of the LMS, and whether it was asked at all. */
export function answering(trial: Trial, answer: ConnectorContext["fetch"], change: Partial<ConnectorContext> = {}) {
  let asked = false;
  const context = trial.context({
    ...change,
    fetch: async (request) => {
      asked = true;
      return answer(request);
    },
  });
  return { context, wasAsked: () => asked };
}
