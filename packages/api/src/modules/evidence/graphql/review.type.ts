import { type Rating, ratingsSchema, type verdicts } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { visibleReviews } from "../visible-reviews.ts";

export const VerdictEnum = builder.enumType("Verdict", {
  description: "What a reviewer decided.",
  values: {
    ACCEPTED: { description: "It shows what is asked for." },
    RETURNED: { description: "Something is missing: the learner adds it and submits again." },
    REJECTED: { description: "It does not show what is asked for, and no addition would change that." },
  } satisfies Record<(typeof verdicts)[number], { description: string }>,
});

/** Ratings are read as one value, whatever is asked of them. */
const ofOneValue = { field: 0, multiplier: 1 };

const RatingType = builder.objectRef<Rating>("Rating").implement({
  description: "A reviewer's judgement of one criterion.",
  fields: (t) => ({
    requirementKey: t.exposeString("requirementKey", { description: "The requirement." }),
    criterionKey: t.exposeString("criterionKey", { description: "The criterion of its rubric." }),
    levelKey: t.exposeString("levelKey", { description: "The level that the evidence shows." }),
    passes: t.exposeBoolean("passes", { description: "Whether that level is enough." }),
    comment: t.exposeString("comment", { description: "Why; empty when nothing was added." }),
  }),
});

builder.prismaNode("Review", {
  description: "A reviewer's verdict on one revision. Never changed.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    verdict: t.expose("verdict", { type: VerdictEnum, description: "What was decided." }),
    comment: t.exposeString("comment", { description: "Why, in words that help the learner." }),
    missing: t.exposeStringList("missing", { description: "What is missing, when returned." }),
    ratings: t.field({
      type: [RatingType],
      complexity: ofOneValue,
      description: "The judgement by the rubrics, in their order.",
      select: { ratings: true },
      resolve: ({ ratings }) => ratingsSchema.parse(ratings),
    }),
    notMet: t.field({
      type: [RatingType],
      complexity: ofOneValue,
      description: "Of the ratings, those below a level that passes: what to work on when it is returned.",
      select: { ratings: true },
      resolve: ({ ratings }) => ratingsSchema.parse(ratings).filter(({ passes }) => !passes),
    }),
    reviewedAt: t.expose("reviewedAt", { type: "DateTime", description: "When it was given." }),
    reviewer: t.relation("reviewer", { description: "Who gave it." }),
  }),
});
nodeScope("Review", (context) => ({
  AND: [{ revision: { evidence: readable(context, "evidence.read") } }, visibleReviews(context)],
}));
