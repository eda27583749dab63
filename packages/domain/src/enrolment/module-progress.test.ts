import fc from "fast-check";
import { expect, it } from "vitest";
import type { EvidenceStatus } from "../evidence/evidence.ts";
import { enrolmentArbitrary, module } from "../fixture.test.support.ts";
import { modulesByKey } from "../program/prerequisites.ts";
import { completedModules, indexEvidence, moduleProgress, requirementsOf } from "./module-progress.ts";

const evidenceFor = (key: string, ...statuses: EvidenceStatus[]) =>
  statuses.map((status, i) => ({ id: `${key}-${i}`, status, requirementKeys: [key] }));

it.each<[EvidenceStatus[], string]>([
  [[], "OPEN"],
  [["DRAFT"], "OPEN"],
  [["SUBMITTED"], "PENDING"],
  [["RETURNED"], "OPEN"],
  [["REJECTED"], "OPEN"],
  [["ACCEPTED"], "MET"],
  [["RETURNED", "SUBMITTED"], "PENDING"],
  [["REJECTED", "DRAFT"], "OPEN"],
  [["SUBMITTED", "ACCEPTED"], "MET"],
  [["ACCEPTED", "REJECTED"], "MET"],
])("R4 a requirement with evidence %j is %s", (statuses, state) => {
  const index = indexEvidence(evidenceFor("a.0", ...statuses));
  expect(requirementsOf(module("a", ["APPLIED_TASK"]), index)).toEqual([{ requirementKey: "a.0", state }]);
});

it.each<[first: EvidenceStatus[], second: EvidenceStatus[], prerequisiteDone: boolean, state: string, share: number]>([
  [[], [], true, "OPEN", 0],
  [["SUBMITTED"], [], true, "OPEN", 0],
  [["SUBMITTED"], ["SUBMITTED"], true, "PENDING", 0],
  [["ACCEPTED"], ["SUBMITTED"], true, "PENDING", 0.5],
  [["ACCEPTED"], ["REJECTED"], true, "OPEN", 0.5],
  [["ACCEPTED"], ["ACCEPTED"], true, "COMPLETED", 1],
  [[], [], false, "LOCKED", 0],
  [["SUBMITTED"], ["SUBMITTED"], false, "LOCKED", 0],
  [["ACCEPTED"], ["ACCEPTED"], false, "LOCKED", 1],
])("R4 a module with evidence %j and %j, its prerequisite done: %s, is %s", (first, second, done, state, share) => {
  const one = module("a", ["APPLIED_TASK", "REFLECTION"], { prerequisiteKeys: ["p"] });
  const modules = [one, module("p", ["APPLIED_TASK"])];
  const evidence = [...evidenceFor("a.0", ...first), ...evidenceFor("a.1", ...second)];
  const index = indexEvidence(done ? [...evidence, ...evidenceFor("p.0", "ACCEPTED")] : evidence);
  const requirements = new Map(modules.map((each) => [each.key, requirementsOf(each, index)]));
  const completed = completedModules(modulesByKey(modules), requirements);
  expect(moduleProgress(one, requirements.get("a") ?? [], completed)).toMatchObject({ moduleKey: "a", state, share });
});

it("R4 the index keeps the first evidence of each status", () => {
  const index = indexEvidence(evidenceFor("r", "RETURNED", "DRAFT", "RETURNED"));
  expect(Object.fromEntries(index.get("r") ?? [])).toEqual({ RETURNED: "r-0", DRAFT: "r-1" });
});

it("R4 what is not accepted completes nothing, in whatever order it comes", () => {
  fc.assert(
    fc.property(enrolmentArbitrary, ({ content: { modules }, evidence }) => {
      const statesOf = (facts: typeof evidence) => modules.map((one) => requirementsOf(one, indexEvidence(facts)));
      expect(statesOf(evidence.toReversed())).toEqual(statesOf(evidence));
      const met = (facts: typeof evidence) =>
        statesOf(facts).map((states) => states.map(({ state }) => state === "MET"));
      expect(met(evidence.filter(({ status }) => status === "ACCEPTED"))).toEqual(met(evidence));
    }),
  );
});
