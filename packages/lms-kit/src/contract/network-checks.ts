import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { callsOf } from "./calls.ts";
import { type CheckDraft, must, type Trial } from "./check.ts";
import { failureOf } from "./failure.ts";

/** Whose code is running: the connector's, or the fixture's way to the LMS. */
const whose = new AsyncLocalStorage<"CONNECTOR" | "FIXTURE">();

/** What Node tells when something connects: net and all that is built on it. */
const channels = ["net.client.socket", "http.client.request.start"];

export const networkChecks: readonly CheckDraft[] = [
  {
    name: "it reaches the network by context.fetch alone",
    async run(trial) {
      const ways = await waysOut(trial);
      must(
        ways.size === 0,
        `It went out by ${[...ways].join(", ")}: only context.fetch is bounded, and kept from private networks.`,
      );
    },
  },
];

async function waysOut(trial: Trial): Promise<ReadonlySet<string>> {
  const ways = new Set<string>();
  const told = (_: unknown, name: string | symbol) => {
    if (whose.getStore() === "CONNECTOR") ways.add(String(name));
  };
  const { fetch } = globalThis;
  globalThis.fetch = (...request) => {
    if (whose.getStore() === "CONNECTOR") ways.add("the global fetch");
    return fetch(...request);
  };
  for (const channel of channels) subscribe(channel, told);
  try {
    const context = trial.context({ fetch: (request) => whose.run("FIXTURE", () => trial.world.fetch(request)) });
    for (const { run } of [...callsOf(trial), { run: trial.connector.check.bind(trial.connector) }]) {
      await whose.run("CONNECTOR", () => failureOf(() => run(context)));
    }
  } finally {
    for (const channel of channels) unsubscribe(channel, told);
    globalThis.fetch = fetch;
  }
  return ways;
}
