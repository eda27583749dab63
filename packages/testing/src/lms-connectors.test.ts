import { decodeId, encodeId, receiveLmsMessage, syncConnections } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, can, roles } from "@kunna/domain";
import { ConnectorError } from "@kunna/lms-kit";
import { beforeEach, describe, expect, it } from "vitest";
import {
  completion,
  connect,
  eventsOf,
  learnerOn,
  lmsProgram,
  map,
  match,
  outcomes,
  ScriptedLms,
} from "./lms-facts.test.support.ts";
import type { tried } from "./permission-cases.test.support.ts";
import { demoSuite, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`connectors to LMSs on ${kind}`, ({ skip }) => skip(reason));

const create = `mutation ($input: CreateLmsConnectionInput!) { result: createLmsConnection(input: $input) {
  __typename ... on LmsConnection { id status inboundUrl } ... on Refusal { code message } } }`;
const preview = `query ($id: ID!) { result: lmsSyncPreview(connectionId: $id) { __typename ... on Refusal { code }
  ... on LmsSyncPreview { told known awards more outcomes { outcome count } facts { subject outcome } } } }`;
const right = {
  connector: "scripted",
  name: "Our LMS",
  settings: [{ key: "baseUrl", value: "https://lms.example.org" }],
  secrets: [{ key: "token", value: "right" }],
};

describe.each(kinds)("connectors to LMSs on %s", (kind) => {
  const lms = new ScriptedLms();
  const suite = demoSuite(kind, undefined, undefined, { connectors: [lms.connector] });
  beforeEach(async () => {
    lms.pages.clear();
    lms.failures = [];
    lms.asked.length = 0;
    // What other tests connected is read no more.
    await suite.server.services.database.asSystem((tx) => tx.lmsConnection.updateMany({ data: { nextSyncAt: null } }));
  });
  const connection = (id: string) =>
    suite.server.services.database.asSystem((tx) => tx.lmsConnection.findUniqueOrThrow({ where: { id } }));
  const sync = () => syncConnections(suite.server.services);

  it("an administrator connects an LMS: what is missing is named, and its secrets are never shown", async () => {
    const { server, actors } = suite;
    const refused = await data(server, actors.admin, create, { input: { ...right, secrets: [], name: "x" } });
    expect(refused.result).toMatchObject({ code: "INVALID_INPUT", message: "Token is missing." });
    const unknown = await data(server, actors.admin, create, { input: { ...right, connector: "x" } });
    expect(unknown.result.code).toBe("CONNECTOR_UNKNOWN");
    const { result } = await data(server, actors.admin, create, { input: right });
    const { id } = decodeId(result.id);
    expect(result).toMatchObject({ status: "ACTIVE", inboundUrl: `https://kunna.example.org/lms/${id}` });
    const rows = await server.services.database.asSystem((tx) =>
      tx.lmsSecret.findMany({ where: { connectionId: id } }),
    );
    expect(Buffer.from(rows[0]?.encryptedSecret ?? []).includes("right")).toBe(false);
    const check = `mutation ($id: ID!) { result: checkLmsConnection(connectionId: $id) { ... on LmsConnectionCheck { ok checks { detail } } } }`;
    expect((await data(server, actors.admin, check, { id: result.id })).result.ok).toBe(true);
    lms.secret = "changed";
    expect((await data(server, actors.admin, check, { id: result.id })).result).toEqual({
      ok: false,
      checks: [{ detail: "Make a new one." }],
    });
    lms.secret = "right";
    expect(await connection(id)).toMatchObject({ lastErrorCode: "CHECK_FAILED", failures: 1 });
    const kindsOf = await data(server, actors.admin, "{ lmsConnectors { key fields { label secret } } }");
    expect(kindsOf.lmsConnectors[0].fields).toContainEqual({ label: "Nyckel", secret: true });
  });

  it("R2 an activity counts for an LMS activity or an assessment, and is refused for any work", async () => {
    const { server, actors } = suite;
    const connectionId = encodeId("LmsConnection", await connect(suite, actors.admin));
    const mapping = `mutation ($input: MapLmsActivityInput!) { result: mapLmsActivity(input: $input) {
      __typename ... on LmsActivityMapping { id } ... on LmsMappingRefused { problem } } }`;
    const mapTo = async (programId: string, requirementKey: string) => {
      const input = { connectionId, programId, requirementKey, courseId: "c1" };
      return (await data(server, actors.programOwner, mapping, { input })).result;
    };
    const { programId } = await publishedProgram(suite);
    expect(await mapTo(programId, "task")).toMatchObject({ problem: "KIND_NOT_BY_LMS" });
    expect(await mapTo(programId, "reflection")).toMatchObject({ problem: "KIND_NOT_BY_LMS" });
    expect(await mapTo(programId, "gone")).toMatchObject({ problem: "REQUIREMENT_UNKNOWN" });
    const own = encodeId("Program", await lmsProgram(suite));
    const made = await mapTo(own, "read");
    expect(await mapTo(own, "read")).toEqual(made);
    const end =
      "mutation ($id: ID!) { result: endLmsActivityMapping(mappingId: $id) { ... on LmsActivityMapping { endedAt } } }";
    expect((await data(server, actors.programOwner, end, { id: made.id })).result.endedAt).not.toBeNull();
    expect((await mapTo(own, "read")).id).not.toBe(made.id);
  });

  /** A learner whose course counts, in an LMS that has two pages. */
  async function twoPages() {
    const { admin } = suite.actors;
    const [connectionId, programId] = [await connect(suite, admin), await lmsProgram(suite)];
    await map(suite, { connectionId, programId, requirementKey: "read" });
    const learner = await learnerOn(suite, programId);
    const subject = `s-${crypto.randomUUID()}`;
    await match(suite, connectionId, subject, learner);
    lms.pages.set(null, { facts: [completion(subject), completion("other")], cursor: "1", more: true });
    lms.pages.set("1", { facts: [completion("third")], cursor: "2", more: false });
    return { admin, connectionId, learner, subject };
  }

  it("a trial writes nothing, moves nothing and says what would be", async () => {
    const { admin, connectionId, subject } = await twoPages();
    const before = await connection(connectionId);
    const { result } = await data(suite.server, admin, preview, { id: encodeId("LmsConnection", connectionId) });
    expect(result).toMatchObject({ told: 2, known: 0, awards: 0, more: true });
    expect(result.facts).toContainEqual({ subject, outcome: "COUNTED" });
    expect(await outcomes(suite, connectionId)).toEqual([]);
    expect(await connection(connectionId)).toEqual(before);
  });

  it("pages are read one after another, from where the last was kept, and two workers at once double nothing", async () => {
    const { connectionId, learner } = await twoPages();
    await Promise.all([sync(), sync()]);
    await sync();
    expect((await outcomes(suite, connectionId)).toSorted()).toEqual(["COUNTED", "PERSON_UNKNOWN", "PERSON_UNKNOWN"]);
    expect(await connection(connectionId)).toMatchObject({ cursor: "2", leasedUntil: null, failures: 0 });
    expect((await eventsOf(suite, learner)).filter(({ type }) => type === "EVIDENCE_ACCEPTED")).toHaveLength(1);
  });

  it("killed between a page and its cursor, nothing is lost and nothing doubled", async () => {
    const { connectionId, learner } = await twoPages();
    const { database } = suite.server.services;
    // As if the worker had died after the transaction of a page: the cursor is where it was, and the lease still runs.
    await sync();
    await database.asSystem((tx) =>
      tx.lmsConnection.update({
        where: { id: connectionId },
        data: {
          cursor: null,
          nextSyncAt: suite.clock.now(),
          leasedUntil: new Date(suite.clock.now().getTime() + 60_000),
        },
      }),
    );
    lms.asked.length = 0;
    await sync();
    expect(lms.asked).toEqual([]);
    await database.asSystem((tx) =>
      tx.lmsConnection.update({ where: { id: connectionId }, data: { leasedUntil: suite.clock.now() } }),
    );
    await sync();
    expect(lms.asked).toEqual([null, "1"]);
    expect(await outcomes(suite, connectionId)).toHaveLength(3);
    expect((await eventsOf(suite, learner)).filter(({ type }) => type === "EVIDENCE_ACCEPTED")).toHaveLength(1);
  });

  it("an LMS that fails is left alone for as long as it asks, is shown with why, and goes on from where it stood", async () => {
    const { connectionId } = await twoPages();
    lms.failures = [new ConnectorError("RATE_LIMITED", "Ask less.", { retryAfter: 3_600_000 })];
    await sync();
    expect(await outcomes(suite, connectionId)).toEqual([]);
    const { nextSyncAt, ...rest } = await connection(connectionId);
    expect(rest).toMatchObject({ cursor: null, lastErrorCode: "RATE_LIMITED", lastError: "Ask less.", failures: 1 });
    expect(nextSyncAt?.getTime()).toBe(suite.clock.now().getTime() + 3_600_000);
    expect(await sync()).toBe(0);
  });

  it("what a connector hands over that is not as it should be is not taken, and one that is gone from its cursor begins anew", async () => {
    const { connectionId } = await twoPages();
    lms.pages.set(null, { facts: [{ ...completion("x"), occurredAt: new Date(0) }], cursor: "1", more: true });
    await sync();
    expect(await connection(connectionId)).toMatchObject({ lastErrorCode: "CONNECTOR_ANSWER_INVALID", cursor: null });
    await suite.server.services.database.asSystem((tx) =>
      tx.lmsConnection.update({ where: { id: connectionId }, data: { nextSyncAt: suite.clock.now(), cursor: "old" } }),
    );
    lms.pages.set(null, { facts: [completion("y")], cursor: "1", more: false });
    lms.failures = [new ConnectorError("UNKNOWN_CURSOR", "It is gone.")];
    await sync();
    expect(lms.asked.slice(-2)).toEqual(["old", null]);
    expect(await outcomes(suite, connectionId)).toEqual(["PERSON_UNKNOWN"]);
  });

  it("a message is believed when its connector believes it, and taken once; a forged one leaves nothing", async () => {
    const { server, actors } = suite;
    const { result } = await data(server, actors.admin, create, { input: right });
    const { id } = decodeId(result.id);
    const body = JSON.stringify([{ subject: "s1", record: "r1" }]);
    const send = (token: string, to = id) =>
      receiveLmsMessage(server.services, to, { headers: { "x-token": token }, body }, new AbortController().signal);
    expect(await send("forged")).toMatchObject({ kind: "REFUSED", code: "INVALID_MESSAGE" });
    expect(await outcomes(suite, id)).toEqual([]);
    expect(await connection(id)).toMatchObject({ failures: 0, lastError: null });
    expect(await send("right")).toMatchObject({ kind: "TAKEN", ingested: { told: 1, known: 0 } });
    expect(await send("right")).toMatchObject({ kind: "TAKEN", ingested: { told: 1, known: 1 } });
    expect(await send("right", crypto.randomUUID())).toEqual({ kind: "NOT_FOUND" });
    // Another organisation's connection has another secret.
    const theirs = await connect(suite, actors.otherAdmin);
    expect(await send("right", theirs)).toMatchObject({ kind: "REFUSED" });
  });

  it("10,000 facts are taken in a bounded number of statements for each 1,000", async () => {
    const { connectionId } = await twoPages();
    const { database } = suite.server.services;
    let statements = 0;
    const stop = database.onQuery(() => statements++);
    const counts: number[] = [];
    for (let page = 0; page < 10; page++) {
      const facts = Array.from({ length: 1_000 }, (_, index) => completion(`many-${page * 1_000 + index}`));
      lms.pages.set(String(page), { facts, cursor: String(page + 1), more: false });
      await database.asSystem((tx) =>
        tx.lmsConnection.update({
          where: { id: connectionId },
          data: { cursor: String(page), nextSyncAt: suite.clock.now() },
        }),
      );
      statements = 0;
      await sync();
      counts.push(statements);
    }
    stop();
    expect(await outcomes(suite, connectionId)).toHaveLength(10_000);
    // Five transactions for each 1,000, and what else the server asks by itself meanwhile.
    expect(Math.max(...counts)).toBeLessThan(150);
  });

  it.each(roles)("%s: connections are made, tried and mapped as the permission table says", async (role) => {
    const { server } = suite;
    const actor = await newPerson(suite, [role]);
    const may = (action: Action) => can(actor, action, { organisationId: actor.organisationId });
    const [connectionId, programId] = [await connect(suite, suite.actors.admin), await lmsProgram(suite)];
    const mapped = await map(suite, { connectionId, programId, requirementKey: "test" });
    const { organisationId, personId } = actor;
    const { id: pushId } = await server.services.database.asSystem((tx) =>
      tx.lmsPush.create({
        data: {
          ...{ organisationId, connectionId, personId, subject: "x", target: "x", share: 1, completed: true },
          ...{ at: suite.clock.now(), status: "DEAD", settledAt: suite.clock.now() },
        },
      }),
    );
    const id = encodeId("LmsConnection", connectionId);
    const activity = {
      connectionId: id,
      programId: encodeId("Program", programId),
      courseId: "c9",
      requirementKey: "read",
    };
    type Field = (typeof tried.toLmsFacts)[number];
    const cases: Record<Field, [made: string, action: Action, name: string, type: string, argument: unknown]> = {
      createLmsConnection: ["LmsConnection", "lms.edit", "input", "CreateLmsConnectionInput", right],
      checkLmsConnection: ["LmsConnectionCheck", "lms.edit", "connectionId", "ID", id],
      mapLmsActivity: ["LmsActivityMapping", "lms.map", "input", "MapLmsActivityInput", activity],
      endLmsActivityMapping: [
        ...(["LmsActivityMapping", "lms.map", "mappingId", "ID"] as const),
        encodeId("LmsActivityMapping", mapped),
      ],
      retryLmsPush: ["LmsPush", "lms.edit", "pushId", "ID", encodeId("LmsPush", pushId)],
    };
    for (const [field, [made, action, name, type, argument]] of Object.entries(cases)) {
      const document = `mutation ($it: ${type}!) { result: ${field}(${name}: $it) { __typename ... on Refusal { code } } }`;
      const { result } = await data(server, actor, document, { it: argument });
      expect([field, result.code ?? result.__typename]).toEqual([field, may(action) ? made : "NOT_PERMITTED"]);
    }
    const nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }";
    const ids = [encodeId("LmsActivityMapping", mapped), encodeId("LmsPush", pushId)];
    const seen = (await data(server, actor, nodes, { ids })).nodes;
    expect(seen.every((node: unknown) => (node !== null) === may("lms.read"))).toBe(true);
    const previewed = await server.execute(actor, preview, { id });
    expect(previewed.errors === undefined).toBe(may("lms.read"));
  });
});
