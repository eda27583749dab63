import { createKunnaClient, KunnaError, OperationError } from "@kunna/client";
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
  /** Ends them after the writes under way. */
  stop(): Promise<void>;
}

/** Writers at full rate, each with one write under way: somebody is created, and some are given other roles. */
export function startWriters(
  apis: readonly ServerProcess[],
  organisations: readonly ChaosOrganisation[],
  perOrganisation: number,
): Writers {
  const acknowledged: Acknowledged[] = [];
  const state = { unanswered: 0, isStopped: false };
  const write = async (organisation: ChaosOrganisation, which: number): Promise<void> => {
    // Each by one server, so that what dies is noticed.
    const server = apis[which % apis.length] as ServerProcess;
    const client = createKunnaClient({ url: server.url, token: organisation.token });
    const answered = async (type: Acknowledged["type"], ask: () => Promise<string>): Promise<string | null> => {
      try {
        const personId = await ask();
        acknowledged.push({ organisationId: organisation.id, type, personId });
        return personId;
      } catch (error) {
        if (!(error instanceof KunnaError) && !(error instanceof OperationError)) throw error;
        state.unanswered += 1;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return null;
      }
    };
    for (let n = 0; !state.isStopped; n += 1) {
      const email = `${which}-${n}@${organisation.key}.example.org`;
      const personId = await answered("PERSON_CREATED", async () => {
        const input = { name: `Person ${which}-${n}`, email, roles: ["LEARNER"] };
        return madeId((await client.mutate(createPerson, { input })).createPerson);
      });
      if (personId === null || n % 4 !== 0) continue;
      await answered("PERSON_CHANGED", async () =>
        madeId(
          (await client.mutate(setPersonRoles, { input: { personId, roles: ["LEARNER", "REVIEWER"] } })).setPersonRoles,
        ),
      );
    }
  };
  const running = organisations.flatMap((organisation, index) =>
    Array.from({ length: perOrganisation }, (_, n) => write(organisation, index * perOrganisation + n)),
  );
  return {
    acknowledged,
    get unanswered() {
      return state.unanswered;
    },
    async stop() {
      state.isStopped = true;
      await Promise.all(running);
    },
  };
}
