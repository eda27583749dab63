import { openDatabase } from "@kunna/database";
import { createTestDatabase } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { afterAll, beforeAll, it } from "vitest";
import { loadDemo } from "./load-demo.ts";
import { demoActors, type Suite } from "./suite.test.support.ts";
import { createTestServer, fixedClock, type TestServer } from "./test-server.ts";
import { data } from "./testing.test.support.ts";

/** What one of the two asks of the server that it reaches. */
export type Asked<T> = (server: TestServer) => Promise<T>;

/** Asks two servers at the same instant, and gives the answers in the order of the requests. */
export type Together = <A, B>(one: Asked<A>, other: Asked<B>) => Promise<[A, B]>;

interface AcrossSuite extends Suite {
  /** A test that is run in every order and overlap, each round on rows of its own. */
  race(name: string, run: (together: Together) => Promise<void>): void;
}

/** Held: neither commits before both have got as far as they can. Free: as it comes, and so more than once. */
const overlaps = ["held", "free", "free"] as const;
/** Any number that nothing else in the database locks. */
const gate = 5_866_299;

/** Two servers with pools of their own on one PostgreSQL database, as two processes would be. */
export function acrossSuite(): AcrossSuite {
  const clock = fixedClock("2026-11-24T09:00:00Z");
  const closing: (() => Promise<void>)[] = [];
  let started: { servers: [TestServer, TestServer]; actors: Suite["actors"]; held: Together } | null = null;
  const ready = () => {
    if (!started) throw new Error("The suite has not started.");
    return started;
  };

  beforeAll(async () => {
    const database = await createTestDatabase("postgres");
    closing.unshift(() => database.close());
    const other = await openDatabase(database.location);
    closing.unshift(() => other.close());
    const gatekeeper = await openDatabase(database.location);
    closing.unshift(() => gatekeeper.close());
    const servers: [TestServer, TestServer] = [
      await createTestServer(database, { now: clock.now }),
      await createTestServer(other, { now: clock.now }),
    ];
    for (const server of servers) closing.unshift(() => server.close());
    await loadDemo(servers[0].services);
    // Events are written last: whoever comes to them has read and written all else, and has committed nothing.
    await gatekeeper.asSystem(async (tx) => {
      await tx.$executeRawUnsafe(`CREATE FUNCTION public.test_gate() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock_shared(${gate}); RETURN NULL; END'`);
      await tx.$executeRawUnsafe(`CREATE TRIGGER test_gate BEFORE INSERT ON public."Event"
        FOR EACH STATEMENT EXECUTE FUNCTION public.test_gate()`);
    });

    const held = async <A, B>(one: Asked<A>, other: Asked<B>): Promise<[A, B]> => {
      const answers = await gatekeeper.asSystem(async (tx) => {
        await tx.$queryRaw`select pg_advisory_xact_lock(${gate})::text`;
        let settled = 0;
        const ask = <T>(asked: Asked<T>, server: TestServer): Promise<T> => {
          const answer = asked(server).finally(() => settled++);
          answer.catch(() => {}); // Whoever awaits it below is told.
          return answer;
        };
        const stopped = async (count: number) => {
          for (let look = 0; look < 400; look++) {
            const [{ waiting }] = await tx.$queryRaw<[{ waiting: number }]>`
              select count(distinct pid)::int as waiting from pg_locks where not granted and pid in
                (select pid from pg_locks where database = (select oid from pg_database where datname = current_database()))`;
            if (waiting + settled >= count) return;
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
          throw new Error("The requests neither wait nor end.");
        };
        const first = ask(one, servers[0]);
        await stopped(1);
        const second = ask(other, servers[1]);
        await stopped(2);
        return [first, second] as const;
      });
      return Promise.all(answers);
    };
    started = { servers, actors: await demoActors(servers[0]), held };
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const swapped =
    (together: Together): Together =>
    async (one, other) => {
      const [b, a] = await together(other, one);
      return [a, b];
    };
  return {
    clock,
    get server() {
      return ready().servers[0];
    },
    get actors() {
      return ready().actors;
    },
    race(name, run) {
      it(name, async () => {
        const free: Together = (one, other) => {
          const [first, second] = ready().servers;
          return Promise.all([one(first), other(second)]);
        };
        for (const overlap of overlaps) {
          const together = overlap === "held" ? ready().held : free;
          await run(together);
          await run(swapped(together));
        }
      });
    },
  };
}

/** What a mutation made, or the code of what refused it. */
export interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly id?: string;
}

/** A mutation by its field and argument. */
export const run =
  (actor: Actor, field: string, argument: string, selection = ""): Asked<Answer> =>
  async (server) => {
    const document = `mutation { result: ${field}(${argument}) { __typename ... on Refusal { code } ${selection} } }`;
    return (await data(server, actor, document)).result;
  };

/** The type of what each made, or the code of what refused it. */
export const said = (answers: readonly Answer[]): string[] => answers.map(({ code, __typename }) => code ?? __typename);
