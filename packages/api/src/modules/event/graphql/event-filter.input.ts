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
    teamId: t.id({ description: "Concerning someone who is in this team now; it is one that you may read." }),
    personId: t.id({ description: "Concerning this person." }),
    enrolmentId: t.id({ description: "In this enrolment." }),
    certificateId: t.id({ description: "Of this certificate." }),
  }),
});
