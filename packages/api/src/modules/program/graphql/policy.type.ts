import { type ProgramPolicy, programPolicySchema, type Validity } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { RenewalPathInput, RenewalPathType, renewalPathsFrom } from "./renewal-policy.type.ts";
import { ReviewConflict } from "./review-conflict.enum.ts";

const ValidityKind = builder.enumType("ValidityKind", {
  description: "What decides how long a certificate holds (R7).",
  values: {
    DURATION: { description: "A calendar duration from the award." },
    FIXED: { description: "The first such day of a year that is at least `minimum` away." },
    END_DATE: { description: "A named day, counted whole." },
    NONE: { description: "It does not expire." },
  },
});

const ValidityType = builder.objectRef<Validity>("Validity").implement({
  description: "How long a certificate holds (R7).",
  fields: (t) => ({
    kind: t.expose("kind", { type: ValidityKind, description: "What decides." }),
    duration: t.field({
      type: "Duration",
      nullable: true,
      description: "Of a DURATION.",
      resolve: (validity) => (validity.kind === "DURATION" ? validity.duration : null),
    }),
    monthDay: t.string({
      nullable: true,
      description: "Of a FIXED: `--MM-DD`.",
      resolve: (validity) => (validity.kind === "FIXED" ? validity.monthDay : null),
    }),
    minimum: t.field({
      type: "Duration",
      nullable: true,
      description: "Of a FIXED: how far away the day is at least.",
      resolve: (validity) => (validity.kind === "FIXED" ? validity.minimum : null),
    }),
    date: t.field({
      type: "Date",
      nullable: true,
      description: "Of an END_DATE: the last day.",
      resolve: (validity) => (validity.kind === "END_DATE" ? validity.date : null),
    }),
  }),
});

const RecognitionPolicy = builder.enumType("RecognitionPolicy", {
  description: "What counts from outside of the program (R12).",
  values: {
    NONE: { description: "Nothing: all is shown in the program." },
    EVIDENCE: { description: "Evidence that was accepted in other programs of the organisation." },
    EVIDENCE_AND_CREDENTIALS: { description: "Such evidence, and verified credentials of others that are mapped." },
  } satisfies Record<ProgramPolicy["recognition"], { description: string }>,
});

const RenewalAnchor = builder.enumType("RenewalAnchor", {
  description: "From what the next certificate's length is counted (R9).",
  values: {
    EXPIRY: { description: "From the expiry before it: nobody loses days by being early, or gains any by being late." },
    COMPLETION: { description: "From the day on which the renewal is completed." },
    FIXED: { description: "To the next of the version's fixed dates." },
  } satisfies Record<ProgramPolicy["anchor"], { description: string }>,
});

/** Backed by the stored JSON, parsed where it leaves storage. */
const SelfEnrolment = builder.enumType("SelfEnrolment", {
  description: "How one gets in by oneself. Whoever has been certified can always begin the way back.",
  values: {
    OPEN: { description: "At once, without asking." },
    APPROVAL: { description: "By asking: a manager, program owner or administrator decides." },
    CLOSED: { description: "Not at all: one is assigned." },
  } satisfies Record<ProgramPolicy["selfEnrolment"], { description: string }>,
});

export const ProgramPolicyType = builder.objectRef<unknown>("ProgramPolicy").implement({
  description: "The policies of a version; each certificate pins those of its cycle (R7, R9).",
  fields: (t) => ({
    validity: t.field({
      type: ValidityType,
      description: "How long a certificate holds.",
      resolve: (policy) => parsedPolicy(policy).validity,
    }),
    window: t.field({
      type: "Duration",
      description: "How long before the expiry the renewal opens.",
      resolve: (policy) => parsedPolicy(policy).window,
    }),
    grace: t.field({
      type: "Duration",
      description: "How long after the expiry a renewal still counts as one.",
      resolve: (policy) => parsedPolicy(policy).grace,
    }),
    graceCounts: t.boolean({
      description: "Whether its holder counts as certified in the grace (R6).",
      resolve: (policy) => parsedPolicy(policy).graceCounts,
    }),
    anchor: t.field({
      type: RenewalAnchor,
      description: "From what the next certificate's length is counted.",
      resolve: (policy) => parsedPolicy(policy).anchor,
    }),
    earlyRenewal: t.boolean({
      description: "Whether a renewal may be completed before its window opens.",
      resolve: (policy) => parsedPolicy(policy).earlyRenewal,
    }),
    recognition: t.field({
      type: RecognitionPolicy,
      description: "What counts from outside of the program (R12).",
      resolve: (policy) => parsedPolicy(policy).recognition,
    }),
    reviewers: t.int({
      description: "How many different reviewers must accept an evidence (R3).",
      resolve: (policy) => parsedPolicy(policy).reviewers,
    }),
    selfEnrolment: t.field({
      type: SelfEnrolment,
      description: "How one gets in by oneself.",
      resolve: (policy) => parsedPolicy(policy).selfEnrolment,
    }),
    dueWithin: t.field({
      type: "Duration",
      nullable: true,
      description: "How long after enrolment it is due, the last day counted whole; null: no due date.",
      resolve: (policy) => parsedPolicy(policy).dueWithin,
    }),
    reminders: t.field({
      type: ["Duration"],
      description: "How long before the expiry its holder is reminded of it (R13).",
      resolve: (policy) => parsedPolicy(policy).reminders,
    }),
    renewalPaths: t.field({
      type: [RenewalPathType],
      description:
        "The ways to renew, of which the holder chooses one that is offered; the first such is the default (R8).",
      resolve: (policy) => parsedPolicy(policy).renewalPaths,
    }),
    approver: t.boolean({
      description:
        "Whether an award, of the first certificate or a later one, waits for an approver who did not review (R5). Certificates of modules never do.",
      resolve: (policy) => parsedPolicy(policy).approver,
    }),
    separateDecisions: t.boolean({
      description: "Whether whoever reviewed or trained the learner is kept from deciding on the certification (R11).",
      resolve: (policy) => parsedPolicy(policy).separateDecisions,
    }),
  }),
});

export function parsedPolicy(policy: unknown): ProgramPolicy {
  return programPolicySchema.parse(policy);
}

const FixedValidityInput = builder.inputType("FixedValidityInput", {
  description: "The first such day of a year that is at least `minimum` away.",
  fields: (t) => ({
    monthDay: t.string({ required: true, description: "The day, as `--MM-DD`." }),
    minimum: t.field({ type: "Duration", required: true, description: "At most P1Y." }),
  }),
});

const ValidityInput = builder.inputType("ValidityInput", {
  description: "How long a certificate holds (R7): set exactly one field.",
  isOneOf: true,
  fields: (t) => ({
    duration: t.field({ type: "Duration", description: "A calendar duration from the award, such as P2Y." }),
    fixed: t.field({ type: FixedValidityInput, description: "To a fixed day of the year." }),
    endDate: t.field({ type: "Date", description: "To a day, that day counted whole." }),
    unlimited: t.boolean({ description: "Set to true: it does not expire." }),
  }),
});

export const ProgramPolicyInput = builder.inputType("ProgramPolicyInput", {
  description: "The policies of a version. What is left out has the default that is named.",
  fields: (t) => ({
    validity: t.field({ type: ValidityInput, required: true, description: "How long a certificate holds." }),
    window: t.field({
      type: "Duration",
      defaultValue: "P90D",
      description: "How long before the expiry the renewal opens.",
    }),
    grace: t.field({
      type: "Duration",
      defaultValue: "P0D",
      description: "How long after the expiry a renewal still counts as one.",
    }),
    graceCounts: t.boolean({
      defaultValue: false,
      description: "Whether its holder counts as certified in the grace (R6).",
    }),
    anchor: t.field({
      type: RenewalAnchor,
      defaultValue: "EXPIRY",
      description: "From what the next certificate's length is counted (R9).",
    }),
    earlyRenewal: t.boolean({
      defaultValue: false,
      description: "Whether a renewal may be completed before its window opens (R9).",
    }),
    recognition: t.field({
      type: RecognitionPolicy,
      defaultValue: "NONE",
      description: "What counts from outside of the program (R12).",
    }),
    reviewers: t.int({
      defaultValue: 1,
      description: "How many different reviewers must accept an evidence, 1 to 5 (R3).",
    }),
    selfEnrolment: t.field({
      type: SelfEnrolment,
      defaultValue: "OPEN",
      description: "How one gets in by oneself.",
    }),
    dueWithin: t.field({
      type: "Duration",
      description: "How long after enrolment it is due, the last day counted whole; left out: no due date.",
    }),
    reminders: t.field({
      type: ["Duration"],
      description: "How long before the expiry its holder is reminded of it, at most 10; left out: P30D and P7D (R13).",
    }),
    renewalPaths: t.field({
      type: [RenewalPathInput],
      description: "The ways to renew, at most 20; left out: everything anew (R8).",
    }),
    reviewConflicts: t.field({
      type: [ReviewConflict],
      defaultValue: [],
      description: "Who may not review, beside the learner and whoever put the evidence forward (R3).",
    }),
    blindReview: t.boolean({
      defaultValue: false,
      description:
        "Whether reviewers of the same revision see each other's verdicts only after their own (R3). All of them then give one: a first one that returns does not decide alone.",
    }),
    auditShare: t.int({
      defaultValue: 0,
      description: "Of a hundred accepted evidences, how many are drawn for a second look, 0 to 100 (R3).",
    }),
    approver: t.boolean({
      defaultValue: false,
      description:
        "Whether an award, of the first certificate or a later one, waits for an approver who did not review (R5). Certificates of modules never do.",
    }),
    separateDecisions: t.boolean({
      defaultValue: true,
      description: "Whether whoever reviewed or trained the learner is kept from deciding on the certification (R11).",
    }),
  }),
});

/** The domain's policy from the input's. @throws ZodError where a value is out of its range */
export function policyFrom({ validity, renewalPaths, ...rest }: typeof ProgramPolicyInput.$inferInput): ProgramPolicy {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined));
  const paths = renewalPaths ? { renewalPaths: renewalPathsFrom(renewalPaths) } : {};
  return programPolicySchema.parse({ ...given, ...paths, validity: validityFrom(validity) });
}

function validityFrom({ duration, fixed, endDate }: (typeof ProgramPolicyInput.$inferInput)["validity"]): Validity {
  if (duration) return { kind: "DURATION", duration };
  if (fixed) return { kind: "FIXED", monthDay: fixed.monthDay, minimum: fixed.minimum };
  if (endDate) return { kind: "END_DATE", date: endDate };
  return { kind: "NONE" };
}
