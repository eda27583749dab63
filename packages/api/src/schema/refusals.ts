import {
  AlreadyAudited,
  AlreadyEnrolled,
  AlreadyReviewed,
  type CriterionName,
  DeciderConflict,
  type DecisionRefusal,
  DecisionRefused,
  DraftExists,
  type deciderConflicts,
  decisionRefusals,
  EnrolmentEnded,
  EvidenceStatusRefused,
  EvidenceTooOld,
  FileRefused,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
  NothingLeftToAward,
  NotPermitted,
  NotTheAuthor,
  type Problem,
  ProgramKeyTaken,
  RecognitionNotOffered,
  type Refusal,
  ReviewerConflict,
  RubricNotMet,
  SecretShownOnce,
  VersionHasProblems,
  VersionStatusRefused,
} from "@kunna/domain";

import { builder } from "../builder.ts";
import { encodeId } from "./ids.ts";

export const RefusalInterface = builder.interfaceRef<Refusal>("Refusal").implement({
  description:
    "Why something was not done. Nothing was written. Select this interface to show any refusal; select a member to act on its facts.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Stable: act on this, not on the message." }),
    message: t.exposeString("message", { description: "What was wrong, for a person, in English." }),
    help: t.exposeString("help", { description: "What to do about it, for a person, in English." }),
  }),
});

export const ProblemType = builder.objectRef<Problem>("Problem").implement({
  description: "One thing that is wrong with an input or a draft: where, what, and how to mend it.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Stable, such as PREREQUISITE_CYCLE." }),
    path: t.exposeString("path", {
      description: "Where it is, from the root of the input or the version: `modules.2.prerequisiteKeys`.",
    }),
    message: t.exposeString("message", { description: "What is wrong." }),
    fix: t.exposeString("fix", { description: "How to mend it." }),
    keys: t.field({
      type: ["String"],
      description:
        "Of a version: the keys of the modules or requirements that are at fault; empty where it is not theirs.",
      resolve: ({ keys }) => [...(keys ?? [])],
    }),
  }),
});

builder.objectType(AlreadyAudited, {
  name: "AlreadyAudited",
  description: "The second look at this evidence has been taken.",
  interfaces: [RefusalInterface],
});

builder.objectType(AlreadyReviewed, {
  name: "AlreadyReviewed",
  description: "This reviewer has already given a verdict on this revision.",
  interfaces: [RefusalInterface],
});

const DeciderConflictReason = builder.enumType("DeciderConflictReason", {
  description: "How whoever decides had a part in what is decided on.",
  values: {
    CONCERNED: { description: "It concerns themselves." },
    MANAGES: { description: "They lead a team that this person is in." },
    DECIDED: { description: "They took part in the decision that is appealed." },
    REVIEWED: { description: "They reviewed this person's evidence." },
    TRAINED: { description: "They trained this person." },
  } satisfies Record<keyof typeof deciderConflicts, { description: string }>,
});

builder.objectType(DeciderConflict, {
  name: "DeciderConflict",
  description: "This person may not decide this: they had a part in it (R5, R11).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    conflict: t.expose("conflict", { type: DeciderConflictReason, description: "Which part they had." }),
  }),
});

const DecisionRefusalGround = builder.enumType("DecisionRefusalGround", {
  description: "Why a decision can't be made.",
  values: Object.fromEntries(
    Object.entries(decisionRefusals).map(([reason, [description]]) => [reason, { description }]),
  ) as Record<DecisionRefusal, { description: string }>,
});

builder.objectType(DecisionRefused, {
  name: "DecisionRefused",
  description: "The decision can't be made as things are (R5, R11).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    ground: t.expose("ground", { type: DecisionRefusalGround, description: "What stands in its way." }),
  }),
});

builder.objectType(EnrolmentEnded, {
  name: "EnrolmentEnded",
  description: "The enrolment has ended: completed or withdrawn.",
  interfaces: [RefusalInterface],
});

builder.objectType(NotPermitted, {
  name: "NotPermitted",
  description: "Your roles do not let you do this, or not to this person.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ action: t.exposeString("action", { description: "The action in the permission table." }) }),
});

builder.objectType(NotFound, {
  name: "NotFound",
  description:
    "There is no such thing in your organisation. The same answer whether it is another organisation's or never existed.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ what: t.exposeString("what", { description: "What was looked for." }) }),
});

builder.objectType(InvalidInput, {
  name: "InvalidInput",
  description: "The input has the right types but can't be taken.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    problems: t.field({
      type: [ProblemType],
      description: "Each thing that is wrong.",
      resolve: ({ problems }) => [...problems],
    }),
  }),
});

builder.objectType(IdempotencyKeyReused, {
  name: "IdempotencyKeyReused",
  description: "Another request of yours had this `idempotencyKey`: with another input, or to another mutation.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ operation: t.exposeString("operation", { description: "The mutation that had the key." }) }),
});

builder.objectType(SecretShownOnce, {
  name: "SecretShownOnce",
  description:
    "Your first request with this `idempotencyKey` was answered with a secret, of which no copy is kept: it can't be shown again.",
  interfaces: [RefusalInterface],
});

builder.objectType(ProgramKeyTaken, {
  name: "ProgramKeyTaken",
  description: "Another program of the organisation has this key.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ key: t.exposeString("key", { description: "The key that is taken." }) }),
});

builder.objectType(DraftExists, {
  name: "DraftExists",
  description: "The program already has a draft: one at a time.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ versionNumber: t.exposeInt("versionNumber", { description: "The number of the draft." }) }),
});

builder.objectType(VersionStatusRefused, {
  name: "VersionStatusRefused",
  description: "The version is not in the status that this asks for (R1).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    status: t.exposeString("status", { description: "The version's status." }),
    needed: t.exposeString("needed", { description: "The status that this asks for." }),
  }),
});

builder.objectType(VersionHasProblems, {
  name: "VersionHasProblems",
  description: "The version can't be published as it is.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    problems: t.field({
      type: [ProblemType],
      description: "Why, and how to mend it.",
      resolve: ({ problems }) => [...problems],
    }),
  }),
});

builder.objectType(AlreadyEnrolled, {
  name: "AlreadyEnrolled",
  description: "The person is already enrolled on the program.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    enrolmentId: t.id({
      description: "The enrolment that is open.",
      resolve: ({ enrolmentId }) => encodeId("Enrolment", enrolmentId),
    }),
  }),
});

builder.objectType(RecognitionNotOffered, {
  name: "RecognitionNotOffered",
  description: "The version's policy counts nothing from outside of its program (R12).",
  interfaces: [RefusalInterface],
});

builder.objectType(EvidenceStatusRefused, {
  name: "EvidenceStatusRefused",
  description: "The evidence can't go from where it stands to where this asks (R3).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    status: t.exposeString("status", { description: "Where it stands." }),
    wanted: t.exposeString("wanted", { description: "Where this would have brought it." }),
  }),
});

builder.objectType(EvidenceTooOld, {
  name: "EvidenceTooOld",
  description: "The work shown is older than a requirement's freshness (R3).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    requirementKey: t.exposeString("requirementKey", { description: "The requirement." }),
    performedOn: t.expose("performedOn", { type: "Date", description: "The day that was given." }),
    oldest: t.expose("oldest", { type: "Date", description: "The earliest day that would be taken." }),
  }),
});

builder.objectType(ReviewerConflict, {
  name: "ReviewerConflict",
  description: "This reviewer may not review this evidence (R3).",
  interfaces: [RefusalInterface],
  fields: (t) => ({ reason: t.exposeString("reason", { description: "Why this reviewer may not." }) }),
});

const CriterionNameType = builder.objectRef<CriterionName>("CriterionName").implement({
  description: "Which criterion of which requirement.",
  fields: (t) => ({
    requirementKey: t.exposeString("requirementKey", { description: "The requirement." }),
    criterionKey: t.exposeString("criterionKey", { description: "The criterion of its rubric." }),
  }),
});

builder.objectType(RubricNotMet, {
  name: "RubricNotMet",
  description: "Evidence can't be accepted while a criterion is rated below a level that passes (R3).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    criteria: t.field({
      type: [CriterionNameType],
      description: "The criteria that are not met.",
      resolve: ({ criteria }) => [...criteria],
    }),
  }),
});

builder.objectType(NotTheAuthor, {
  name: "NotTheAuthor",
  description: "A draft or a returned evidence is gone on with by whoever put it forward.",
  interfaces: [RefusalInterface],
});

builder.objectType(FileRefused, {
  name: "FileRefused",
  description: "The file is too large, empty, or of a type that is not taken.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    reason: t.exposeString("reason", { description: "TOO_LARGE, EMPTY or TYPE." }),
    allowedTypes: t.stringList({
      description: "When it is TYPE: the media types that this installation takes.",
      resolve: ({ allowedTypes }) => [...allowedTypes],
    }),
  }),
});

builder.objectType(NothingLeftToAward, {
  name: "NothingLeftToAward",
  description: "The version's end date has passed: nothing awarded now would be valid (R7).",
  interfaces: [RefusalInterface],
  fields: (t) => ({ endDate: t.expose("endDate", { type: "Date", description: "The end date." }) }),
});
