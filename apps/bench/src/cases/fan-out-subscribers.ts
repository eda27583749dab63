import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { benchNode } from "../peers.ts";
import { stoppable } from "../stopping.ts";

/** Whom a load process subscribes to. */
export interface Target {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** What to subscribe to over graphql-transport-ws, the tokens in turn; null: a bare WebSocket is subscribed by being there. */
  readonly graphql: { readonly query: string; readonly tokens: readonly string[] } | null;
}

export type LoadCommand = { readonly kind: "connect"; readonly count: number } | { readonly kind: "expect" };

export type LoadReport =
  | { readonly kind: "connected" }
  | { readonly kind: "expecting"; readonly surplus: number }
  | ({ readonly kind: "received" } & Receipt)
  | { readonly kind: "failed"; readonly reason: string };

/** One message, at all subscribers. */
export interface Receipt {
  /** When each got it, in ms of the machine's clock. */
  readonly times: Float64Array;
  /** As the first got it. */
  readonly message: string;
  /** How many got other bytes. */
  readonly differing: number;
}

/** The subscribers of one server, in a process of their own. */
export interface Subscribers {
  /** Lets more subscribe, until there are `count`. */
  connect(count: number): Promise<void>;
  /** Has each wait for one message. Answers how many came since the last one was at all of them: nobody asked for those. */
  expect(): Promise<number>;
  /** Settles when each has it; null when that takes too long. */
  received(withinMs: number): Promise<Receipt | null>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL("./fan-out-load.js", import.meta.url));
const connectsWithin = 300_000;

export function startSubscribers(target: Target): Subscribers {
  const child = fork(program, [JSON.stringify(target)], { execPath: benchNode, serialization: "advanced" });
  return {
    async connect(count) {
      const connected = nextReport(child, "connected", connectsWithin);
      child.send({ kind: "connect", count } satisfies LoadCommand);
      if (!(await connected)) throw new Error(`${count} subscribers of ${target.name} did not connect in time.`);
    },
    async expect() {
      const expecting = nextReport(child, "expecting", connectsWithin);
      child.send({ kind: "expect" } satisfies LoadCommand);
      return (await expecting)?.surplus ?? 0;
    },
    received: (withinMs) => nextReport(child, "received", withinMs),
    stop: stoppable(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    }),
  };
}

/** The next report of a kind; null when it doesn't come in time. @throws when a subscriber failed */
function nextReport<Kind extends LoadReport["kind"]>(child: ChildProcess, kind: Kind, withinMs: number) {
  return new Promise<Extract<LoadReport, { kind: Kind }> | null>((resolve, reject) => {
    const settle = () => {
      clearTimeout(impatience);
      child.off("message", onReport);
      child.off("exit", onExit);
    };
    const impatience = setTimeout(() => {
      settle();
      resolve(null);
    }, withinMs);
    const onReport = (report: LoadReport) => {
      if (report.kind !== kind && report.kind !== "failed") return;
      settle();
      if (report.kind === "failed") reject(new Error(report.reason));
      else resolve(report as Extract<LoadReport, { kind: Kind }>);
    };
    const onExit = () => {
      settle();
      reject(new Error("The subscribers' process ended."));
    };
    child.on("message", onReport);
    child.on("exit", onExit);
  });
}
