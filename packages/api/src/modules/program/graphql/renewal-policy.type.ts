import type { RenewalPath, RenewalRule } from "@kunna/domain";
import { builder } from "../../../builder.ts";

type CreditsRule = Extract<RenewalRule, { method: "CREDITS" }>;

export const RenewalMethodEnum = builder.enumType("RenewalMethod", {
  description: "How a certification is renewed (R8).",
  values: {
    FULL: { description: "Everything in the current version, anew." },
    DELTA: {
      description:
        "What is new or has a higher revision than what the holder has met, and what is marked for every cycle; where nothing changed, one fresh applied task or observation and one reflection.",
    },
    CREDITS: { description: "CPD credits earned since validFrom." },
    PRACTICE: { description: "Accepted applied tasks or observations dated since validFrom." },
    ALL: { description: "Each of its rules." },
    ANY: { description: "One of its rules." },
  } satisfies Record<RenewalRule["method"], { description: string }>,
});

const CreditCategoryRule = builder.objectRef<CreditsRule["categories"][number]>("CreditCategoryRule").implement({
  description: "How many of a rule's credits must or may be of a category.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The category's key, such as PARTICIPATORY." }),
    minimum: t.exposeFloat("minimum", { description: "How many must be of it." }),
    maximum: t.exposeFloat("maximum", { nullable: true, description: "How many of it count at most; null: all." }),
  }),
});

export const RenewalRuleType = builder.objectRef<RenewalRule>("RenewalRule");
RenewalRuleType.implement({
  description: "One method, or a composition of methods (R8).",
  fields: (t) => ({
    method: t.expose("method", { type: RenewalMethodEnum, description: "Which method." }),
    unit: t.string({
      nullable: true,
      description: "Of CREDITS: what is counted, such as CPD.",
      resolve: (rule) => (rule.method === "CREDITS" ? rule.unit : null),
    }),
    credits: t.float({
      nullable: true,
      description: "Of CREDITS: how many.",
      resolve: (rule) => (rule.method === "CREDITS" ? rule.credits : null),
    }),
    categories: t.field({
      type: [CreditCategoryRule],
      description: "Of CREDITS: where there are any, only credits of these categories count.",
      resolve: (rule) => (rule.method === "CREDITS" ? rule.categories : []),
    }),
    carryOver: t.float({
      nullable: true,
      description: "Of CREDITS: how many of a surplus count for the next cycle.",
      resolve: (rule) => (rule.method === "CREDITS" ? rule.carryOver : null),
    }),
    count: t.int({
      nullable: true,
      description: "Of PRACTICE: how many evidences.",
      resolve: (rule) => (rule.method === "PRACTICE" ? rule.count : null),
    }),
    recency: t.field({
      type: "Duration",
      nullable: true,
      description: "Of PRACTICE: how old the newest may be when the renewal is completed.",
      resolve: (rule) => (rule.method === "PRACTICE" ? rule.recency : null),
    }),
    rules: t.field({
      type: [RenewalRuleType],
      description: "Of ALL and ANY: the rules that are composed.",
      complexity: { field: 1, multiplier: 3 },
      resolve: (rule) => (rule.method === "ALL" || rule.method === "ANY" ? [...rule.rules] : []),
    }),
  }),
});

const RenewalCycles = builder.objectRef<NonNullable<RenewalPath["cycles"]>>("RenewalCycles").implement({
  description: "The cycles in which a path is offered: the renewal of the first certificate is cycle 1.",
  fields: (t) => ({
    from: t.exposeInt("from", { description: "The first cycle." }),
    every: t.exposeInt("every", { description: "1: each one from there on; 2: every other." }),
  }),
});

export const RenewalPathType = builder.objectRef<RenewalPath>("RenewalPath").implement({
  description: "One way to renew, and when it is offered (R8).",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The key that the holder chooses it by." }),
    title: t.exposeString("title", { description: "What it is called." }),
    cycles: t.field({
      type: RenewalCycles,
      nullable: true,
      description: "Offered in these cycles; null: in all.",
      resolve: ({ cycles }) => cycles,
    }),
    changed: t.stringList({
      description:
        "Offered only when one of these requirements is new or has a higher revision than what the holder has met; none: always.",
      resolve: ({ changed }) => changed ?? [],
    }),
    rule: t.field({ type: RenewalRuleType, description: "What it asks for.", resolve: ({ rule }) => rule }),
  }),
});

const CreditCategoryRuleInput = builder.inputType("CreditCategoryRuleInput", {
  description: "How many of a rule's credits must or may be of a category.",
  fields: (t) => ({
    key: t.string({ required: true, description: "The category's key, such as PARTICIPATORY." }),
    minimum: t.float({ defaultValue: 0, description: "How many must be of it." }),
    maximum: t.float({ description: "How many of it count at most; left out: all." }),
  }),
});

const CreditsRuleInput = builder.inputType("CreditsRuleInput", {
  description: "CPD credits earned since validFrom, with at most two decimals.",
  fields: (t) => ({
    unit: t.string({ defaultValue: "CPD", description: "What is counted, such as CPD or PRACTICE_HOURS." }),
    credits: t.float({ required: true, description: "How many are asked for." }),
    categories: t.field({
      type: [CreditCategoryRuleInput],
      defaultValue: [],
      description: "Where there are any, only credits of these categories count; at most 20.",
    }),
    carryOver: t.float({
      defaultValue: 0,
      description: "How many of a surplus count for the next cycle; they carry one cycle.",
    }),
  }),
});

const PracticeRuleInput = builder.inputType("PracticeRuleInput", {
  description: "Accepted applied tasks or observations dated since validFrom.",
  fields: (t) => ({
    count: t.int({ required: true, description: "How many are asked for." }),
    recency: t.field({
      type: "Duration",
      description: "How old the newest may be when the renewal is completed; left out: no limit.",
    }),
  }),
});

interface RuleShape {
  full?: boolean | null | undefined;
  delta?: boolean | null | undefined;
  credits?: typeof CreditsRuleInput.$inferInput | null | undefined;
  practice?: typeof PracticeRuleInput.$inferInput | null | undefined;
  all?: RuleShape[] | null | undefined;
  any?: RuleShape[] | null | undefined;
}

const RenewalRuleInput = builder.inputRef<RuleShape>("RenewalRuleInput");
RenewalRuleInput.implement({
  description: "One method, or a composition of methods (R8): set exactly one field.",
  isOneOf: true,
  fields: (t) => ({
    full: t.boolean({ description: "Set to true: everything in the current version, anew." }),
    delta: t.boolean({
      description: "Set to true: what is new or has a higher revision, and what is marked for every cycle.",
    }),
    credits: t.field({ type: CreditsRuleInput, description: "CPD credits." }),
    practice: t.field({ type: PracticeRuleInput, description: "Recent work." }),
    all: t.field({ type: [RenewalRuleInput], description: "Each of these." }),
    any: t.field({ type: [RenewalRuleInput], description: "One of these." }),
  }),
});

const RenewalCyclesInput = builder.inputType("RenewalCyclesInput", {
  description: "The cycles in which a path is offered: the renewal of the first certificate is cycle 1.",
  fields: (t) => ({
    from: t.int({ defaultValue: 1, description: "The first cycle." }),
    every: t.int({ defaultValue: 1, description: "1: each one from there on; 2: every other." }),
  }),
});

export const RenewalPathInput = builder.inputType("RenewalPathInput", {
  description: "One way to renew, and when it is offered (R8).",
  fields: (t) => ({
    key: t.string({ required: true, description: "The key that the holder chooses it by; unique in the policy." }),
    title: t.string({ required: true, description: "What it is called." }),
    cycles: t.field({ type: RenewalCyclesInput, description: "Offered in these cycles; left out: in all." }),
    changed: t.stringList({
      description:
        "Offered only when one of these requirements is new or has a higher revision than what the holder has met; left out: always.",
    }),
    rule: t.field({ type: RenewalRuleInput, required: true, description: "What it asks for." }),
  }),
});

/** What the domain parses, from the input's: the schema of the policy says what can be taken. */
export function renewalPathsFrom(paths: readonly (typeof RenewalPathInput.$inferInput)[]): unknown {
  return paths.map(({ rule, ...path }) => ({ ...given(path), rule: ruleFrom(rule) }));
}

function ruleFrom({ full, credits, practice, all, any }: RuleShape): unknown {
  if (credits) return { ...given(credits), categories: (credits.categories ?? []).map(given), method: "CREDITS" };
  if (practice) return { ...given(practice), method: "PRACTICE" };
  if (all) return { method: "ALL", rules: all.map(ruleFrom) };
  if (any) return { method: "ANY", rules: any.map(ruleFrom) };
  return { method: full ? "FULL" : "DELTA" };
}

/** Without what was left out or is null, which has its default. */
function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
