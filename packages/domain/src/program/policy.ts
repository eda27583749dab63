import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Problem } from "../refusal.ts";

/** An ISO 8601 calendar duration of zero to a hundred years, such as P2Y or P90D (R7). */
export const durationSchema = z.string().max(40).refine(isDuration, {
  message: "must be an ISO 8601 duration of zero to a hundred years, such as P2Y or P90D",
});

function isDuration(text: string): boolean {
  try {
    // Bounded, so that whatever is counted with it stays within the calendar.
    return Temporal.Duration.from(text).sign >= 0 && !isLonger(text, "P100Y");
  } catch {
    return false;
  }
}

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

function isLonger(duration: string, limit: string): boolean {
  // Begins a year of 365 days: what is longer than it gives a day away.
  return Temporal.Duration.compare(duration, limit, { relativeTo: Temporal.PlainDate.from("2027-01-01") }) > 0;
}
