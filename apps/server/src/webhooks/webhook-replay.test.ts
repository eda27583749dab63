import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { addPerson, ask, changePerson, endpointAt, receiver, webhookSuite } from "./webhooks.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`webhooks that are replayed, on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("webhooks that are replayed, on %s", (kind) => {
  const suite = webhookSuite(kind);

  it("a range of the feed is sent again: what was sent, what died, and what never was", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const before = await addPerson(server, admin);
    await suite.deliver();
    const { id } = await endpointAt(server, admin, to);
    const [one, other] = [await addPerson(server, admin), await addPerson(server, admin)];
    await changePerson(server, admin, one);
    await suite.deliver();
    const sent = to.received.map((received) => received.id);
    to.received.length = 0;
    const replay = `mutation ($input: ReplayWebhooksInput!) { replayWebhooks(input: $input) {
      ... on WebhookReplay { replayed isComplete cursor endpoint { cursor } } ... on Refusal { code } } }`;
    const replayed = async (input: object) =>
      (await ask(server, admin, replay, { input: { endpointId: id, ...input } })).replayWebhooks;
    const start = Buffer.from("feed:0").toString("base64url");
    const all = await replayed({ after: start });
    expect(all).toEqual({
      replayed: 4,
      isComplete: true,
      cursor: expect.any(String),
      endpoint: { cursor: all.cursor },
    });
    // What waits already does not wait twice.
    expect((await replayed({ after: start })).replayed).toBe(0);
    await suite.deliver();
    expect(to.told().toSorted()).toEqual(
      [before, one, other]
        .map((person) => `PERSON_CREATED ${person}`)
        .concat(`PERSON_CHANGED ${one}`)
        .toSorted(),
    );
    expect(to.told().indexOf(`PERSON_CREATED ${one}`)).toBeLessThan(to.told().indexOf(`PERSON_CHANGED ${one}`));
    expect(to.received.map((received) => received.id)).toEqual(expect.arrayContaining(sent));
    const { events } = await ask(
      server,
      admin,
      "{ events(filter: { types: [PERSON_CREATED] }) { cursor person { id } } }",
    );
    const [, { cursor: until }] = events;
    to.received.length = 0;
    expect(await replayed({ after: start, until })).toMatchObject({ replayed: 2, cursor: until });
    await suite.deliver();
    expect(to.told().toSorted()).toEqual([before, one].map((person) => `PERSON_CREATED ${person}`).toSorted());
    expect(await replayed({ after: until, until: start })).toEqual({ code: "INVALID_INPUT" });
  });
});
