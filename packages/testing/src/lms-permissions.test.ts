import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, type Actor, can, roles } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { comesFrom, connectionInUseBy, launch, requestedConnection } from "./lms.test.support.ts";
import type { tried } from "./permission-cases.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the permission table of LMSs on ${kind}`, ({ skip }) => skip(reason));

type Field = (typeof tried.toLms)[number];

describe.each(kinds)("the permission table of LMSs on %s", (kind) => {
  const suite = demoSuite(kind);

  const run = async (actor: Actor, field: Field, args: string) => {
    const document = `mutation { result: ${field}(${args}) { __typename ... on Refusal { code } } }`;
    const { result } = await data(suite.server, actor, document);
    return result.code ?? result.__typename;
  };
  const waiting = async () => encodeId("LmsConnection", (await requestedConnection(suite)).connectionId);
  const used = async () => encodeId("LmsConnection", (await connectionInUseBy(suite)).connectionId);
  const approval = (id: string) => `input: { connectionId: "${id}", instructorRoles: [REVIEWER], addsPeople: true }`;

  it.each(roles)(
    "%s: connections are approved, refused, paused and retired, people are matched, and seen, as it says",
    async (role) => {
      const { server } = suite;
      const actor = await newPerson(suite, [role]);
      const may = (action: Action) => can(actor, action, { organisationId: actor.organisationId });
      const place = await connectionInUseBy(suite, { addsPeople: false });
      const course = { externalId: "A", title: "Nursing" };
      const seen = await launch(suite, place, {
        identity: { subject: crypto.randomUUID() },
        course,
        roles: ["LEARNER"],
      });
      const identityId = encodeId("ExternalIdentity", seen.identityId);
      const cases: Record<Field, [made: string, args: string]> = {
        approveLmsConnection: ["LmsConnection", approval(await waiting())],
        refuseLmsConnection: ["LmsConnection", `connectionId: "${await waiting()}"`],
        pauseLmsConnection: ["LmsConnection", `connectionId: "${await used()}"`],
        resumeLmsConnection: ["LmsConnection", `connectionId: "${await used()}"`],
        retireLmsConnection: ["LmsConnection", `connectionId: "${await used()}"`],
        matchExternalIdentity: [
          "ExternalIdentity",
          `identityId: "${identityId}", personId: "${encodeId("Person", actor.personId)}"`,
        ],
      };
      for (const [field, [made, args]] of Object.entries(cases) as [Field, [string, string]][])
        expect([field, await run(actor, field, args)]).toEqual([field, may("lms.edit") ? made : "NOT_PERMITTED"]);

      const nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }";
      const ids = [
        encodeId("LmsConnection", place.connectionId),
        identityId,
        encodeId("LmsCourse", seen.courseId ?? ""),
      ];
      expect((await data(server, actor, nodes, { ids })).nodes.map((node: object | null) => node !== null)).toEqual([
        may("lms.read"),
        may("lms.read"),
        may("course.read"),
      ]);
      const listed = await server.execute(actor, "{ lmsConnections { totalCount nodes { id } } }");
      expect(listed.errors?.map(({ extensions }) => extensions.code)).toEqual(
        may("lms.read") ? undefined : ["NOT_PERMITTED"],
      );
    },
  );

  it("a step that does not lead on from where a connection is is refused, and says where it is", async () => {
    const { admin } = suite.actors;
    const id = await used();
    expect(await run(admin, "approveLmsConnection", approval(id))).toBe("LMS_CONNECTION_IN_OTHER_STATE");
    expect(await run(admin, "pauseLmsConnection", `connectionId: "${id}"`)).toBe("LmsConnection");
    expect(await run(admin, "pauseLmsConnection", `connectionId: "${id}"`)).toBe("LmsConnection");
    expect(await run(admin, "retireLmsConnection", `connectionId: "${id}"`)).toBe("LmsConnection");
    expect(await run(admin, "resumeLmsConnection", `connectionId: "${id}"`)).toBe("LMS_CONNECTION_IN_OTHER_STATE");
    const refused = await waiting();
    expect(await run(admin, "refuseLmsConnection", `connectionId: "${refused}"`)).toBe("LmsConnection");
    expect(await run(admin, "approveLmsConnection", approval(refused))).toBe("LMS_CONNECTION_IN_OTHER_STATE");
  });

  it("an LMS makes nobody more than a reviewer", async () => {
    const args = approval(await waiting()).replace("REVIEWER", "REVIEWER, ADMIN");
    expect(await run(suite.actors.admin, "approveLmsConnection", args)).toBe("INVALID_INPUT");
  });

  it("a course shows its members and what they are enrolled on to its instructor; to a learner, themselves", async () => {
    const { server } = suite;
    const place = await connectionInUseBy(suite);
    const [one, other] = [await newPerson(suite, ["LEARNER"]), await newPerson(suite, ["LEARNER"])];
    const { programs } = await data(server, one, "{ programs(first: 1) { nodes { id } } }");
    const enrol = "mutation ($id: ID!) { enrol(input: { programId: $id }) { __typename } }";
    await data(server, one, enrol, { id: programs.nodes[0].id });
    const learner = await comesFrom(suite, place, one, "A", ["LEARNER"]);
    await comesFrom(suite, place, other, "B", ["LEARNER"]);
    const instructor = await comesFrom(suite, place, await newPerson(suite, []), "A", ["INSTRUCTOR"]);
    const id = encodeId("LmsCourse", instructor.courseId ?? "");
    const roster = `query ($id: ID!) { node(id: $id) { ... on LmsCourse { title members { totalCount nodes {
      name roles active person { id } enrolments { program { id } progress { share } }
    } } } } }`;
    const { node } = await data(server, instructor.actor, roster, { id });
    const enrolled = { program: { id: programs.nodes[0].id }, progress: { share: 0 } };
    const member = { name: "As the LMS has it", active: true };
    const known = (actor: Actor) => ({ id: encodeId("Person", actor.personId) });
    expect(node).toEqual({
      title: "A",
      members: {
        totalCount: 2,
        nodes: [
          { ...member, roles: ["LEARNER"], person: known(one), enrolments: [enrolled] },
          { ...member, roles: ["INSTRUCTOR"], person: known(instructor.actor), enrolments: [] },
        ],
      },
    });
    // A learner has the course by their session alone, and in it only themselves.
    expect((await data(server, learner.actor, roster, { id })).node).toBeNull();
  });

  it("a course is shown by the same statements however many are in it", async () => {
    const { server } = suite;
    const { database } = server.services;
    const place = await connectionInUseBy(suite);
    const instructor = await comesFrom(suite, place, await newPerson(suite, []), "A", ["INSTRUCTOR"]);
    const { programs } = await data(server, suite.actors.admin, "{ programs(first: 1) { nodes { id } } }");
    const join = async () => {
      const learner = await newPerson(suite, ["LEARNER"]);
      const enrol = "mutation ($id: ID!) { enrol(input: { programId: $id }) { __typename } }";
      await data(server, learner, enrol, { id: programs.nodes[0].id });
      await comesFrom(suite, place, learner, "A", ["LEARNER"]);
    };
    const roster = `query ($id: ID!) { node(id: $id) { ... on LmsCourse { members(first: 50) { totalCount nodes {
      name person { name } enrolments { program { title } progress { share } certificate { number } }
    } } } } }`;
    const statements = async () => {
      const seen: string[] = [];
      const stop = database.onQuery(({ sql }) => {
        // The relay works after each commit, beside what is watched.
        if (!/"Feed"|unplaced|^(BEGIN|COMMIT|ROLLBACK)\b(?!.*set_config)/.test(sql)) seen.push(sql);
      });
      const { node } = await data(server, instructor.actor, roster, {
        id: encodeId("LmsCourse", instructor.courseId ?? ""),
      });
      stop();
      return [node.members.totalCount, seen.length];
    };
    await join();
    const [few, asked] = await statements();
    for (let i = 0; i < 5; i++) await join();
    expect([few, await statements()]).toEqual([2, [7, asked]]);
  });
});
