import { z } from "zod";
import { durationSchema } from "./duration.ts";

/** A key as it is used within a policy, such as PARTICIPATORY or cpd-hours. */
const keySchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);
/** CPD credits, in whole or part: at most two decimals. */
const creditsSchema = z.number().positive().max(100_000).multipleOf(0.01);

const categorySchema = z.object({
  key: keySchema,
  /** How many of the rule's credits must be of this category. */
  minimum: z.number().nonnegative().max(100_000).multipleOf(0.01).default(0),
  /** How many credits of this category count at most; null: as many as there are. */
  maximum: creditsSchema.nullable().default(null),
});

/** One method by which a certification is renewed (R8). */
const methods = [
  /** Everything in the current version, anew. */
  z.object({ method: z.literal("FULL") }),
  /** What is new or has a higher revision than what the holder has met, and what is marked for every cycle. */
  z.object({ method: z.literal("DELTA") }),
  /** CPD credits earned since validFrom. */
  z.object({
    method: z.literal("CREDITS"),
    /** What is counted, such as CPD or PRACTICE_HOURS: a rule never spends another unit's credits. */
    unit: keySchema.default("CPD"),
    credits: creditsSchema,
    categories: z.array(categorySchema).max(20).default([]),
    /** How many credits of a surplus count for the next cycle; they carry one cycle. */
    carryOver: z.number().nonnegative().max(100_000).multipleOf(0.01).default(0),
  }),
  /** Accepted APPLIED_TASK or OBSERVATION evidences dated since validFrom. */
  z.object({
    method: z.literal("PRACTICE"),
    count: z.number().int().min(1).max(1000),
    /** How old the newest may be when the renewal is completed; null: no limit. */
    recency: durationSchema.nullable().default(null),
  }),
] as const;

/** What a renewal asks: one method, or a composition of them (R8). */
export type RenewalRule =
  | z.output<(typeof methods)[number]>
  | { readonly method: "ALL"; readonly rules: readonly RenewalRule[] }
  | { readonly method: "ANY"; readonly rules: readonly RenewalRule[] };

/** How deep rules may be nested: more than anyone writes, and far less than a stack holds. */
const maxRuleDepth = 8;

const rules: z.ZodType<RenewalRule[]> = z
  .array(z.lazy(() => anyDepthSchema))
  .min(1)
  .max(20);
const anyDepthSchema: z.ZodType<RenewalRule> = z.discriminatedUnion("method", [
  ...methods,
  z.object({ method: z.literal("ALL"), rules }),
  z.object({ method: z.literal("ANY"), rules }),
]);

/** Its depth is looked at first: the parser itself goes down by recursion. */
const ruleSchema = z
  .custom((rule) => depthOf(rule) <= maxRuleDepth, {
    message: `rules may be nested at most ${maxRuleDepth} deep`,
    abort: true,
  })
  .pipe(anyDepthSchema);

/** How deep a rule is nested, counted no further than one beyond what is taken. */
function depthOf(rule: unknown): number {
  let level = [rule];
  for (let depth = 0; ; depth++) {
    if (level.length === 0 || depth > maxRuleDepth) return depth;
    level = level.flatMap((one) =>
      typeof one === "object" && one !== null && "rules" in one && Array.isArray(one.rules) ? one.rules : [],
    );
  }
}

/** One way to renew, and when it is offered. */
const renewalPathSchema = z.object({
  key: keySchema,
  title: z.string().trim().min(1).max(200),
  /** The cycles that it is offered in: the renewal of the first certificate is cycle 1. Null: all. */
  cycles: z
    .object({ from: z.number().int().min(1).max(1000), every: z.number().int().min(1).max(1000) })
    .nullable()
    .default(null),
  /** Offered only when one of these requirements is new or has a higher revision than what the holder has met. Null: always. */
  changed: z.array(keySchema).min(1).max(100).nullable().default(null),
  rule: ruleSchema,
});

/** The ways to renew, of which the holder chooses one that is offered; the first one that is offered is the default. */
export const renewalPathsSchema = z
  .array(renewalPathSchema)
  .min(1)
  .max(20)
  .default([{ key: "full", title: "Full renewal", cycles: null, changed: null, rule: { method: "FULL" } }]);

export type RenewalPath = z.output<typeof renewalPathSchema>;
