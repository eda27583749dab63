import { appendEvents, openDatabase } from "@kunna/database";
import pg from "pg";
import { machineTime } from "../clock.ts";
import type { FanOutSeed } from "./fan-out-seed.ts";

/** When a message set out, in ms of the machine's clock. */
export interface SetOut {
  /** When the commit was sent that wrote it; null: the peer's has none. */
  readonly committed: number | null;
  /** When the database told whoever listens to send it: the server, and us. */
  readonly told: number;
}

/** What makes a server send one message to all. */
export interface Trigger {
  /** Writes one event. Kunna's relay places it, and tells the channel of the feed in the same transaction. */
  writeEvent(): Promise<SetOut>;
  /** Tells the peer's channel a text. */
  tellPeer(text: string): Promise<SetOut>;
  close(): Promise<void>;
}

export const peerChannel = "bench_fan_out";
const feedChannel = "kunna_feed";
const placedWithin = 10_000;

export async function openTrigger(url: string, { organisationId, personId, programId }: FanOutSeed): Promise<Trigger> {
  const database = await openDatabase({ kind: "server", url, poolSize: 1 });
  const client = new pg.Client({ connectionString: url, application_name: "kunna bench" });
  client.on("error", () => {}); // The query under way reports it.
  await client.connect();
  await client.query(`LISTEN ${feedChannel}`);
  await client.query(`LISTEN ${peerChannel}`);
  const waiting = new Map<string, (time: number) => void>();
  client.on("notification", ({ channel }) => {
    const time = machineTime();
    waiting.get(channel)?.(time);
    waiting.delete(channel);
  });
  const told = (channel: string) =>
    new Promise<number>((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error(`${channel} was not told in time.`)), placedWithin);
      waiting.set(channel, (time) => {
        clearTimeout(impatience);
        resolve(time);
      });
    });
  return {
    async writeEvent() {
      const when = told(feedChannel);
      let committed = 0;
      await database.transact(organisationId, async (tx) => {
        await appendEvents(tx, [
          { type: "PERSON_ENROLLED", occurredAt: new Date(), personId, programId, facts: { by: "bench" } },
        ]);
        committed = machineTime();
      });
      return { committed, told: await when };
    },
    async tellPeer(text) {
      const when = told(peerChannel);
      await client.query("SELECT pg_notify($1, $2)", [peerChannel, text]);
      return { committed: null, told: await when };
    },
    async close() {
      await client.end();
      await database.close();
    },
  };
}
