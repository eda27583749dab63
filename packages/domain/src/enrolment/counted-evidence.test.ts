import fc from "fast-check";
import { expect, it } from "vitest";
import { evidenceStatuses } from "../evidence/evidence.ts";
import { module, requirement, version } from "../fixture.test.support.ts";
import { countedEvidence, type EarlierEnrolment, type PutForward, resumedBy } from "./counted-evidence.ts";
import { progressOf } from "./progress.ts";

const asked = {
  modules: [
    { requirements: [requirement("task", { revision: 2 }), requirement("reflection", { kind: "REFLECTION" })] },
  ],
};
const earlier = (key: string, revision: number, status: PutForward["status"] = "ACCEPTED"): PutForward => ({
  id: `${key}-${revision}`,
  enrolmentId: "earlier",
  status,
  submittedAt: null,
  requirements: [{ key, revision }],
});

it.each<[string, PutForward, string[]]>([
  ["the revision that is asked for", earlier("task", 2), ["task"]],
  ["a higher revision than is asked for", earlier("task", 3), ["task"]],
  ["a lower revision than is asked for", earlier("task", 1), []],
  ["a requirement that is not asked for any more", earlier("gone", 1), []],
  ["what waits for its review", earlier("reflection", 1, "SUBMITTED"), ["reflection"]],
  ["what was returned", earlier("reflection", 1, "RETURNED"), ["reflection"]],
])("R4 of an earlier enrolment, %s counts for what it should", (_name, evidence, keys) => {
  const counted = countedEvidence("now", asked, [evidence]);
  expect(counted).toEqual(
    keys.length === 0 ? [] : [{ id: evidence.id, status: evidence.status, submittedAt: null, requirementKeys: keys }],
  );
});

it("R4 an evidence of the enrolment itself counts for all that it names", () => {
  const own: PutForward = { ...earlier("task", 1), enrolmentId: "now" };
  expect(countedEvidence("now", asked, [own])[0]?.requirementKeys).toEqual(["task"]);
});

it("R4 one that was put forward earlier for several counts for those that are still asked for", () => {
  const both = {
    ...earlier("task", 1),
    requirements: [
      { key: "task", revision: 1 },
      { key: "reflection", revision: 1 },
    ],
  };
  expect(countedEvidence("now", asked, [both])[0]?.requirementKeys).toEqual(["reflection"]);
});

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const one = (id: string, status: EarlierEnrolment["status"], day: number) => ({ id, status, enrolledAt: at(day) });

it.each<[string, EarlierEnrolment[], Date | null, string | null]>([
  ["nothing", [], null, null],
  ["the withdrawn one", [one("a", "WITHDRAWN", 1)], null, "a"],
  ["the newest of several", [one("a", "WITHDRAWN", 1), one("b", "WITHDRAWN", 2)], null, "b"],
  ["nothing of before the last award", [one("a", "WITHDRAWN", 1)], at(2), null],
  ["a renewal given up since the last award", [one("a", "COMPLETED", 1), one("b", "WITHDRAWN", 3)], at(2), "b"],
  ["nothing that was completed", [one("a", "WITHDRAWN", 1), one("b", "COMPLETED", 2)], null, null],
])("a new enrolment resumes %s", (_name, enrolments, since, resumed) => {
  expect(resumedBy(enrolments, since)).toBe(resumed);
});

it("R4 to withdraw and to resume on the same version loses nothing, whatever was put forward where", () => {
  const keys = ["a.0", "a.1", "b.0"];
  const content = version({ kind: "ALL", members: ["a", "b"].map((moduleKey) => ({ kind: "MODULE", moduleKey })) }, [
    module("a", ["APPLIED_TASK", "REFLECTION"]),
    module("b", ["OBSERVATION"]),
  ]);
  const evidence = fc.record({
    enrolmentId: fc.constantFrom("first", "second", "third"),
    status: fc.constantFrom(...evidenceStatuses),
    keys: fc.subarray(keys, { minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(evidence, { maxLength: 8 }), (rows) => {
      const put = rows.map(({ keys, ...row }, id): PutForward => {
        return { ...row, id: String(id), submittedAt: null, requirements: keys.map((key) => ({ key, revision: 1 })) };
      });
      const inOne = put.map(({ id, status, requirements }) => ({
        id,
        status,
        requirementKeys: requirements.map(({ key }) => key),
      }));
      expect(progressOf(content, countedEvidence("third", content, put))).toEqual(progressOf(content, inOne));
    }),
  );
});
