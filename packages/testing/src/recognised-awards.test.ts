import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { show } from "./carry-over.test.support.ts";
import {
  demoSuite,
  draftProgram,
  enrolMutation,
  newPerson,
  publishMutation,
  smallVersion,
} from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`what recognition alone awards on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("R8, R12 what recognition alone completes is awarded at once, on %s", (kind) => {
  const suite = demoSuite(kind);

  beforeAll(async () => {
    const input = {
      key: "care",
      title: "Care",
      version: "1",
      levels: [],
      competencies: [{ code: "lift", type: "competence", label: "lift" }],
    };
    await data(
      suite.server,
      suite.actors.admin,
      "mutation ($input: ImportFrameworkInput!) { importFramework(input: $input) { __typename } }",
      { input },
    );
  });

  /** A program whose first module asks for the competency; beside it, where it is told so, one that nothing else shows. */
  async function program(over: object = {}, beside = false, recognition = "EVIDENCE"): Promise<string> {
    const renewalPaths = [{ key: "delta", title: "Delta", rule: { delta: true } }];
    const version = smallVersion({ validity: { duration: "P1Y" }, recognition, renewalPaths });
    const [module] = version.modules;
    const first = { ...module, competencies: [{ frameworkKey: "care", code: "lift" }], ...over };
    const task = { ...module?.requirements[0], key: "other-task" };
    const second = { ...module, key: "other", requirements: [task] };
    const path = { all: [{ moduleKey: "all" }, { moduleKey: "other" }] };
    const drafted = beside ? { ...version, path, modules: [first, second] } : { ...version, modules: [first] };
    const { programId, versionId } = await draftProgram(suite, drafted);
    await data(suite.server, suite.actors.programOwner, publishMutation, { versionId });
    return programId;
  }
  const enrol = async (learner: Actor, programId: string): Promise<string> =>
    (await data(suite.server, learner, enrolMutation, { programId })).enrol.id;

  it("a renewal that asks for the delta, though the path asks for more", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const learner = await newPerson(suite, ["LEARNER"]);
    const programId = await program({}, true);
    await show(suite, learner, await enrol(learner, programId), "task", "reflection", "other-task");
    suite.clock.set("2027-10-01T09:00:00Z");
    const renewal = await enrol(learner, programId);
    // There nothing is recognised: it is shown anew.
    const elsewhere = await enrol(learner, await program({}, false, "NONE"));
    await show(suite, learner, elsewhere, "task");
    const document = "query ($id: ID!) { node(id: $id) { ... on Enrolment { status certificate { expiresAt } } } }";
    expect((await data(suite.server, learner, document, { id: renewal })).node.status).toBe("ACTIVE");
    await show(suite, learner, elsewhere, "reflection");
    expect((await data(suite.server, learner, document, { id: renewal })).node).toEqual({
      status: "COMPLETED",
      certificate: { expiresAt: "2028-11-24T09:00:00.000Z" },
    });
  });

  it("a module, with its micro-credential", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const learner = await newPerson(suite, ["LEARNER"]);
    await show(suite, learner, await enrol(learner, await program()), "task", "reflection");
    const id = await enrol(learner, await program({ awardsCertificate: true }, true));
    const awarded = await suite.server.services.database.transact(learner.organisationId, (tx) =>
      tx.certificate.findMany({
        where: { personId: learner.personId, moduleKey: "all" },
        select: { enrolmentId: true },
      }),
    );
    expect(awarded.map(({ enrolmentId }) => Buffer.from(`Enrolment:${enrolmentId}`).toString("base64url"))).toEqual([
      id,
    ]);
  });
});
