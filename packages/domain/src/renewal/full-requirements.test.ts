import { describe, expect, it } from "vitest";
import { all, module, requirement, version } from "../fixture.test.support.ts";
import type { RenewalEvidence } from "./facts.ts";
import { factsWith, holderOf, now, shown } from "./fixture.test.support.ts";
import { fullProgress } from "./requirements.ts";

describe("R8 FULL", () => {
  const content = version(all("m"), [
    module("m", [], { requirements: [requirement("a"), requirement("b", { kind: "REFLECTION", revision: 2 })] }),
  ]);
  const reflected = (name: string) => shown([name], { kind: "REFLECTION" });
  it.each<[string, RenewalEvidence[], string[], boolean]>([
    ["nothing", [], ["OPEN", "OPEN"], false],
    ["what was met before", holderOf(content), ["OPEN", "OPEN"], false],
    ["everything anew", [shown(["a"]), reflected("b@2")], ["MET", "MET"], true],
    ["an earlier revision", [shown(["a"]), reflected("b@1")], ["MET", "OPEN"], false],
    ["older work", [shown(["a"], { performedOn: "2025-06-09" }), reflected("b@2")], ["OPEN", "MET"], false],
    [
      "work of the first day, accepted later",
      [shown(["a"], { performedOn: "2025-06-10" }), reflected("b@2")],
      ["MET", "MET"],
      true,
    ],
    [
      "what waits",
      [shown(["a"], { status: "SUBMITTED", decidedAt: null }), reflected("b@2")],
      ["PENDING", "MET"],
      false,
    ],
  ])("by %s", (_what, evidence, states, complete) => {
    const progress = fullProgress(content, factsWith({ evidence }));
    expect(progress.requirements.map(({ state }) => state)).toEqual(states);
    expect(progress.complete).toBe(complete);
    expect(progress.nextSteps.map(({ requirementKey }) => requirementKey)).toEqual(
      progress.requirements.filter(({ state }) => state !== "MET").map(({ requirementKey }) => requirementKey),
    );
  });

  it("counts the day in the organisation's zone", () => {
    // 23:30 UTC on the 9th is the 10th in Stockholm.
    const begun = new Date("2025-06-09T22:30:00Z");
    const evidence = [shown(["a"], { performedOn: "2025-06-09" }), reflected("b@2")];
    expect(fullProgress(content, factsWith({ evidence, since: begun })).complete).toBe(false);
    expect(fullProgress(content, factsWith({ evidence, since: begun, timeZone: "UTC", now })).complete).toBe(true);
  });
});
