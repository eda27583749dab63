import { expect, it } from "vitest";
import {
  assertBar,
  assertMayRevoke,
  assertMaySuspend,
  assertStep,
  certificatesToRevoke,
  suspensionToLift,
} from "./decide.ts";
import {
  type DecisionKind,
  type DecisionState,
  type DecisionStep,
  decisionKinds,
  mayFollow,
  ruleOfDecision,
  stateOf,
  transitions,
} from "./decision.ts";
import { governanceOf } from "./fold.ts";
import { certificate, day, days, decision, refused } from "./governance.test.support.ts";
import { assertApart } from "./separation.ts";

it.each<[decisions: string[], expected: string[]]>([
  [[], []],
  [["1 SUSPENDED"], ["1-"]],
  [["1 SUSPENDED", "5 REINSTATED 1"], ["1-5"]],
  [
    ["1 SUSPENDED", "5 REINSTATED 1", "7 SUSPENDED"],
    ["1-5", "7-"],
  ],
  // An appeal without a stay holds nothing up.
  [["1 SUSPENDED appealed"], ["1-"]],
  [["1 SUSPENDED appealed", "9 APPEAL_DISMISSED 1"], ["1-"]],
  [["1 SUSPENDED appealed", "9 APPEAL_UPHELD 1"], ["1-9"]],
  // A stay holds the effect up until the appeal is decided.
  [["1 SUSPENDED appealed", "3 STAY_GRANTED 1"], ["1-3"]],
  [["1 SUSPENDED appealed", "3 STAY_GRANTED 1", "9 APPEAL_UPHELD 1"], ["1-3"]],
  [
    ["1 SUSPENDED appealed", "3 STAY_GRANTED 1", "9 APPEAL_DISMISSED 1"],
    ["1-3", "9-"],
  ],
  [
    ["1 SUSPENDED appealed", "3 STAY_GRANTED 1", "9 APPEAL_DISMISSED 1", "12 REINSTATED 1"],
    ["1-3", "9-12"],
  ],
  [["1 SUSPENDED appealed", "3 STAY_GRANTED 1", "5 REINSTATED 1"], ["1-3"]],
  // What began and ended at one instant never had effect.
  [["1 SUSPENDED appealed", "1 STAY_GRANTED 1"], []],
  // Others change nothing here.
  [["1 SUSPENDED", "2 REVOKED", "3 AWARD_APPROVED", "4 EXTENDED"], ["1-"]],
])("R11 after %j the certification is suspended in %j", (decisions, expected) => {
  const facts = decisions.map((text) => decision(text));
  expect(days(governanceOf(facts).suspensions)).toEqual(expected);
  expect(governanceOf(facts.toReversed())).toEqual(governanceOf(facts));
});

it.each<[decisions: string[], revoked: string[], bars: string[]]>([
  [["2 REVOKED"], ["2-"], ["2-30"]],
  [["2 REVOKED appealed", "9 APPEAL_DISMISSED 2"], ["2-"], ["2-30"]],
  [["2 REVOKED appealed", "9 APPEAL_UPHELD 2"], ["2-9"], ["2-9"]],
  [["2 REVOKED appealed", "4 STAY_GRANTED 2"], ["2-4"], ["2-4"]],
  [
    ["2 REVOKED appealed", "4 STAY_GRANTED 2", "9 APPEAL_DISMISSED 2"],
    ["2-4", "9-"],
    ["2-4", "9-30"],
  ],
  [["2 REVOKED appealed", "4 STAY_GRANTED 2", "40 APPEAL_DISMISSED 2"], ["2-4", "40-"], ["2-4"]],
  [
    ["2 REVOKED appealed", "9 APPEAL_UPHELD 2", "12 REVOKED"],
    ["2-9", "12-"],
    ["2-9", "12-30"],
  ],
])(
  "R11 after %j, barred until day 30, the certificate is revoked in %j and a reinstatement barred in %j",
  (decisions, revoked, bars) => {
    const facts = decisions.map((text) => decision(text, text.includes("REVOKED") ? { barUntil: day(30) } : {}));
    const governance = governanceOf(facts);
    expect(days(governance.revoked.get("c") ?? [])).toEqual(revoked);
    expect(days(governance.bars)).toEqual(bars);
    expect(governance.suspensions).toEqual([]);
  },
);

it("R11 one decision revokes several certificates, and what another one takes away is left alone", () => {
  const facts = [
    decision("2 REVOKED appealed", { certificateIds: ["a", "b"] }),
    decision("5 REVOKED", { certificateIds: ["c"] }),
    decision("9 APPEAL_UPHELD 2"),
  ];
  const { revoked, bars } = governanceOf(facts);
  expect([...revoked].map(([id, intervals]) => [id, days(intervals)])).toEqual([
    ["a", ["2-9"]],
    ["b", ["2-9"]],
    ["c", ["5-"]],
  ]);
  expect(bars).toEqual([]);
});

it.each<[decisions: string[], state: DecisionState]>([
  [["1 SUSPENDED"], "IN_EFFECT"],
  [["1 SUSPENDED appealed"], "APPEALED"],
  [["1 SUSPENDED appealed", "2 STAY_GRANTED 1"], "STAYED"],
  [["1 SUSPENDED appealed", "2 STAY_GRANTED 1", "3 APPEAL_DISMISSED 1"], "FINAL"],
  [["1 SUSPENDED appealed", "3 APPEAL_DISMISSED 1", "4 REINSTATED 1"], "ENDED"],
  [["1 SUSPENDED appealed", "2 STAY_GRANTED 1", "3 APPEAL_UPHELD 1"], "ENDED"],
  [["1 SUSPENDED", "2 REINSTATED 1"], "ENDED"],
  [["1 SUSPENDED", "2 REINSTATED 9"], "IN_EFFECT"],
])("R11 after %j the first of them is %s", (decisions, state) => {
  const facts = decisions.map((text) => decision(text));
  const [first] = facts;
  expect(first && stateOf(first, facts)).toBe(state);
});

it.each<[step: DecisionStep, decisions: string[], expected: string]>([
  ["APPEAL_FILED", ["1 SUSPENDED"], "done"],
  ["APPEAL_FILED", ["1 REVOKED"], "done"],
  ["APPEAL_FILED", ["1 AWARD_APPROVED"], "NOT_APPEALABLE"],
  ["APPEAL_FILED", ["1 SUSPENDED appealed"], "ALREADY_APPEALED"],
  ["APPEAL_FILED", ["1 SUSPENDED appealed", "2 APPEAL_DISMISSED 1"], "ALREADY_APPEALED"],
  ["APPEAL_FILED", ["1 SUSPENDED", "2 REINSTATED 1"], "ENDED"],
  ["STAY_GRANTED", ["1 REVOKED appealed"], "done"],
  ["STAY_GRANTED", ["1 REVOKED appealed", "2 STAY_GRANTED 1"], "ALREADY_STAYED"],
  ["STAY_GRANTED", ["1 REVOKED appealed", "2 APPEAL_DISMISSED 1"], "APPEAL_DECIDED"],
  ["STAY_GRANTED", ["1 SUSPENDED appealed", "2 REINSTATED 1"], "ENDED"],
  ["APPEAL_UPHELD", ["1 REVOKED appealed"], "done"],
  ["APPEAL_DISMISSED", ["1 REVOKED appealed", "2 STAY_GRANTED 1"], "done"],
  ["APPEAL_UPHELD", ["1 REVOKED appealed", "2 APPEAL_UPHELD 1"], "APPEAL_DECIDED"],
  ["APPEAL_DISMISSED", ["1 REVOKED appealed", "2 APPEAL_UPHELD 1"], "APPEAL_DECIDED"],
  ["APPEAL_UPHELD", ["1 SUSPENDED appealed", "2 REINSTATED 1"], "ENDED"],
  ["REINSTATED", ["1 SUSPENDED appealed", "2 STAY_GRANTED 1"], "done"],
])("R11 %s after %j: %s", (step, decisions, expected) => {
  const facts = decisions.map((text) => decision(text));
  const [first] = facts;
  expect(refused(() => first && assertStep(first, facts, step))).toBe(expected);
});

it.each<[at: number, decisions: string[], expected: string]>([
  [50, [], "done"],
  [70, [], "done"],
  [105, [], "done"],
  // One that begins later is suspended too: then it begins so.
  [-5, [], "done"],
  [110, [], "NOTHING_TO_SUSPEND"],
  [50, ["2 REVOKED"], "NOTHING_TO_SUSPEND"],
  [50, ["2 SUSPENDED"], "ALREADY_SUSPENDED"],
  [50, ["2 SUSPENDED appealed", "3 STAY_GRANTED 2"], "ALREADY_SUSPENDED"],
  [50, ["2 SUSPENDED appealed", "3 APPEAL_UPHELD 2"], "done"],
  [50, ["2 SUSPENDED", "3 REINSTATED 2"], "done"],
])("R6 R11 suspending on day %i after %j: %s", (at, decisions, expected) => {
  const facts = decisions.map((text) => decision(text));
  const { suspensions, revoked } = governanceOf(facts);
  const certificates = [{ ...certificate, revoked: revoked.get("c") ?? [] }];
  expect(refused(() => assertMaySuspend(day(at), { certificates, suspensions, enrolments: [] }, facts))).toBe(expected);
  expect(refused(() => assertMaySuspend(day(at), { certificates: [], suspensions: [], enrolments: [] }, []))).toBe(
    "NOTHING_TO_SUSPEND",
  );
});

it.each<[decisions: string[], expected: string]>([
  [[], "NOT_SUSPENDED"],
  [["1 REVOKED"], "NOT_SUSPENDED"],
  [["1 SUSPENDED"], "1"],
  [["1 SUSPENDED", "2 REINSTATED 1"], "NOT_SUSPENDED"],
  [["1 SUSPENDED", "2 REINSTATED 1", "3 SUSPENDED"], "3"],
  [["1 SUSPENDED appealed", "2 STAY_GRANTED 1"], "1"],
  [["1 SUSPENDED appealed", "2 APPEAL_UPHELD 1"], "NOT_SUSPENDED"],
])("R11 after %j the suspension to lift is %s", (decisions, expected) => {
  const facts = decisions.map((text) => decision(text));
  let lifted = "";
  const outcome = refused(() => {
    lifted = suspensionToLift(facts).id;
  });
  expect(lifted || outcome).toBe(expected);
});

it("R6 a decision for misconduct revokes all that have not lapsed: in force, in their grace or to come", () => {
  const certificates = [
    { ...certificate, id: "lapsed", graceEndsAt: day(49) },
    { ...certificate, id: "in-grace", expiresAt: day(49) },
    { ...certificate, id: "in-force" },
    { ...certificate, id: "unlimited", expiresAt: null, graceEndsAt: null },
    { ...certificate, id: "to-come", validFrom: day(60) },
    { ...certificate, id: "revoked" },
  ];
  const facts = [decision("2 REVOKED appealed", { certificateIds: ["revoked"] }), decision("3 STAY_GRANTED 2")];
  const ids = certificatesToRevoke(day(50), certificates, facts).map(({ id }) => id);
  expect(ids).toEqual(["in-grace", "in-force", "unlimited", "to-come"]);
  const none = () => certificatesToRevoke(day(50), certificates.slice(0, 1), []);
  expect(refused(none)).toBe("NOTHING_TO_REVOKE");
  expect(refused(() => assertMayRevoke("revoked", facts))).toBe("ALREADY_REVOKED");
  expect(refused(() => assertMayRevoke("in-force", facts))).toBe("done");
  expect(refused(() => assertMayRevoke("revoked", [...facts, decision("4 APPEAL_UPHELD 2")]))).toBe("done");
});

it("R11 a bar lies ahead", () => {
  expect(() => assertBar(day(1), null)).not.toThrow();
  expect(() => assertBar(day(1), day(2))).not.toThrow();
  for (const barUntil of [day(1), day(0)])
    expect(() => assertBar(day(1), barUntil)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: "BAR_PASSED", path: "barUntil" })] }),
    );
});

it.each<[deciderId: string, expected: string]>([
  ["holder", "CONCERNED"],
  ["before", "DECIDED"],
  ["reviewer", "REVIEWED"],
  ["trainer", "TRAINED"],
  ["other", "apart"],
])("R5 R11 decided by the %s: %s", (deciderId, expected) => {
  const known = {
    decidedBefore: new Set(["before"]),
    reviewerIds: new Set(["reviewer"]),
    trainerIds: new Set(["trainer"]),
  };
  const conflictOf = (facts: object): string => {
    try {
      assertApart({ deciderId, concernedId: "holder", ...facts });
      return "apart";
    } catch (error) {
      return (error as { conflict: string }).conflict;
    }
  };
  expect(conflictOf(known)).toBe(expected);
  // Where the policy does not keep them apart, only oneself never decides.
  expect(conflictOf({})).toBe(deciderId === "holder" ? "CONCERNED" : "apart");
});

it.each(Object.keys(decisionKinds) as DecisionKind[])("R11 %s names its rule, and tells what it decides", (kind) => {
  expect(ruleOfDecision[kind]).toMatch(/^R\d+$/);
  expect(decisionKinds[kind]).toMatch(/^[A-Z].*\(.*R\d+\)\.$/);
});

it("R11 no state but ENDED is without a step, and each leads on to it", () => {
  const states = Object.keys(transitions) as DecisionState[];
  for (const kind of ["SUSPENDED", "REVOKED"] as const) {
    const leadsOn = (state: DecisionState): boolean =>
      state === "ENDED" ||
      Object.entries(transitions[state]).some(
        ([step, to]) => mayFollow(kind, state, step as DecisionStep) && leadsOn(to),
      );
    // A final revocation ends no more: there a FULL reinstatement leads on (R6).
    expect([kind, states.filter((state) => !leadsOn(state))]).toEqual([kind, kind === "REVOKED" ? ["FINAL"] : []]);
  }
});
