import { type ApiContext, actorOf } from "../../context.ts";

/**
 * R3: the reviews that whoever asks may see, of evidence that they may read. Once a revision is decided, all of them. Before
 * that the learner sees none, and in a blind review only who has given a verdict sees the others'.
 */
export function visibleReviews(context: ApiContext) {
  const { personId } = actorOf(context);
  return {
    OR: [
      { revision: { decidedAt: { not: null } } },
      { revision: { reviews: { some: { reviewerId: personId } } } },
      { blind: false, revision: { evidence: { personId: { not: personId } } } },
    ],
  };
}
