import type { CarryOverMode, LearnersUnderWay } from "@kunna/domain";
import { builder } from "../../../builder.ts";

export const CarryOverModeEnum = builder.enumType("CarryOverMode", {
  description: "How holders of older versions come over to a published one (R10).",
  values: {
    NEXT_RENEWAL: { description: "At their next renewal, when it opens by itself." },
    BY_DATE: { description: "Their renewal opens at the publication, and is due by a day. No certificate ends by it." },
    NONE: {
      description:
        "Not at all: they renew on the version that they hold, or on a later one that takes holders over. After a lapse or a revocation it is the newest (R9).",
    },
  } satisfies Record<CarryOverMode, { description: string }>,
});

export const LearnersUnderWayEnum = builder.enumType("LearnersUnderWay", {
  description: "What becomes of learners who are under way on an older version when one is published (R10).",
  values: {
    STAY: { description: "They stay on their version; each may move on." },
    MOVE: { description: "They move on. What they have met carries over by requirement key and revision." },
  } satisfies Record<LearnersUnderWay, { description: string }>,
});

interface CarryOverRow {
  readonly carryOver: CarryOverMode;
  readonly carryOverBy: Date | null;
  readonly carryOverNote: string | null;
}

const CarryOverType = builder.objectRef<CarryOverRow>("CarryOver").implement({
  description: "How holders of older versions come over to a version, as its publication said (R10).",
  fields: (t) => ({
    mode: t.expose("carryOver", { type: CarryOverModeEnum, description: "In which way." }),
    by: t.field({
      type: "Date",
      nullable: true,
      description: "Of a BY_DATE: the day by which their renewal is due.",
      resolve: ({ carryOverBy }) => carryOverBy?.toISOString().slice(0, 10),
    }),
    note: t.exposeString("carryOverNote", { nullable: true, description: "Of a BY_DATE: what is said to them." }),
  }),
});

builder.prismaObjectFields("ProgramVersion", (t) => ({
  carryOver: t.field({
    type: CarryOverType,
    nullable: true,
    description: "How holders of older versions come over; null while it is a draft.",
    select: { status: true, carryOver: true, carryOverBy: true, carryOverNote: true },
    resolve: ({ status, ...row }) => (status === "DRAFT" ? null : row),
  }),
  learnersUnderWay: t.field({
    type: LearnersUnderWayEnum,
    nullable: true,
    description: "What becomes of learners who were under way on an older version (R10); null while it is a draft.",
    select: { status: true, learnersUnderWay: true },
    resolve: ({ status, learnersUnderWay }) => (status === "DRAFT" ? null : learnersUnderWay),
  }),
}));
