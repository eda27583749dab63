import { setTimeout as sleep } from "node:timers/promises";
import { createKunnaClient, type KunnaClient, KunnaError, OperationError } from "@kunna/client";
import { createPerson, madeId, setPersonRoles } from "./operations.ts";
import type { ServerProcess } from "./server-process.ts";
import type { ChaosOrganisation } from "./world.ts";

/** What was acknowledged: it must have its event, whatever died. */
export interface Acknowledged {
  readonly organisationId: string;
  readonly type: "PERSON_CREATED" | "PERSON_CHANGED";
  /** As the API names it. */
  readonly personId: string;
}

export interface Writers {
  readonly acknowledged: readonly Acknowledged[];
  /** How many got no answer: whether they were done is not known. */
  readonly unanswered: number;
  /** Rejected with what ought not to be, such as a refusal. */
  readonly ended: Promise<void>;
  /** Ends them after the writes under way. */
  stop(): Promise<void>;
}

/**
 * Writers at full rate, each with one write under way: somebody is created, and some are given other roles. Each writes to a
 * server that is up: what is killed takes the writes under way with it, and no more.
 */
export function startWriters(
  apis: readonly ServerProcess[],
  organisations: readonly ChaosOrganisation[],
  perOrganisation: number,
): Writers {
  const acknowledged: Acknowledged[] = [];
  const state = { unanswered: 0, isStopped: false };
  const write = async (organisation: ChaosOrganisation, which: number): Promise<void> => {
    const answered = async (
      type: Acknowledged["type"],
      ask: (client: KunnaClient, signal: AbortSignal) => Promise<string>,
    ): Promise<string | null> => {
      const up = apis.flatMap(({ url, serving }) => (serving ? [{ url, serving }] : []));
      const server = up[which % up.length];
      if (!server) {
        await sleep(20);
        return null;
      }
      try {
        const personId = await ask(createKunnaClient({ url: server.url, token: organisation.token }), server.serving);
        acknowledged.push({ organisationId: organisation.id, type, personId });
        return personId;
      } catch (error) {
        const isKilled = server.serving.aborted;
        if (!isKilled && !(error instanceof KunnaError) && !(error instanceof OperationError)) throw error;
        state.unanswered += 1;
        if (!isKilled) await sleep(100);
        return null;
      }
    };
    for (let n = 0; !state.isStopped; n += 1) {
      const email = `${which}-${n}@${organisation.key}.example.org`;
      const personId = await answered("PERSON_CREATED", async (client, signal) => {
        const input = { name: `Person ${which}-${n}`, email, roles: ["LEARNER"] };
        return madeId((await client.mutate(createPerson, { input }, { signal })).createPerson);
      });
      if (personId === null || n % 4 !== 0) continue;
      await answered("PERSON_CHANGED", async (client, signal) => {
        const input = { personId, roles: ["LEARNER", "REVIEWER"] };
        return madeId((await client.mutate(setPersonRoles, { input }, { signal })).setPersonRoles);
      });
    }
  };
  const running = organisations.flatMap((organisation, index) =>
    Array.from({ length: perOrganisation }, (_, n) => write(organisation, index * perOrganisation + n)),
  );
  const ended = Promise.all(running).then(() => {});
  return {
    acknowledged,
    ended,
    get unanswered() {
      return state.unanswered;
    },
    async stop() {
      state.isStopped = true;
      await ended;
    },
  };
}
