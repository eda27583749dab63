import { decodeId, webhookClearanceJob, webhookLag } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { doTo, endpointAt, hours, receiver, webhookSuite } from "./webhooks.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`webhooks that were sent long ago, on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("webhooks that were sent long ago, on %s", (kind) => {
  const suite = webhookSuite(kind);

  it("what was settled 30 days ago and can't be sent again is removed, however much it is; the rest stays", async () => {
    const { server } = suite;
    const { database } = server.services;
    const admin = await suite.organisation();
    const { organisationId } = admin;
    const [one, other] = [
      await endpointAt(server, admin, await receiver()),
      await endpointAt(server, admin, await receiver()),
    ];
    const [live, retired] = [decodeId(one.id).id, decodeId(other.id).id];
    const old = new Date(suite.now().getTime() - hours(31 * 24));
    const young = new Date(suite.now().getTime() - hours(29 * 24));
    const make = (endpointId: string, status: string, at: Date, type: string | null = "PERSON_CREATED", count = 1) =>
      database.asSystem(
        (tx) => tx.$executeRaw`
          INSERT INTO "WebhookDelivery" ("id", "organisationId", "endpointId", "eventId", "position", "type", "subject", "status", "createdAt", "settledAt")
          SELECT gen_random_uuid(), ${organisationId}::uuid, ${endpointId}::uuid, gen_random_uuid(), 1, ${type}, 'people/x',
            ${status}::"WebhookDeliveryStatus", ${at}, CASE WHEN ${status} = 'PENDING' THEN NULL ELSE ${at}::timestamptz END
          FROM generate_series(1, ${count}::int)`,
      );
    await make(live, "DELIVERED", old, "PERSON_CREATED", 10_001);
    await make(live, "DELIVERED", young);
    await make(live, "DEAD", old);
    await make(live, "DEAD", old, null);
    await make(live, "DEAD", young, null);
    await make(live, "PENDING", old);
    await make(retired, "DEAD", old, "PERSON_CREATED", 10_001);
    await make(retired, "DEAD", young);
    // However many there are, so many are counted.
    expect(await webhookLag(database, suite.now())).toMatchObject({ dead: 10_000, pending: 1 });
    expect(await doTo(server, admin, "retireWebhookEndpoint", other.id)).toBe("WebhookEndpoint");
    expect(await webhookLag(database, suite.now())).toMatchObject({ dead: 1 });
    const clear = () =>
      webhookClearanceJob.run(
        server.services,
        () => false,
        () => {},
      );
    const kept = async () => {
      const rows = await database.asSystem((tx) =>
        tx.webhookDelivery.groupBy({ by: ["endpointId", "status", "type"], _count: true }),
      );
      return rows
        .map(
          ({ endpointId, status, type, _count }) =>
            `${endpointId === live ? "live" : "retired"} ${status} ${type} ${_count}`,
        )
        .toSorted();
    };
    await clear();
    expect(await kept()).toEqual([
      "live DEAD PERSON_CREATED 1",
      "live DEAD null 1",
      "live DELIVERED PERSON_CREATED 1",
      "live PENDING PERSON_CREATED 1",
      "retired DEAD PERSON_CREATED 1",
    ]);
    suite.advance(hours(2 * 24));
    await clear();
    expect(await kept()).toEqual(["live DEAD PERSON_CREATED 1", "live PENDING PERSON_CREATED 1"]);
  });
});
