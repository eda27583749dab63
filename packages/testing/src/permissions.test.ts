import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { expect, it } from "vitest";
import { data, enrolOn, people, startDemo, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`permissions on ${kind}`, ({ skip }) => skip(reason));

it.each(kinds)("shows each role what the permission table says and no more, through any field, on %s", async (kind) => {
  const server = await startDemo(kind);
  const [learner, colleague, outsider, manager, reviewer, programOwner] = await Promise.all([
    people.learner(server),
    people.colleague(server),
    people.outsider(server),
    people.manager(server),
    people.reviewer(server),
    people.programOwner(server),
  ]);
  const enrolments = new Map([
    [learner, await enrolOn(server, learner, "digcomp-1-foundation")],
    [outsider, await enrolOn(server, outsider, "digcomp-1-foundation")],
  ]);
  for (const [actor, enrolmentId] of enrolments)
    await submit(server, actor, { enrolmentId, requirementKeys: ["1-1-browsing-test"], score: 80 });
  await waitForFeed();

  const everyWay = `{
    enrolments { totalCount nodes { person { name } evidence { totalCount nodes { status } } } }
    program(key: "digcomp-1-foundation") { enrolments { totalCount nodes { evidence { nodes { id } } } } }
    events(first: 500) { type person { name } evidence { id } }
    people { totalCount }
  }`;
  const seen = async (actor: typeof learner) => {
    const all = await data(server, actor, everyWay);
    return {
      enrolments: all.enrolments.totalCount,
      byProgram: all.program.enrolments.totalCount,
      evidence: all.enrolments.nodes.flatMap(({ evidence }: { evidence: { nodes: unknown[] } }) => evidence.nodes)
        .length,
      events: all.events.filter(({ type }: { type: string }) => type === "EVIDENCE_SUBMITTED").length,
      people: all.people.totalCount,
    };
  };
  expect(await seen(learner)).toEqual({ enrolments: 1, byProgram: 1, evidence: 1, events: 1, people: 1 });
  expect(await seen(colleague)).toEqual({ enrolments: 0, byProgram: 0, evidence: 0, events: 0, people: 1 });
  // Of the two learners, one is in the manager's team of four.
  expect(await seen(manager)).toEqual({ enrolments: 1, byProgram: 1, evidence: 1, events: 1, people: 4 });
  expect(await seen(reviewer)).toEqual({ enrolments: 2, byProgram: 2, evidence: 2, events: 2, people: 11 });

  const node = "query ($id: ID!) { node(id: $id) { id } }";
  const theirs = { id: enrolments.get(outsider) };
  expect(await data(server, learner, node, theirs)).toEqual({ node: null });
  expect(await data(server, manager, node, theirs)).toEqual({ node: null });
  expect(await data(server, reviewer, node, theirs)).toEqual({ node: { id: theirs.id } });

  const drafted = await data(
    server,
    programOwner,
    `mutation { createProgram(input: { key: "secret", version: {
      title: "Secret", summary: "x", path: { moduleKey: "x" }, policy: { validity: { unlimited: true } }, modules: []
    } }) { ... on Program { id versions { nodes { id } } } } }`,
  );
  await waitForFeed();
  const { id, versions } = drafted.createProgram;
  const draft = { id: versions.nodes[0].id };
  for (const actor of [learner, manager, reviewer]) {
    expect(await data(server, actor, node, { id })).toEqual({ node: null });
    expect(await data(server, actor, node, draft)).toEqual({ node: null });
    const found = await data(
      server,
      actor,
      '{ program(key: "secret") { id } programs(search: "Secret") { totalCount } }',
    );
    expect(found).toEqual({ program: null, programs: { totalCount: 0 } });
    const { events } = await data(server, actor, "{ events(first: 500) { program { key title } version { title } } }");
    expect(JSON.stringify(events)).not.toMatch(/secret/i);
  }
});

it.each(kinds)("refuses each mutation to roles that may not, and everything to nobody, on %s", async (kind) => {
  const server = await startDemo(kind);
  const [learner, manager, reviewer, admin] = await Promise.all([
    people.learner(server),
    people.manager(server),
    people.reviewer(server),
    people.admin(server),
  ]);
  const anyone = encodeId("Person", learner.personId);
  const version = `{ title: "x", summary: "x", path: { moduleKey: "x" }, policy: { validity: { unlimited: true } }, modules: [] }`;
  const create = `createProgram(input: { key: "x", version: ${version} })`;
  const framework = `importFramework(input: { key: "x", title: "x", version: "1", levels: [], competencies: [{ code: "1", type: "x", label: "x" }] })`;
  const token = `issueAccessToken(input: { personId: "${anyone}", label: "x" })`;
  const person = `createPerson(input: { name: "x", email: "x@example.org", roles: [ADMIN] })`;
  const code = async (actor: typeof learner | null, field: string) => {
    const { data, errors } = await server.execute(
      actor,
      `mutation { result: ${field} { __typename ... on Refusal { code } } }`,
    );
    return errors?.[0]?.extensions.code ?? (data?.result as { code?: string } | undefined)?.code ?? "done";
  };
  for (const actor of [learner, manager, reviewer]) {
    for (const field of [create, framework, token, person])
      expect([field, await code(actor, field)]).toEqual([field, "NOT_PERMITTED"]);
  }
  expect(await code(admin, create)).toBe("NOT_PERMITTED");
  for (const field of [framework, token, person]) expect([field, await code(admin, field)]).toEqual([field, "done"]);
  for (const field of [create, framework, token, person])
    expect([field, await code(null, field)]).toEqual([field, "UNAUTHENTICATED"]);
  const { errors } = await server.execute(learner, "{ reviewQueue { totalCount } }");
  expect(errors?.[0]?.extensions.code).toBe("NOT_PERMITTED");
  const opened = await server.subscribe(null, "subscription { events { type } }");
  expect("errors" in opened && opened.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
});

/** Until the relay has placed what was written. */
function waitForFeed(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}
