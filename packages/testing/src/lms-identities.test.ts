import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { placeholderAddress } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { readyForReview } from "./governance.test.support.ts";
import { actorOf, connectionInUseBy, issuer, launch } from "./lms.test.support.ts";
import { addressOf, obedientMails, runJob } from "./notifications.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data, reviewMutation } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`who comes from an LMS on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("who comes from an LMS, on %s", (kind) => {
  const mails = obedientMails();
  const suite = demoSuite(kind, undefined, mails.transport);
  const course = { externalId: "A", title: "Nursing" };
  const roles = ["LEARNER"] as const;
  const someone = () => ({ subject: crypto.randomUUID(), name: "Eva Ny", email: `${crypto.randomUUID()}@example.org` });

  const personNamed = async (personId: string | null) => {
    const found = await suite.server.services.database.asSystem((tx) =>
      tx.person.findUniqueOrThrow({ where: { id: personId ?? "" } }),
    );
    return { name: found.name, email: found.email, roles: found.roles };
  };

  it("is added as a learner at first, once however often they come, and is called as the LMS tells", async () => {
    const place = await connectionInUseBy(suite);
    const identity = someone();
    const first = await launch(suite, place, { identity, course, roles });
    expect(await personNamed(first.personId)).toEqual({ name: "Eva Ny", email: identity.email, roles: ["LEARNER"] });
    const again = await launch(suite, place, { identity: { ...identity, name: "Eva Gammal" }, course, roles });
    expect(again).toMatchObject({ identityId: first.identityId, personId: first.personId });
    expect((await personNamed(first.personId)).name).toBe("Eva Gammal");
    const told = await suite.server.services.database.asSystem((tx) =>
      tx.event.findMany({
        where: { personId: first.personId },
        orderBy: { sequence: "asc" },
        select: { type: true },
      }),
    );
    expect(told.map(({ type }) => type)).toEqual(["PERSON_CREATED", "IDENTITY_MATCHED", "PERSON_CHANGED"]);
  });

  it("comes at once in two windows, and is one person", async () => {
    const place = await connectionInUseBy(suite);
    const identity = someone();
    const both = await Promise.all([1, 2].map(() => launch(suite, place, { identity, course, roles })));
    expect(new Set(both.map(({ personId }) => personId)).size).toBe(1);
    expect(both[0]?.personId).not.toBeNull();
  });

  it("is never taken for who has the same address: an administrator says so, and then they come as that person", async () => {
    const { server, actors } = suite;
    const place = await connectionInUseBy(suite);
    const known = await newPerson(suite, ["LEARNER", "ADMIN"]);
    const { email } = await addressOf(suite, known);
    const identity = { ...someone(), email: email.toUpperCase() };
    const first = await launch(suite, place, { identity, course, roles });
    expect(first).toMatchObject({ personId: null, token: null });
    const waiting = `query ($id: ID!) { node(id: $id) { ... on LmsConnection {
      unmatchedIdentities { totalCount nodes { id subject email person { id } } } } } }`;
    const id = encodeId("LmsConnection", place.connectionId);
    const listed = (await data(server, actors.admin, waiting, { id })).node.unmatchedIdentities;
    const identityId = encodeId("ExternalIdentity", first.identityId);
    expect(listed).toEqual({
      totalCount: 1,
      nodes: [{ id: identityId, subject: identity.subject, email, person: null }],
    });
    const match = `mutation ($identityId: ID!, $personId: ID!) { it: matchExternalIdentity(identityId: $identityId, personId: $personId) {
      ... on ExternalIdentity { person { id } confirmedBy { id } } } }`;
    const personId = encodeId("Person", known.personId);
    expect((await data(server, actors.admin, match, { identityId, personId })).it).toEqual({
      person: { id: personId },
      confirmedBy: { id: encodeId("Person", actors.admin.personId) },
    });
    const again = await launch(suite, place, { identity: { ...identity, name: "Another Name" }, course, roles });
    expect(await actorOf(suite, again.token)).toMatchObject({ personId: known.personId, roles: ["LEARNER"] });
    // What an LMS calls them changes nobody whom it did not bring.
    expect((await personNamed(known.personId)).name).toBe("Nils Ek");

    const right = await newPerson(suite, ["LEARNER"]);
    await data(server, actors.admin, match, { identityId, personId: encodeId("Person", right.personId) });
    expect(await actorOf(suite, again.token)).toBeNull();
    const last = await launch(suite, place, { identity, course, roles });
    expect(await actorOf(suite, last.token)).toMatchObject({ personId: right.personId });
  });

  it("waits where the connection adds nobody", async () => {
    const place = await connectionInUseBy(suite, { addsPeople: false });
    expect(await launch(suite, place, { identity: someone(), course, roles })).toMatchObject({ personId: null });
  });

  it("is told of without an address: nothing is shown for it, nothing is written to, until the LMS tells one", async () => {
    const { server, actors } = suite;
    const place = await connectionInUseBy(suite);
    const { subject, name, email } = someone();
    const first = await launch(suite, place, { identity: { subject, name }, course, roles });
    expect((await personNamed(first.personId)).email).toBe(placeholderAddress(first.personId ?? ""));
    const shown = "query ($id: ID!) { node(id: $id) { ... on Person { name email } } }";
    const id = encodeId("Person", first.personId ?? "");
    expect((await data(server, actors.admin, shown, { id })).node).toEqual({ name, email: null });
    await launch(suite, place, { identity: { subject, name, email }, course, roles });
    expect((await data(server, actors.admin, shown, { id })).node).toEqual({ name, email });
  });

  it("gets no mail where no address is known, and an administrator sees that it was not sent", async () => {
    const { server, actors } = suite;
    const { learner, evidenceIds } = await readyForReview(suite);
    const email = placeholderAddress(learner.personId);
    await server.services.database.asSystem((tx) =>
      tx.person.update({ where: { id: learner.personId }, data: { email } }),
    );
    await data(server, actors.reviewer, reviewMutation, { evidenceId: evidenceIds[0], verdict: "ACCEPTED" });
    await runJob(suite);
    expect(mails.given.filter(({ to }) => to.address.endsWith(".invalid"))).toEqual([]);
    const found = await server.services.database.asSystem((tx) =>
      tx.mail.findMany({ where: { personId: learner.personId }, select: { status: true } }),
    );
    expect(found).toContainEqual({ status: "FAILED" });
  });

  it("is two people where two organisations' platforms have the same issuer and subject, and neither sees the other", async () => {
    const { server, actors } = suite;
    const [place, otherPlace] = [
      await connectionInUseBy(suite),
      await connectionInUseBy(suite, { admin: actors.otherAdmin }),
    ];
    const identity = someone();
    const here = await launch(suite, place, { identity, course, roles });
    const there = await launch(suite, otherPlace, { identity, course, roles: ["INSTRUCTOR"] });
    expect(here.personId).not.toBe(there.personId);
    expect(here.courseId).not.toBe(there.courseId);
    const [one, other] = [await actorOf(suite, here.token), await actorOf(suite, there.token)];
    expect([one?.organisationId, other?.organisationId]).toEqual([place.organisationId, otherPlace.organisationId]);
    const ids = [
      encodeId("Person", here.personId ?? ""),
      encodeId("LmsCourse", here.courseId ?? ""),
      encodeId("ExternalIdentity", here.identityId),
      encodeId("LmsConnection", place.connectionId),
    ];
    const nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    const nothing = ids.map(() => null);
    for (const actor of [other, actors.otherAdmin])
      expect((await data(server, actor, nodes, { ids })).nodes).toEqual(nothing);
    const kept = await server.services.database.asSystem((tx) =>
      tx.externalIdentity.findMany({ where: { issuer, subject: identity.subject }, select: { personId: true } }),
    );
    expect(new Set(kept.map(({ personId }) => personId))).toEqual(new Set([here.personId, there.personId]));
  });
});
