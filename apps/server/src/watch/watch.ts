import {
  type NotificationLag,
  notificationLag,
  type Services,
  sweepLag,
  type WebhookLag,
  webhookLag,
} from "@kunna/api";
import { relayLag } from "@kunna/database";
import { Gauge } from "prom-client";
import { createMeters, type Meters } from "./meters.ts";

/** How late each part of the work is, in seconds. */
export type Lags = Readonly<Record<"relay" | "sweep" | "webhooks" | "notifications", number>>;

interface Measured {
  readonly unplaced: number;
  readonly lags: Lags;
  readonly webhooks: WebhookLag;
  readonly notifications: NotificationLag;
}

/** What an operator sees of this process and of its database. */
export interface Watch extends Pick<Meters, "requestAnswered"> {
  /** Null: they can't be looked up in time, which keeps nobody from being served. */
  lags(): Promise<Lags | null>;
  /** Why it can't do its work, in words; null when it can. */
  unavailable(): Promise<string | null>;
  /** Whether what other processes send arrives. */
  areSignalsConnected(): boolean;
  /** In Prometheus's text format. */
  metricsText(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** For how long an answer of the database is believed, in milliseconds: however often it is asked for, it is looked up as often as that. */
const lookUpEvery = 2_000;
/** The same, of the migrations. */
const schemaBelievedFor = 30_000;
/** How long the database has to answer, in milliseconds. */
const patience = 5_000;

export function createWatch(
  services: Services,
  meters: Meters = createMeters(),
  believedFor: number = lookUpEvery,
): Watch {
  const { database, now } = services;
  const read = async (): Promise<Measured> => {
    const relay = await relayLag(database);
    const sweep = await sweepLag(database, now());
    const webhooks = await webhookLag(database, now());
    const notifications = await notificationLag(database, now());
    const late = { webhooks: webhooks.overdueSeconds, notifications: notifications.oldestDueSeconds };
    return {
      unplaced: relay.unplaced,
      lags: { relay: relay.seconds, sweep, ...late },
      webhooks,
      notifications,
    };
  };
  const measure = kept(believedFor, () => inTime(read()));
  const answers = kept(believedFor, () => inTime(database.asSystem((tx) => tx.$queryRaw`SELECT 1`)));
  let verifiedAt = Number.NEGATIVE_INFINITY;
  const unavailable = kept(believedFor, async () => {
    try {
      if (performance.now() - verifiedAt < schemaBelievedFor) {
        await answers();
        return null;
      }
      const { pending, problem } = await inTime(database.migrationStatus());
      if (problem) return problem.message;
      if (pending.length > 0) return `Migrations are pending: ${pending.join(", ")}.`;
      verifiedAt = performance.now();
      return null;
    } catch {
      return "The database does not answer.";
    }
  });
  showLags(meters, { answers, measure }, services);
  return {
    requestAnswered: meters.requestAnswered,
    lags: () =>
      measure().then(
        ({ lags }) => lags,
        () => null,
      ),
    unavailable,
    areSignalsConnected: () => database.signals.isConnected,
    async metricsText() {
      return { contentType: meters.registry.contentType, text: await meters.registry.metrics() };
    },
  };
}

/** Gauges that are looked up when they are asked for; what can't be is left out. */
function showLags(
  { registry }: Meters,
  { answers, measure }: { answers: () => Promise<unknown>; measure: () => Promise<Measured> },
  { database }: Services,
): void {
  const registers = [registry];
  const measured = () => measure().catch(() => null);
  new Gauge({
    name: "kunna_database_up",
    help: "1 when the database answers.",
    registers,
    async collect() {
      this.set(
        await answers().then(
          () => 1,
          () => 0,
        ),
      );
    },
  });
  new Gauge({
    name: "kunna_relay_unplaced_events",
    help: "Events that wait for their place in a feed; at most 10000 are counted.",
    registers,
    async collect() {
      this.remove();
      const found = await measured();
      if (found) this.set(found.unplaced);
    },
  });
  new Gauge({
    name: "kunna_lag_seconds",
    help: "How late the work is: the oldest event without a place, the most overdue timer, the most overdue webhook delivery and notification.",
    labelNames: ["of"],
    registers,
    async collect() {
      this.reset();
      for (const [of, seconds] of Object.entries((await measured())?.lags ?? {})) this.set({ of }, seconds);
    },
  });
  new Gauge({
    name: "kunna_webhooks",
    help: "Events not yet made into deliveries (behind), deliveries that wait (pending) or were given up (dead), and endpoints that are paused.",
    labelNames: ["of"],
    registers,
    async collect() {
      this.reset();
      const found = (await measured())?.webhooks;
      if (found) for (const of of ["behind", "pending", "dead", "paused"] as const) this.set({ of }, found[of]);
    },
  });
  new Gauge({
    name: "kunna_webhook_oldest_pending_seconds",
    help: "How long the oldest delivery has waited that is not yet taken by its endpoint.",
    registers,
    async collect() {
      this.remove();
      const found = (await measured())?.webhooks;
      if (found) this.set(found.oldestPendingSeconds);
    },
  });
  new Gauge({
    name: "kunna_notifications",
    help: "Events not yet looked at for whom they notify (unread), notifications and mails that are due, and mails that failed.",
    labelNames: ["of"],
    registers,
    async collect() {
      this.reset();
      const found = (await measured())?.notifications;
      if (found) for (const of of ["unread", "due", "failed"] as const) this.set({ of }, found[of]);
    },
  });
  new Gauge({
    name: "kunna_signals_connected",
    help: "1 when what other processes send arrives; while it is 0 the database is asked more often.",
    labelNames: ["by"],
    registers,
    collect() {
      const { sendsFromSql, isConnected } = database.signals;
      this.set({ by: sendsFromSql ? "database" : "redis" }, isConnected ? 1 : 0);
    },
  });
}

/** Asks once for all who ask meanwhile, and for a while after. */
function kept<T>(milliseconds: number, ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let askedAt = 0;
  return () => {
    if (!answer || performance.now() - askedAt >= milliseconds) {
      askedAt = performance.now();
      answer = ask();
    }
    return answer;
  };
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const impatience = setTimeout(() => reject(new Error("No answer in time.")), patience).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(impatience));
  });
}
