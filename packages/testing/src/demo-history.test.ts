import { availableTestDatabases, createTestDatabase } from "@kunna/database/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadDemo, loadDemoHistory } from "./load-demo.ts";
import { createTestServer, fixedClock } from "./test-server.ts";
import { data, people } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the demo's past on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("the demo's past on %s", (kind) => {
  it("R6: leaves someone in each standing, and each with a step that leads on", async () => {
    const database = await createTestDatabase(kind);
    onTestFinished(() => database.close());
    const clock = fixedClock("2026-11-24T09:00:00Z");
    const server = await createTestServer(database, clock);
    onTestFinished(() => server.close());
    await loadDemo(server.services);
    await loadDemoHistory(server.services);

    const admin = await people.admin(server);
    const key = "data-protection";
    const { program } = await data(server, admin, "query ($key: String!) { program(key: $key) { id } }", { key });
    const document = `query ($programId: ID!) { certifications(first: 20, programId: $programId) { nodes {
      person { name } standing certified nextStep { kind } cycles { number }
    } } }`;
    const { certifications } = await data(server, admin, document, { programId: program.id });
    const found = certifications.nodes.map(
      // biome-ignore lint/suspicious/noExplicitAny: what an operation gives is asserted field by field.
      ({ person, standing, certified, nextStep }: any) => [person.name, standing, certified, nextStep?.kind ?? null],
    );
    expect(new Map(found.map(([name, ...facts]: string[]) => [name, facts]))).toEqual(
      new Map([
        ["Elin Bergström", ["RENEWAL_OPEN", true, "RENEW"]],
        ["Amir Rahimi", ["CERTIFIED", true, null]],
        ["Sofia Niemi", ["GRACE", false, "RENEW_IN_GRACE"]],
        ["Per-Olof Sjögren", ["LAPSED", false, "REINSTATE"]],
        ["Hodan Warsame", ["SUSPENDED", false, "AWAIT_APPEAL"]],
        ["Nils Hætta", ["IN_PROGRESS", false, "COMPLETE"]],
      ]),
    );

    const learner = await people.learner(server);
    const asked = `query ($programId: ID!) { certification(programId: $programId) { renewal { progress { requirements {
      requirements { requirementKey reason state } reflection { asked accepted }
    } } } } }`;
    const { certification } = await data(server, learner, asked, { programId: program.id });
    expect(certification.renewal.progress.requirements).toEqual({
      requirements: [{ requirementKey: "assistants-task", reason: "NEW", state: "OPEN" }],
      reflection: null,
    });

    const told: { type: string; occurredAt: string }[] = [];
    const page = "query ($after: Cursor) { events(first: 50, after: $after) { cursor type occurredAt } }";
    for (let after: string | null = null; ; ) {
      const { events } = await data(server, admin, page, { after });
      told.push(...events);
      if (events.length < 50) break;
      after = events.at(-1).cursor;
    }
    const past = told.slice(told.findLastIndex(({ type }) => type === "PROGRAM_CREATED"));
    expect(past.filter(({ type }) => type === "CERTIFICATE_AWARDED")).toHaveLength(5);
    const instants = past.map(({ occurredAt }) => occurredAt);
    expect(instants).toEqual([...instants].sort());

    const { reviewQueue } = await data(server, await people.reviewer(server), "{ reviewQueue { totalCount } }");
    expect(reviewQueue.totalCount).toBe(1);
  });
});
