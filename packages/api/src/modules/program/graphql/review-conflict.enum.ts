import type { ProgramPolicy } from "@kunna/domain";
import { builder } from "../../../builder.ts";

export const ReviewConflict = builder.enumType("ReviewConflict", {
  description: "Who may not review (R3).",
  values: {
    TRAINER: { description: "Whoever trained the learner in the program." },
    OWN_MANAGER: { description: "The manager of a team that the learner belongs to." },
  } satisfies Record<ProgramPolicy["reviewConflicts"][number], { description: string }>,
});
