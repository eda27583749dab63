import { Failures } from "../../failures.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { Wake } from "../../wake.ts";
import { attempt, lease } from "./attempt.ts";
import { type EndpointPlace, endpointsBehind, fanOut } from "./fan-out.ts";

/** How many deliveries to one endpoint are under way at once in a process. */
const maximumOfEndpoint = 5;
/** How many are under way at once in a process. */
const maximumInAll = 1_000;
/** How often it is looked for what has become due while others are under way, in milliseconds. */
const pollMs = 500;
/** How long what the feed brings in a burst is gathered before it is looked at, in milliseconds. */
const restMs = 250;
/** How long those under way are waited for when the worker stops, in milliseconds. */
const stopMs = 2_000;

/** The webhooks as the worker sends them. */
export const webhookJob: Job = { name: "webhooks", everyMs: 1_000, wakesOnFeed: true, run: deliverWebhooks };

/**
 * Sends what is to be sent now, and what becomes so meanwhile; ends when nothing is under way. Any number of processes may
 * do it at once. An endpoint that is slow holds up its own deliveries alone.
 * @param tell is told at once of what fails for one endpoint and keeps none of the others: a round may last for hours; left out: the
 *   first failure is thrown at the end
 * @returns how many attempts were made
 */
export async function deliverWebhooks(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  const round = new Round(services, isStopped, new Failures(tell));
  try {
    return await round.run();
  } finally {
    await round.end();
  }
}

class Round {
  readonly #services: Services;
  readonly #isStopped: () => boolean;
  readonly #wake = new Wake();
  readonly #unsubscribe: () => void;
  readonly #abort = new AbortController();
  /** By endpoint, how many are under way. */
  readonly #busy = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();
  #attempts = 0;
  readonly #failures: Failures;
  #steppedAt = 0;
  #soon: NodeJS.Timeout | null = null;

  constructor(services: Services, isStopped: () => boolean, failures: Failures) {
    this.#services = services;
    this.#isStopped = isStopped;
    this.#failures = failures;
    this.#unsubscribe = services.feed.subscribeAll(() => this.#callSoon());
  }

  #callSoon(): void {
    this.#soon ??= setTimeout(
      () => {
        this.#soon = null;
        this.#wake.call();
      },
      Math.max(0, this.#steppedAt + restMs - performance.now()),
    );
  }

  async run(): Promise<number> {
    while (!this.#isStopped()) {
      // What ends while the next step looks around may have made something due that the step does not see.
      this.#wake.lower();
      this.#steppedAt = performance.now();
      const isMore = await this.#step();
      if (isMore) continue;
      if (this.#underWay.size === 0 && !this.#wake.isCalled) break;
      await this.#wake.wait(pollMs);
    }
    this.#failures.end();
    return this.#attempts;
  }

  /** Makes deliveries and begins attempts. @returns whether there may be more to do at once */
  async #step(): Promise<boolean> {
    let isMore = false;
    for (const place of await endpointsBehind(this.#services))
      isMore = (await this.#guard(() => fanOut(this.#services, place))) || isMore;
    for (const place of await endpointsDue(this.#services, [...this.#full()])) {
      if (this.#isStopped() || this.#underWay.size >= maximumInAll) break;
      const limits = { busy: this.#busy.get(place.endpointId) ?? 0, most: maximumOfEndpoint };
      const leased = (await this.#guard(() => lease(this.#services, place, limits))) ?? [];
      for (const each of leased) this.#begin(place.endpointId, attempt(this.#services, each, this.#abort.signal));
    }
    return isMore;
  }

  *#full(): Iterable<string> {
    for (const [endpointId, count] of this.#busy) if (count >= maximumOfEndpoint) yield endpointId;
  }

  #begin(endpointId: string, sending: Promise<void>): void {
    this.#attempts += 1;
    this.#busy.set(endpointId, (this.#busy.get(endpointId) ?? 0) + 1);
    const ended: Promise<void> = this.#guard(() => sending).then(() => {
      this.#underWay.delete(ended);
      const left = (this.#busy.get(endpointId) ?? 1) - 1;
      if (left === 0) this.#busy.delete(endpointId);
      else this.#busy.set(endpointId, left);
      this.#wake.call();
    });
    this.#underWay.add(ended);
  }

  /** What fails for one endpoint keeps none of the others. */
  async #guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#failures.add(error);
      return undefined;
    }
  }

  /** Waits a little for those under way, and breaks off what takes longer: it is sent again when its lease ends. */
  async end(): Promise<void> {
    this.#unsubscribe();
    if (this.#soon) clearTimeout(this.#soon);
    if (this.#underWay.size === 0) return;
    const timer = setTimeout(() => this.#abort.abort(), stopMs);
    await Promise.all(this.#underWay);
    clearTimeout(timer);
  }
}

/** The endpoints that have something due, whichever organisation's, but for those that have enough under way here. */
function endpointsDue({ database, now }: Services, full: readonly string[]): Promise<EndpointPlace[]> {
  const at = now();
  return database.asSystem(
    (tx) => tx.$queryRaw<EndpointPlace[]>`
      SELECT e."id" AS "endpointId", e."organisationId" FROM "WebhookEndpoint" e
      WHERE e."status" <> 'RETIRED' AND e."id" <> ALL(${[...full]}::uuid[]) AND (
        e."status" = 'ACTIVE' AND (e."restUntil" IS NULL OR e."restUntil" <= ${at}) AND EXISTS (
          SELECT FROM "WebhookDelivery" d
          WHERE d."endpointId" = e."id" AND d."status" = 'PENDING' AND d."nextAttemptAt" <= ${at}
            AND (d."leasedUntil" IS NULL OR d."leasedUntil" <= ${at})
        ) OR EXISTS (
          -- By an index of its own: of an endpoint that rests, all that waits may be due.
          SELECT FROM "WebhookDelivery" d
          WHERE d."endpointId" = e."id" AND d."type" IS NULL AND d."status" = 'PENDING' AND d."nextAttemptAt" <= ${at}
            AND (d."leasedUntil" IS NULL OR d."leasedUntil" <= ${at})
        )
      )`,
  );
}
