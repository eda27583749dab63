import { type ApiContext, actorOf } from "../../context.ts";
import { readable } from "../../scope.ts";

/** The files that one uploaded, and those of the evidence and of the credits that one may read. */
export function filesWithin(context: ApiContext) {
  return {
    OR: [
      { uploadedById: actorOf(context).personId },
      { revisions: { some: { revision: { evidence: readable(context, "evidence.read") } } } },
      { credits: { some: { creditEntry: readable(context, "credit.read") } } },
    ],
  };
}
