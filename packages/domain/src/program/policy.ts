import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Problem } from "../refusal.ts";
import { durationSchema, isLonger } from "./duration.ts";
import { renewalPathsSchema } from "./renewal-policy.ts";

const validitySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("DURATION"), duration: durationSchema }),
  /** The first such day of a year that is at least `minimum` away: `--MM-DD`. */
  z.object({
    kind: z.literal("FIXED"),
    monthDay: z.string().refine(isMonthDay, { message: "must be a day of the year written --MM-DD" }),
    minimum: durationSchema,
  }),
  z.object({ kind: z.literal("END_DATE"), date: z.iso.date() }),
  z.object({ kind: z.literal("NONE") }),
]);

function isMonthDay(text: string): boolean {
  try {
    return text.startsWith("--") && Temporal.PlainMonthDay.from(text) !== undefined;
  } catch {
    return false;
  }
}

/** The policies of a program version, pinned by each certificate for its cycle (R7, R9). */
export const programPolicySchema = z.object({
  /** How long a certificate holds (R7). */
  validity: validitySchema,
  /** How long before the expiry the renewal opens. */
  window: durationSchema.default("P90D"),
  /** How long after the expiry a renewal still counts as one. */
  grace: durationSchema.default("P0D"),
  /** Whether its holder counts as certified in the grace (R6). */
  graceCounts: z.boolean().default(false),
  /** From what the next certificate's length is counted (R9). */
  anchor: z.enum(["EXPIRY", "COMPLETION", "FIXED"]).default("EXPIRY"),
  /** Whether a renewal may be completed before its window opens (R9). */
  earlyRenewal: z.boolean().default(false),
  /** How many different reviewers must accept an evidence (R3). */
  reviewers: z.number().int().min(1).max(5).default(1),
  /** Who may not review: whoever trained the learner in the program, or their own manager (R3). */
  reviewConflicts: z
    .array(z.enum(["TRAINER", "OWN_MANAGER"]))
    .max(2)
    .default([]),
  /** Whether a later reviewer of the same revision sees the earlier verdicts only after their own (R3). */
  blindReview: z.boolean().default(false),
  /** Of a hundred accepted evidences, how many are drawn for a second look (R3). */
  auditShare: z.number().int().min(0).max(100).default(0),
  /** Whether an award waits for an approver who did not review (R5). */
  approver: z.boolean().default(false),
  /** Whether whoever reviewed or trained the learner is kept from deciding on the certification (R11). */
  separateDecisions: z.boolean().default(true),
  /** How one gets in by oneself: at once, by asking, or not at all. */
  selfEnrolment: z.enum(["OPEN", "APPROVAL", "CLOSED"]).default("OPEN"),
  /** How long after enrolment it is due; null: no due date. */
  dueWithin: durationSchema.nullable().default(null),
  /** How long before the expiry its holder is reminded of it (R13). */
  reminders: z.array(durationSchema).max(10).default(["P30D", "P7D"]),
  /** What counts from outside the program (R12). */
  recognition: z.enum(["NONE", "EVIDENCE", "EVIDENCE_AND_CREDENTIALS"]).default("NONE"),
  /** The ways to renew (R8). */
  renewalPaths: renewalPathsSchema,
});

export type ProgramPolicy = z.output<typeof programPolicySchema>;
export type Validity = ProgramPolicy["validity"];

/** R7: publication refuses policies that give days away. */
export function checkPolicy(policy: ProgramPolicy): Problem[] {
  const problems: Problem[] = [];
  if (policy.graceCounts && policy.anchor === "COMPLETION") {
    problems.push({
      code: "POLICY_GIVES_DAYS_AWAY",
      path: "policy.graceCounts",
      message: "A grace that counts as certified, with the anchor COMPLETION, gives its days away at each renewal.",
      fix: "Use the anchor EXPIRY, or set graceCounts to false.",
    });
  }
  if (policy.validity.kind === "DURATION" && !isLonger(policy.validity.duration, "PT0S")) {
    problems.push({
      code: "VALIDITY_EMPTY",
      path: "policy.validity.duration",
      message: "A certificate would end as it begins.",
      fix: "Use a duration such as P2Y.",
    });
  }
  if (policy.validity.kind === "FIXED" && isLonger(policy.validity.minimum, "P1Y")) {
    problems.push({
      code: "POLICY_GIVES_DAYS_AWAY",
      path: "policy.validity.minimum",
      message: "The minimum before a fixed date is longer than a year.",
      fix: "Use a minimum of at most P1Y.",
    });
  }
  return problems;
}
