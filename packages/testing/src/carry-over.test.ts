import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { draftNext, publish } from "./carry-over.test.support.ts";
import { demoSuite, enrolMutation, newPerson, publishedProgram, smallVersion } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`carry-over on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("a new version and those who are on an older one, on %s", (kind) => {
  const suite = demoSuite(kind);

  it("R10: published by a date, the renewal of who holds an older version opens at once, and no date else moves", async () => {
    const { server, actors, clock } = suite;
    clock.set("2026-11-24T09:00:00Z");
    const { programId } = await publishedProgram(suite);
    const learner = await newPerson(suite, ["LEARNER"]);
    const { enrol } = await data(server, learner, enrolMutation, { programId });
    const evidenceId = await submit(server, learner, {
      enrolmentId: enrol.id,
      requirementKeys: ["task", "reflection"],
      text: "Done.",
    });
    await data(server, actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
    const standing = async (at: string) => {
      const document = `query ($at: DateTime) { certificates { nodes { expiresAt standing(at: $at) } } }`;
      return (await data(server, learner, document, { at })).certificates.nodes;
    };
    const expiresAt = "2028-11-24T09:00:00.000Z";
    expect(await standing("2027-03-01T00:00:00Z")).toEqual([{ expiresAt, standing: "CERTIFIED" }]);

    clock.set("2027-02-01T09:00:00Z");
    const versionId = await draftNext(suite, programId, { ...smallVersion(), title: "Anew" });
    expect(await publish(suite, versionId, { mode: "BY_DATE", by: "2027-01-31" })).toMatchObject({
      code: "INVALID_INPUT",
      problems: [
        { code: "CARRY_OVER_WITHOUT_DATE", path: "carryOver.by" },
        { code: "CARRY_OVER_WITHOUT_NOTE", path: "carryOver.note" },
      ],
    });
    const carryOver = { mode: "BY_DATE", by: "2027-06-30", note: "The law has changed." };
    expect(await publish(suite, versionId, carryOver)).toEqual({ __typename: "ProgramVersion", carryOver });
    expect(await standing("2027-01-31T00:00:00Z")).toEqual([{ expiresAt, standing: "CERTIFIED" }]);
    expect(await standing("2027-02-01T09:00:00Z")).toEqual([{ expiresAt, standing: "RENEWAL_OPEN" }]);
    // The day by which it is due ends nothing.
    expect(await standing("2027-07-01T00:00:00Z")).toEqual([{ expiresAt, standing: "RENEWAL_OPEN" }]);

    const diff = `query ($id: ID!) { node(id: $id) { ... on ProgramVersion { diff { kind field before after } } } }`;
    expect((await data(server, learner, diff, { id: versionId })).node.diff).toEqual([
      { kind: "VERSION_CHANGED", field: "title", before: "A small program", after: "Anew" },
    ]);
  });

  it("R10: at the next renewal, or not at all, opens nothing early", async () => {
    const { clock } = suite;
    clock.set("2026-11-24T09:00:00Z");
    const { programId } = await publishedProgram(suite);
    const second = await publish(suite, await draftNext(suite, programId, smallVersion()));
    expect(second.carryOver).toEqual({ mode: "NEXT_RENEWAL", by: null, note: null });
    const third = await publish(suite, await draftNext(suite, programId, smallVersion()), { mode: "NONE" });
    expect(third.carryOver).toEqual({ mode: "NONE", by: null, note: null });
  });
});
