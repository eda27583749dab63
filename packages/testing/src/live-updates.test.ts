import { encodeFeedCursor, encodeId, retentionJob, sweep } from "@kunna/api";
import { allPlaced, availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it, vi } from "vitest";
import { certified, decide } from "./governance.test.support.ts";
import { feedOf, follow } from "./live-feed.test.support.ts";
import { submittedTask, verdict } from "./review.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`live updates on ${kind}`, ({ skip }) => skip(reason));

const within = { timeout: 30_000, interval: 50 };
const ofCertificate = `subscription ($id: ID!, $after: Cursor) { certificateChanged(certificateId: $id, after: $after) {
  event { type cursor } certificate { id standing }
} }`;
const typesOf = (values: readonly unknown[]) =>
  (values as readonly { event: { type: string } }[]).map(({ event }) => event.type);

describe.each(kinds)("live updates on %s", (kind) => {
  const suite = demoSuite(kind);

  it("R11: tell whoever may read a certificate what happens to it and how it stands, and nobody else", async () => {
    const { server, actors } = suite;
    const one = await certified(suite);
    const other = await certified(suite);
    await allPlaced(server.services.database);
    const { certificateId: id } = one;
    const own = await follow(server, one.holder, ofCertificate, { id });
    const owner = await follow(server, actors.programOwner, ofCertificate, { id });
    expect((await follow(server, other.holder, ofCertificate, { id })).code).toBe("NOT_FOUND");
    expect((await follow(server, actors.otherAdmin, ofCertificate, { id })).code).toBe("NOT_FOUND");
    const reason = "So it is.";
    const key = ({ holder, programId }: typeof one) => ({ personId: encodeId("Person", holder.personId), programId });
    await decide(server, actors.admin, "suspendCertification", { ...key(other), reason });
    await decide(server, actors.admin, "suspendCertification", { ...key(one), reason });
    for (const reader of [own, owner]) {
      await vi.waitFor(() => expect(reader.values.length).toBe(1), within);
      expect(reader.values[0]).toMatchObject({
        event: { type: "CERTIFICATION_SUSPENDED" },
        certificate: { id, standing: "SUSPENDED" },
      });
    }
    // From the beginning of the feed: its award too.
    const all = await follow(server, actors.programOwner, ofCertificate, { id, after: encodeFeedCursor(0n) });
    await vi.waitFor(() => expect(all.values.length).toBeGreaterThanOrEqual(2), within);
    expect(typesOf(all.values)).toEqual(["CERTIFICATE_AWARDED", "CERTIFICATION_SUSPENDED"]);
  });

  it("R3: bring an evidence into a reviewer's queue, and take it out when it is decided", async () => {
    const { server, actors } = suite;
    const document = "subscription { evidenceToReview { event { type } evidence { id } waitsForYou } }";
    await allPlaced(server.services.database);
    const queue = await follow(server, actors.reviewer, document);
    expect((await follow(server, actors.learner, document)).code).toBe("NOT_PERMITTED");
    const { evidenceId } = await submittedTask(suite);
    await vi.waitFor(() => expect(queue.values.length).toBe(1), within);
    await verdict(suite, actors.reviewer, { evidenceId, verdict: "ACCEPTED" });
    await vi.waitFor(() => expect(queue.values.length).toBe(2), within);
    expect(queue.values).toEqual([
      { event: { type: "EVIDENCE_SUBMITTED" }, evidence: { id: evidenceId }, waitsForYou: true },
      { event: { type: "EVIDENCE_ACCEPTED" }, evidence: { id: evidenceId }, waitsForYou: false },
    ]);
  });

  it("R13: a place beyond the end is refused, and not taken for one that is still to come", async () => {
    const { server, actors } = suite;
    await allPlaced(server.services.database);
    const end = (await feedOf(server, actors.admin)).at(-1)?.cursor;
    const after = encodeFeedCursor(1_000_000n);
    const asked = await server.execute(actors.admin, "query ($after: Cursor) { events(after: $after) { type } }", {
      after,
    });
    const followed = await follow(
      server,
      actors.admin,
      "subscription ($after: Cursor) { events(after: $after) { type } }",
      { after },
    );
    for (const error of [asked.errors?.[0], followed.ended?.error]) {
      expect(error?.extensions).toMatchObject({ code: "CURSOR_GONE", restartAfter: end });
    }
  });

  it("R13: of a feed that is not kept so far back it is said where to go on, and what is kept is given whole", async () => {
    const { server, clock, actors } = suite;
    await allPlaced(server.services.database);
    const all = await feedOf(server, actors.admin);
    const first = all[0]?.cursor ?? "";
    const now = clock.now();
    const later = new Date(now.getTime() + 10 * 86_400_000);
    const services = { ...server.services, feedKeptFor: 5 * 86_400_000, now: () => later };
    await retentionJob.run(services, () => false);
    clock.set(later.toISOString());
    const person = await newPerson(suite, ["LEARNER"]);
    await allPlaced(server.services.database);
    await retentionJob.run(services, () => false);

    const { errors } = await server.execute(actors.admin, "query ($after: Cursor) { events(after: $after) { type } }", {
      after: first,
    });
    const restartAfter = errors?.[0]?.extensions.restartAfter as string;
    expect([errors?.[0]?.extensions.code, typeof restartAfter]).toEqual(["CURSOR_GONE", "string"]);
    const stream = await follow(
      server,
      actors.admin,
      "subscription ($after: Cursor) { events(after: $after) { type } }",
      {
        after: first,
      },
    );
    expect([stream.code, stream.ended?.error?.extensions.restartAfter]).toEqual(["CURSOR_GONE", restartAfter]);
    // From there, and from the beginning: the same.
    const kept = await feedOf(server, actors.admin, restartAfter);
    expect(kept.map(({ type }) => type)).toEqual(["PERSON_CREATED"]);
    expect(await feedOf(server, actors.admin)).toEqual(kept);
    expect(person.personId).toEqual(expect.any(String));
    // The events are still there: they are why things were decided.
    const { database } = server.services;
    expect(await database.asSystem((tx) => tx.event.count())).toBeGreaterThan(all.length);
  });

  it("R13: tell holders of their own renewals, when they open and when they draw near", async () => {
    const { server, clock, actors } = suite;
    const { holder } = await certified(suite);
    const document = "subscription { myRenewals { event { type } certificate { standing } } }";
    await allPlaced(server.services.database);
    const own = await follow(server, holder, document);
    const others = await follow(server, actors.colleague, document);
    clock.set(new Date(clock.now().getTime() + 1_000 * 86_400_000).toISOString());
    await sweep(server.services);
    await vi.waitFor(() => expect(typesOf(own.values)).toContain("CERTIFICATE_EXPIRED"), within);
    expect(typesOf(own.values)).toEqual(expect.arrayContaining(["RENEWAL_OPENED"]));
    expect(typesOf(others.values)).toEqual([]);
  });
});
