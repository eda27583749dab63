import { z } from "zod";
import { builder } from "../../../builder.ts";
import { EventTypeEnum } from "./event.type.ts";

export const EventFilterInput = builder.inputType("EventFilterInput", {
  description: "Which events: those that meet each part that is given.",
  fields: (t) => ({
    types: t.field({
      type: [EventTypeEnum],
      description: "Of one of these types.",
      validate: z.array(z.string()).min(1).max(50),
    }),
    programId: t.id({ description: "In this program." }),
    personId: t.id({ description: "Concerning this person." }),
    enrolmentId: t.id({ description: "In this enrolment." }),
  }),
});
