import fc from "fast-check";
import { expect, it } from "vitest";
import type { RequirementStep } from "../enrolment/next-steps.ts";
import type { Progress } from "../enrolment/progress.ts";
import { type ApproverRelations, approvalStateOf, assertMayApprove, withApproval } from "./approval.ts";
import { DeciderConflict } from "./errors.ts";

const none: ApproverRelations = {
  approverId: "approver",
  learnerId: "learner",
  policy: { separateDecisions: true, reviewConflicts: [] },
  reviewerIds: new Set(["reviewer"]),
  programReviewerIds: new Set(["earlier"]),
  trainerIds: new Set(["trainer"]),
  managerIds: new Set(["manager"]),
};
const answer = (relations: ApproverRelations): string => {
  try {
    assertMayApprove(relations);
    return "may";
  } catch (error) {
    if (error instanceof DeciderConflict) return error.conflict;
    throw error;
  }
};

type Conflicts = ApproverRelations["policy"]["reviewConflicts"];

it.each<[who: string, separateDecisions: boolean, reviewConflicts: Conflicts, expected: string]>([
  ["approver", true, ["TRAINER", "OWN_MANAGER"], "may"],
  ["learner", false, [], "CONCERNED"],
  ["reviewer", true, [], "REVIEWED"],
  // Whatever the policy: R5 itself says so.
  ["reviewer", false, [], "REVIEWED"],
  ["earlier", true, [], "REVIEWED"],
  ["earlier", false, [], "may"],
  ["trainer", true, [], "TRAINED"],
  ["trainer", false, ["TRAINER"], "TRAINED"],
  ["trainer", false, ["OWN_MANAGER"], "may"],
  ["manager", true, ["OWN_MANAGER"], "MANAGES"],
  ["manager", true, ["TRAINER"], "may"],
])(
  "R5 the %s, with decisions kept apart %s and conflicts %j: %s",
  (approverId, separateDecisions, reviewConflicts, expected) => {
    expect(answer({ ...none, approverId, policy: { separateDecisions, reviewConflicts } })).toBe(expected);
  },
);

it("R5 whoever reviewed what counts, or is the learner, never approves, whatever the policy", () => {
  const people = fc.constantFrom("a", "b", "c", "d");
  const some = fc.uniqueArray(people).map((ids) => new Set(ids));
  const relations = fc.record({
    approverId: people,
    learnerId: people,
    policy: fc.record({
      separateDecisions: fc.boolean(),
      reviewConflicts: fc.subarray(["TRAINER", "OWN_MANAGER"] as const).map((all) => [...all]),
    }),
    reviewerIds: some,
    programReviewerIds: some,
    trainerIds: some,
    managerIds: some,
  });
  fc.assert(
    fc.property(relations, (given) => {
      const { approverId, learnerId, policy, reviewerIds } = given;
      const apart = approverId !== learnerId && !reviewerIds.has(approverId);
      if (!apart) expect(answer(given)).not.toBe("may");
      // Keeping fewer people apart never keeps someone out who was let in.
      const looser = { separateDecisions: false, reviewConflicts: [] };
      if (answer(given) === "may") expect(answer({ ...given, policy: looser })).toBe("may");
      const strict = { separateDecisions: true, reviewConflicts: ["TRAINER", "OWN_MANAGER"] as Conflicts };
      const known = [given.programReviewerIds, given.trainerIds, given.managerIds].some((ids) => ids.has(approverId));
      expect(answer({ ...given, policy: strict }) === "may").toBe(apart && !known);
      expect(policy.separateDecisions && given.trainerIds.has(approverId) && answer(given) === "may").toBe(false);
    }),
    { numRuns: 2000 },
  );
});

const at = new Date("2027-01-01T00:00:00Z");
const submit: RequirementStep = { kind: "SUBMIT_EVIDENCE", moduleKey: "m", requirementKey: "r", evidenceId: null };
const review: RequirementStep = { kind: "AWAIT_REVIEW", moduleKey: "m", requirementKey: "r", evidenceId: "e" };

it.each<
  [
    awaited: boolean,
    declined: boolean,
    complete: boolean,
    isRenewal: boolean,
    steps: RequirementStep[],
    kinds: string[],
  ]
>([
  [false, false, true, false, [], []],
  [true, false, true, false, [], ["AWAIT_APPROVAL"]],
  [true, true, true, false, [], ["AWAIT_APPROVAL"]],
  [false, true, true, false, [], ["SHOW_MORE"]],
  // What has gone stale meanwhile is to be shown anew: then it is not the approver's turn.
  [true, false, false, false, [submit], ["SUBMIT_EVIDENCE"]],
  [false, true, false, false, [submit], ["SUBMIT_EVIDENCE"]],
  // A renewal need not ask for the whole path.
  [true, false, false, true, [submit], ["AWAIT_APPROVAL"]],
  [false, true, false, true, [submit], ["SHOW_MORE", "SUBMIT_EVIDENCE"]],
  [false, true, false, true, [review], ["AWAIT_REVIEW"]],
])("R5 awaited %s, declined %s, complete %s, renewal %s: there is a next step", (...row) => {
  const [awaited, declined, complete, isRenewal, nextSteps, kinds] = row;
  const state = approvalStateOf({ approvalAwaitedAt: awaited ? at : null, approvalDeclinedAt: declined ? at : null });
  const progress: Progress = { complete, share: 1, modules: [], nextSteps };
  expect(withApproval(progress, state, isRenewal).nextSteps.map(({ kind }) => kind)).toEqual(kinds);
});
