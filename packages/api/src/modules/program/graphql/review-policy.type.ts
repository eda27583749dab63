import { builder } from "../../../builder.ts";
import { ProgramPolicyType, parsedPolicy } from "./policy.type.ts";
import { ReviewConflict } from "./review-conflict.enum.ts";

builder.objectFields(ProgramPolicyType, (t) => ({
  reviewConflicts: t.field({
    type: [ReviewConflict],
    description: "Who may not review, beside the learner and whoever put the evidence forward (R3).",
    resolve: (policy) => parsedPolicy(policy).reviewConflicts,
  }),
  blindReview: t.boolean({
    description: "Whether reviewers of the same revision see each other's verdicts only after their own (R3).",
    resolve: (policy) => parsedPolicy(policy).blindReview,
  }),
  auditShare: t.int({
    description: "Of a hundred accepted evidences, how many are drawn for a second look (R3).",
    resolve: (policy) => parsedPolicy(policy).auditShare,
  }),
}));
