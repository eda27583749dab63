import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, any, module, sound, version, versionArbitrary } from "../fixture.test.support.ts";
import { programPolicySchema } from "../program/policy.ts";
import { renewalEnrolmentProgress } from "./enrolment-progress.ts";
import { credit, evidenceArbitrary, factsWith, holderOf, ruleArbitrary, shown } from "./fixture.test.support.ts";
import { allAsked, renewalProgress } from "./progress.ts";

const withRule = (rule: unknown) =>
  programPolicySchema.parse({ validity: { kind: "NONE" }, renewalPaths: [{ key: "only", title: "Only", rule }] });
const byCredits = withRule({ method: "CREDITS", credits: 1 });
const content = version(all("m", "n"), [module("m", sound, { awardsCertificate: true }), module("n", sound)]);
const staleFrom = new Date("2025-12-01T12:00:00Z");
const stale = new Map([["m", staleFrom]]);
const held = holderOf(content);
const late = { performedOn: "2026-05-02", decidedAt: new Date("2026-05-04") };
const early = { performedOn: "2025-10-02", decidedAt: new Date("2025-10-04") };

describe("R10 a stale module is asked for at the renewal, whatever the way", () => {
  it.each<[what: string, evidence: ReturnType<typeof shown>[], states: string[], complete: boolean]>([
    ["nothing shown", [], ["OPEN", "OPEN"], false],
    ["one of both", [shown(["m.0"], late)], ["MET", "OPEN"], false],
    ["one in review", [shown(["m.0"], { ...late, status: "SUBMITTED", decidedAt: null })], ["PENDING", "OPEN"], false],
    ["both", [shown(["m.0", "m.1"], late)], ["MET", "MET"], true],
    ["both, before it was awarded", [shown(["m.0", "m.1"], early)], ["OPEN", "OPEN"], false],
    ["what is not stale", [shown(["n.0", "n.1"], late)], ["OPEN", "OPEN"], false],
  ])("%s", (_what, evidence, states, complete) => {
    const facts = factsWith({ stale, evidence: [...held, ...evidence], credits: [credit("c", 1)] });
    const found = renewalProgress(byCredits, content, facts);
    expect(found.stale?.requirements.map(({ state }) => state)).toEqual(states);
    expect(found.stale?.requirements.every(({ reason }) => reason === "STALE")).toBe(true);
    expect(found.progress.complete).toBe(true);
    expect(found.complete).toBe(complete);
    expect(renewalEnrolmentProgress(content, found)).toMatchObject({ complete });
  });

  it("is nothing where no module is stale, where it awards nothing, or where the path has no use for it", () => {
    const askedOf = (of: typeof content, facts: object) => renewalProgress(byCredits, of, factsWith(facts)).stale;
    expect(askedOf(content, { evidence: held })).toBeNull();
    expect(askedOf(content, { evidence: held, stale: new Map([["n", staleFrom]]) })).toBeNull();
    const choice = version(any(1, "m", "n"), content.modules);
    expect(askedOf(choice, { evidence: held, stale })).toBeNull();
  });
});

describe("R10 called by a date, the holder is asked for the delta", () => {
  const raised = version(all("m"), [module("m", sound)]);
  it.each<[rules: string[], offered: string[]]>([
    [["FULL"], ["by-date", "FULL"]],
    [
      ["FULL", "DELTA"],
      ["DELTA", "FULL"],
    ],
    [["DELTA"], ["DELTA"]],
  ])("of a policy with %j it is offered %j", (methods, offered) => {
    const renewalPaths = methods.map((method) => ({ key: method, title: method, rule: { method } }));
    const policy = programPolicySchema.parse({ validity: { kind: "NONE" }, renewalPaths });
    const found = renewalProgress(policy, raised, factsWith({ called: true, evidence: holderOf(raised) }));
    expect(found.offered.map(({ key }) => key)).toEqual(offered);
    expect(found.progress.method).toBe("DELTA");
    const later = renewalProgress(policy, raised, factsWith({ called: false }));
    expect(later.offered.map(({ key }) => key)).toEqual(methods);
  });
});

it("R4, R8 the enrolment of a renewal shows what the renewal asks and no more, with a share that is 1 exactly when it is complete", () => {
  const any = versionArbitrary.chain((content) =>
    fc.record({ content: fc.constant(content), rule: ruleArbitrary, evidence: evidenceArbitrary(content) }),
  );
  fc.assert(
    fc.property(any, ({ content, rule, evidence }) => {
      const found = renewalProgress(withRule(rule), content, factsWith({ evidence }));
      const progress = renewalEnrolmentProgress(content, found);
      expect(progress.complete).toBe(found.complete);
      expect(progress.share).toBeGreaterThanOrEqual(0);
      expect(progress.share === 1).toBe(found.complete);
      const listed = progress.modules.flatMap(({ requirements }) => requirements.map((one) => one.requirementKey));
      expect(listed.toSorted()).toEqual(
        allAsked(found)
          .map(({ requirementKey }) => requirementKey)
          .toSorted(),
      );
    }),
  );
});
