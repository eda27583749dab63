import { encodeId, sweep, sweepLag } from "@kunna/api";
import { type Database, openDatabase } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { certified, decide } from "./governance.test.support.ts";
import { demoSuite, publishedProgram, smallVersion } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the sweep on ${kind}`, ({ skip }) => skip(reason));

const yearly = { validity: { duration: "P1Y" }, window: "P60D", grace: "P14D", reminders: ["P30D", "P7D"] };

describe.each(kinds)("the sweep, on %s", (kind) => {
  const suite = demoSuite(kind);

  /** Moves the clock, to just when what was true by then is settled, and sweeps. */
  async function sweptBy(instant: string): Promise<number> {
    suite.clock.set(new Date(new Date(instant).getTime() + 20_000).toISOString());
    return sweep(suite.server.services);
  }

  /** What was told of a person by time alone, in the order of writing. */
  async function told({ personId }: Actor): Promise<string[]> {
    const events = await suite.server.services.database.asSystem((tx) =>
      tx.event.findMany({
        where: { personId, dueAt: { not: null } },
        orderBy: { sequence: "asc" },
        select: { type: true, dueAt: true, actorId: true, facts: true },
      }),
    );
    for (const { actorId } of events) expect(actorId).toBeNull();
    return events.map(({ type, dueAt, facts }) => {
      const { leadTime } = facts as { leadTime?: string };
      return `${dueAt?.toISOString().slice(0, 10)} ${type}${leadTime ? ` ${leadTime}` : ""}`;
    });
  }

  it("R13 what fails in one organisation holds up no other, and is told at once", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { holder } = await certified(suite, yearly);
    suite.clock.set("2027-09-25T09:00:00Z");
    const { services } = suite.server;
    const broken = suite.actors.otherAdmin.organisationId;
    const transact: Database["transact"] = async (id, work) => {
      if (id === broken) throw new RangeError("It is broken.");
      return services.database.transact(id, work);
    };
    // The one that is broken is due as well, and comes first.
    const asSystem = async (work: Parameters<Database["asSystem"]>[0]) => {
      const due = (await services.database.asSystem(work)) as { id: string }[];
      return [{ id: broken }, ...due];
    };
    const failed: unknown[] = [];
    const process = { ...services, database: { transact, asSystem } as Database };
    await sweep(process, undefined, (error) => failed.push(error));
    expect(failed).toEqual([new RangeError("It is broken.")]);
    expect(await told(holder)).toEqual(["2027-09-25 RENEWAL_OPENED"]);
    await expect(sweep(process)).rejects.toThrow("It is broken.");
  });

  it("R13 tells each instant once, when it has come, and nothing twice however often it runs", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { holder } = await certified(suite, yearly);
    await sweptBy("2027-09-25T07:59:59Z");
    expect(await told(holder)).toEqual([]);
    // It has opened (ten in the morning there, as at the award), but a transaction of then may not have committed yet.
    suite.clock.set("2027-09-25T08:00:19Z");
    await sweep(suite.server.services);
    expect(await told(holder)).toEqual([]);
    await sweptBy("2027-09-25T08:00:00Z");
    expect(await told(holder)).toEqual(["2027-09-25 RENEWAL_OPENED"]);
    const lag = () => sweepLag(suite.server.services.database, suite.clock.now());
    expect(await lag()).toBe(0);
    suite.clock.set("2027-11-18T09:00:20Z");
    // The oldest that waits is the first reminder.
    expect(await lag()).toBeGreaterThanOrEqual(24 * 86_400);
    await sweptBy("2027-11-18T09:00:00Z");
    expect(await lag()).toBe(0);
    await sweptBy("2027-11-18T09:00:00Z");
    const before = ["2027-09-25 RENEWAL_OPENED", "2027-10-25 RENEWAL_REMINDER P30D", "2027-11-17 RENEWAL_REMINDER P7D"];
    expect(await told(holder)).toEqual(before);
    await sweptBy("2028-11-24T09:00:00Z");
    expect(await told(holder)).toEqual([...before, "2027-11-24 CERTIFICATE_EXPIRED", "2027-12-08 CERTIFICATE_LAPSED"]);
    expect(await sweptBy("2038-01-01T00:00:00Z")).toBe(0);

    const document = `{ events(first: 50, filter: { types: [CERTIFICATE_LAPSED] }) { type dueAt occurredAt certificate { number } person { id } facts } }`;
    const ours = async () => {
      const { events } = await data(suite.server, suite.actors.admin, document);
      const id = encodeId("Person", holder.personId);
      return events.filter(({ person }: { person: { id: string } }) => person.id === id);
    };
    // Once the relay has placed it.
    await expect.poll(ours, { timeout: 20_000 }).toHaveLength(1);
    expect(await ours()).toEqual([
      expect.objectContaining({ dueAt: "2027-12-08T09:00:00.000Z", occurredAt: "2028-11-24T09:00:20.000Z", facts: {} }),
    ]);
  });

  it("R7 R13 tells what an extension moved at its new instants, and what it made untrue not at all", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { holder, certificateId } = await certified(suite, { ...yearly, reminders: ["P7D"] });
    await sweptBy("2027-11-18T00:00:00Z");
    const document = `mutation ($input: ExtendCertificateInput!) { extendCertificate(input: $input) { __typename } }`;
    const input = { certificateId, lastDay: "2027-12-31", reason: "The course was cancelled." };
    const { extendCertificate } = await data(suite.server, suite.actors.programOwner, document, { input });
    expect(extendCertificate.__typename).toBe("Certificate");
    await sweptBy("2029-01-01T00:00:00Z");
    expect(await told(holder)).toEqual([
      "2027-09-25 RENEWAL_OPENED",
      "2027-11-17 RENEWAL_REMINDER P7D",
      "2027-12-24 RENEWAL_REMINDER P7D",
      "2027-12-31 CERTIFICATE_EXPIRED",
      "2028-01-14 CERTIFICATE_LAPSED",
    ]);
  });

  it("R11 R13 tells nothing of what is revoked, and goes on where an appeal is upheld", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { holder, certificateId } = await certified(suite, { ...yearly, reminders: [] });
    const { admin, programOwner } = suite.actors;
    const decision = await decide(suite.server, admin, "revokeCertificate", { certificateId, reason: "A mistake." });
    await sweptBy("2027-10-01T00:00:00Z");
    expect(await told(holder)).toEqual([]);
    const appeal = await decide(suite.server, holder, "fileAppeal", { decisionId: decision.id, reason: "It is not." });
    const input = { appealId: appeal.id, outcome: "UPHELD", reason: "It is not indeed." };
    await decide(suite.server, programOwner, "decideAppeal", input);
    await sweptBy("2029-01-01T00:00:00Z");
    expect(await told(holder)).toEqual(["2027-11-24 CERTIFICATE_EXPIRED", "2027-12-08 CERTIFICATE_LAPSED"]);
  });

  it("R10 R13 tells that renewals open when a version is published that holders come over to by a date", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { holder, programId } = await certified(suite, { ...yearly, reminders: [] });
    await sweptBy("2027-01-01T09:00:00Z");
    const draft = `mutation ($input: DraftProgramVersionInput!) { draftProgramVersion(input: $input) { ... on ProgramVersion { id } } }`;
    const version = { ...smallVersion(yearly), title: "Anew" };
    const { draftProgramVersion } = await data(suite.server, suite.actors.programOwner, draft, {
      input: { programId, version },
    });
    const publish = `mutation ($input: PublishProgramVersionInput!) { publishProgramVersion(input: $input) { __typename } }`;
    const carryOver = { mode: "BY_DATE", by: "2027-06-30", note: "The law has changed." };
    await data(suite.server, suite.actors.programOwner, publish, {
      input: { versionId: draftProgramVersion.id, carryOver },
    });
    await sweptBy("2027-01-02T09:00:00Z");
    expect(await told(holder)).toEqual(["2027-01-01 RENEWAL_OPENED"]);
  });

  it("R13 after a long downtime, by several processes at once: each once, in time order", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const count = 450; // More than two batches.
    const { programId } = await publishedProgram(suite, { ...yearly, window: "P20D", reminders: ["P7D"] });
    const { node } = await data(
      suite.server,
      suite.actors.admin,
      "query ($id: ID!) { node(id: $id) { ... on Program { key } } }",
      { id: programId },
    );
    const people = `mutation ($input: ImportPeopleInput!) { importPeople(input: $input) { ... on ImportReport { created } } }`;
    const email = (n: number) => `swept-${n}-${programId.slice(-6).toLowerCase()}@nordvik.example.org`;
    const numbers = Array.from({ length: count }, (_, n) => n);
    await data(suite.server, suite.actors.admin, people, {
      input: { rows: numbers.map((n) => ({ email: email(n), name: `Person ${n}` })) },
    });
    const history = `mutation ($input: ImportHistoryInput!) { importHistory(input: $input) { ... on ImportReport { created refused } } }`;
    const dayAfter = (n: number) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10);
    const { importHistory } = await data(suite.server, suite.actors.admin, history, {
      input: {
        rows: numbers.map((n) => ({
          personEmail: email(n),
          programKey: node.key,
          source: "The old register",
          validFrom: "2026-01-01",
          // Many on the same day, and in no order.
          expiresAt: dayAfter((n * 7) % 30),
        })),
      },
    });
    expect(importHistory).toEqual({ created: count, refused: 0 });

    suite.clock.set("2028-01-01T00:00:00Z");
    const { services } = suite.server;
    const { location } = services.database as typeof services.database & {
      location: Parameters<typeof openDatabase>[0];
    };
    const others = kind === "postgres" ? await Promise.all([1, 2].map(() => openDatabase(location))) : [];
    try {
      const processes = [services, ...others.map((database) => ({ ...services, database }))];
      await Promise.all(processes.flatMap((one) => [sweep(one), sweep(one)]));
      await sweep(services);
    } finally {
      await Promise.all(others.map((database) => database.close()));
    }

    const events = await services.database.asSystem((tx) =>
      tx.event.findMany({
        where: { program: { key: node.key }, dueAt: { not: null } },
        orderBy: { sequence: "asc" },
        select: { type: true, dueAt: true, certificateId: true },
      }),
    );
    expect(events).toHaveLength(count * 4);
    expect(new Set(events.map(({ type, certificateId }) => `${type} ${certificateId}`)).size).toBe(count * 4);
    const instants = events.map(({ dueAt }) => Number(dueAt));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });
});
