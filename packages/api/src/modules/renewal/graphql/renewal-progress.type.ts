import type {
  AskedRequirement,
  AskReason,
  CategoryProgress,
  CreditsProgress,
  EvidenceCount,
  RequirementsProgress,
  RuleProgress,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { NextStepType, RequirementStateEnum } from "../../enrolment/index.ts";
import { RenewalMethodEnum } from "../../program/index.ts";

const AskReasonEnum = builder.enumType("AskReason", {
  description: "Why a renewal asks for a requirement.",
  values: {
    NEW: { description: "The holder has never met it." },
    RAISED: { description: "Its revision is higher than what the holder has met." },
    EVERY_CYCLE: { description: "It is marked for every cycle." },
    ANEW: { description: "Everything is asked anew." },
    STALE: { description: "The micro-credential of its module is stale (R10)." },
  } satisfies Record<AskReason, { description: string }>,
});

export const AskedRequirementType = builder.objectRef<AskedRequirement>("AskedRequirement").implement({
  description: "A requirement that a renewal asks for.",
  fields: (t) => ({
    moduleKey: t.exposeString("moduleKey", { description: "In which module." }),
    requirementKey: t.exposeString("requirementKey", { description: "Which requirement." }),
    revision: t.exposeInt("revision", { description: "In which revision it is asked (R1)." }),
    reason: t.expose("reason", { type: AskReasonEnum, description: "Why it is asked." }),
    state: t.expose("state", { type: RequirementStateEnum, description: "How far it has come in this cycle." }),
  }),
});

const EvidenceCountType = builder.objectRef<EvidenceCount>("EvidenceCount").implement({
  description: "How many fresh evidences are asked, and how many there are: dated since validFrom.",
  fields: (t) => ({
    asked: t.exposeInt("asked", { description: "How many are asked for." }),
    accepted: t.exposeInt("accepted", { description: "How many are accepted." }),
    pending: t.exposeInt("pending", { description: "How many wait for their review." }),
    newestOn: t.expose("newestOn", { type: "Date", nullable: true, description: "The day of the newest accepted." }),
    newestFrom: t.expose("newestFrom", {
      type: "Date",
      nullable: true,
      description: "The newest may not be older than this day; null: no limit.",
    }),
    complete: t.exposeBoolean("complete", { description: "Whether there are enough, and recent enough." }),
  }),
});

const CategoryProgressType = builder.objectRef<CategoryProgress>("CategoryProgress").implement({
  description: "How far the credits of a category are.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The category's key." }),
    minimum: t.exposeFloat("minimum", { description: "How many must be of it." }),
    maximum: t.exposeFloat("maximum", { nullable: true, description: "How many of it count at most; null: all." }),
    counted: t.exposeFloat("counted", { description: "How many there are, within the maximum." }),
    missing: t.exposeFloat("missing", { description: "How many the minimum still needs." }),
  }),
});

const CreditsProgressType = builder.objectRef<CreditsProgress>("CreditsProgress").implement({
  description: "How far the credits of a rule are.",
  fields: (t) => ({
    unit: t.exposeString("unit", { description: "What is counted." }),
    asked: t.exposeFloat("asked", { description: "How many are asked for." }),
    counted: t.exposeFloat("counted", { description: "How many count, at most as many as are asked." }),
    missing: t.exposeFloat("missing", { description: "How many are missing." }),
    carried: t.exposeFloat("carried", { description: "How many of the cycle before count here, within their cap." }),
    carries: t.exposeFloat("carries", {
      description: "How many would be left for the next cycle, within their cap, were the rule met now.",
    }),
    categories: t.field({
      type: [CategoryProgressType],
      description: "Each category that the rule names.",
      resolve: ({ categories }) => [...categories],
    }),
    complete: t.exposeBoolean("complete", { description: "Whether there are enough." }),
  }),
});

export const RequirementsProgressType = builder.objectRef<RequirementsProgress>("RequirementsProgress").implement({
  description: "How far the requirements that a renewal asks for are.",
  fields: (t) => ({
    complete: t.exposeBoolean("complete", { description: "Whether all that is needed is met." }),
    requirements: t.field({
      type: [AskedRequirementType],
      description: "What is asked for. Of alternatives all are listed, and one of them is enough.",
      resolve: ({ requirements }) => [...requirements],
    }),
    nextSteps: t.field({
      type: [NextStepType],
      description: "What is missing: what is open now, or waited for.",
      resolve: ({ nextSteps }) => [...nextSteps],
    }),
    work: t.expose("work", {
      type: EvidenceCountType,
      nullable: true,
      description: "Where nothing changed: one fresh applied task or observation (R2).",
    }),
    reflection: t.expose("reflection", {
      type: EvidenceCountType,
      nullable: true,
      description: "Where nothing changed: one fresh reflection (R2).",
    }),
  }),
});

export const RuleProgressType = builder.objectRef<RuleProgress>("RenewalRuleProgress");
RuleProgressType.implement({
  description: "How far one rule of a renewal is: the part that its method has is there.",
  fields: (t) => ({
    method: t.expose("method", { type: RenewalMethodEnum, description: "Which method." }),
    complete: t.exposeBoolean("complete", { description: "Whether it is met." }),
    requirements: t.expose("requirements", {
      type: RequirementsProgressType,
      nullable: true,
      description: "Of FULL and DELTA.",
    }),
    practice: t.expose("practice", {
      type: EvidenceCountType,
      nullable: true,
      description: "Of PRACTICE: recent work.",
    }),
    credits: t.expose("credits", { type: CreditsProgressType, nullable: true, description: "Of CREDITS: the points." }),
    rules: t.field({
      type: [RuleProgressType],
      description: "Of ALL and ANY: the rules that are composed.",
      complexity: { field: 1, multiplier: 3 },
      resolve: ({ rules }) => [...rules],
    }),
  }),
});
