import { availableTestDatabases } from "@kunna/database/testing";
import type { ExecutionResult } from "graphql";
import { expect, it, vi } from "vitest";
import { enrolOn, people, startDemo } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the feed on ${kind}`, ({ skip }) => skip(reason));

// The embedded database has one connection: there, a command waits until the read has ended.
it.runIf(kinds.includes("postgres"))(
  "R13 a follower whose last snapshot is still open when an event is placed sees the event",
  async () => {
    const server = await startDemo("postgres");
    const learner = await people.learner(server);
    const { database } = server.services;
    const opened = vi.spyOn(database, "reader");
    const events = (await server.subscribe(
      await people.reviewer(server),
      "subscription { events { type } }",
    )) as AsyncIterableIterator<ExecutionResult>;
    const reader = opened.mock.results[0]?.value as ReturnType<typeof database.reader>;
    const next = events.next();

    const held = reader.client.$queryRaw`SELECT pg_sleep(1.5)::text`;
    // By then the snapshot is taken.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await enrolOn(server, learner, "digcomp-1-foundation");
    await held;

    const nothing = new Promise((resolve) => setTimeout(() => resolve("nothing"), 10_000));
    expect(await Promise.race([next, nothing])).toMatchObject({
      value: { data: { events: { type: "PERSON_ENROLLED" } } },
    });
    await events.return?.();
  },
);
