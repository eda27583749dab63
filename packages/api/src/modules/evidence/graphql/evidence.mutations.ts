import {
  AlreadyReviewed,
  EnrolmentEnded,
  EvidenceStatusRefused,
  EvidenceTooOld,
  FileRefused,
  NothingLeftToAward,
  NotTheAuthor,
  ReviewerConflict,
  RubricNotMet,
} from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { reviewEvidence } from "../commands/review-evidence.ts";
import { type EvidenceInput, saveEvidenceDraft, submitEvidence } from "../commands/submit-evidence.ts";
import { maximumFileSize, uploadFile } from "../upload.ts";
import { VerdictEnum } from "./review.type.ts";

const EvidenceInputType = builder.inputType("EvidenceInput", {
  description: "What is put forward, and for what.",
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: "The enrolment that it is for." }),
    evidenceId: t.id({ description: "A draft or a returned evidence to go on with; left out: a new one." }),
    requirementKeys: t.stringList({
      required: true,
      description: "What it is put forward for: one evidence may count for several requirements (R4).",
      validate: z.array(z.string().max(100)).max(50),
    }),
    text: t.string({
      description: "In your words. A reflection answers the requirement's prompts here.",
      validate: z.string().max(50_000),
    }),
    links: t.stringList({
      defaultValue: [],
      description: "http or https URLs, at most 20.",
      validate: z.array(z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000)).max(20),
    }),
    fileIds: t.idList({
      defaultValue: [],
      description: "Ids from `uploadFile`, at most 20.",
      validate: z.array(z.string()).max(20),
    }),
    score: t.int({ description: "Of an assessment, 0 to 100.", validate: z.number().min(0).max(100) }),
    performedOn: t.field({ type: "Date", required: true, description: "The day of the work that it shows." }),
  }),
});

const RatingInputType = builder.inputType("RatingInput", {
  description: "Your judgement of one criterion.",
  fields: (t) => ({
    requirementKey: t.string({ required: true, description: "A requirement that the evidence names." }),
    criterionKey: t.string({ required: true, description: "A criterion of its rubric." }),
    levelKey: t.string({ required: true, description: "The level that the evidence shows." }),
    comment: t.string({
      defaultValue: "",
      description: "Why, in words that help the learner.",
      validate: z.string().max(10_000),
    }),
  }),
});

const ReviewEvidenceInput = builder.inputType("ReviewEvidenceInput", {
  description: "A verdict on the newest revision of an evidence.",
  fields: (t) => ({
    evidenceId: t.id({ required: true, description: "The evidence." }),
    verdict: t.field({ type: VerdictEnum, required: true, description: "What you decided." }),
    comment: t.string({
      required: true,
      description: "Why, in words that help the learner.",
      validate: z.string().trim().min(1).max(10_000),
    }),
    missing: t.stringList({
      defaultValue: [],
      description: "What is missing: at least one thing when you return it, unless a rating says it.",
      validate: z.array(z.string().trim().min(1).max(500)).max(20),
    }),
    ratings: t.field({
      type: [RatingInputType],
      defaultValue: [],
      description: "Your judgement by the rubrics: of every criterion when you accept, each on a level that passes.",
      validate: z.array(z.unknown()).max(500),
    }),
  }),
});

builder.mutationFields((t) => ({
  uploadFile: t.prismaField({
    type: "EvidenceFile",
    description:
      "Uploads a file, to be named by an evidence. Send it by the GraphQL multipart request specification, with the header `x-kunna-upload: 1`. Larger ones are streamed to `POST /files?name=...` as they are, with the type as Content-Type; the answer has the id.",
    errors: { types: [FileRefused] },
    args: {
      file: t.arg({ type: "File", required: true, description: "At most 25 MiB; documents, images, audio and video." }),
    },
    resolve: async (query, _root, { file }, context) => {
      const maximumSize = Math.min(maximumFileSize, context.services.maximumFileSize);
      const upload = { name: file.name, mediaType: file.type, content: file.stream(), maximumSize };
      const { fileId } = await uploadFile(context, upload);
      return readerOf(context).evidenceFile.findUniqueOrThrow({ ...query, where: { id: fileId } });
    },
  }),
  submitEvidence: t.prismaField({
    type: "Evidence",
    description:
      "Puts an evidence forward: a new one, a draft, or a returned one as its next revision (R3). By the learner; an observation by the manager or a reviewer who saw the work done.",
    errors: { types: [EnrolmentEnded, NotTheAuthor, EvidenceStatusRefused, EvidenceTooOld] },
    args: { input: t.arg({ type: EvidenceInputType, required: true, description: "The evidence." }) },
    resolve: async (query, _root, { input }, context) => {
      const { evidenceId } = await runCommand(context, submitEvidence, evidenceFrom(input));
      return readerOf(context).evidence.findUniqueOrThrow({ ...query, where: { id: evidenceId } });
    },
  }),
  saveEvidenceDraft: t.prismaField({
    type: "Evidence",
    description: "Keeps an evidence as a draft, to go on with later. Nobody is told.",
    errors: { types: [EnrolmentEnded, NotTheAuthor, EvidenceStatusRefused] },
    args: { input: t.arg({ type: EvidenceInputType, required: true, description: "The evidence so far." }) },
    resolve: async (query, _root, { input }, context) => {
      const { evidenceId } = await runCommand(context, saveEvidenceDraft, evidenceFrom(input));
      return readerOf(context).evidence.findUniqueOrThrow({ ...query, where: { id: evidenceId } });
    },
  }),
  reviewEvidence: t.prismaField({
    type: "Evidence",
    description:
      "Gives a verdict on the newest revision of an evidence (R3). When it meets the last requirement, the certificate is awarded at once (R5). For reviewers.",
    errors: { types: [ReviewerConflict, EvidenceStatusRefused, AlreadyReviewed, RubricNotMet, NothingLeftToAward] },
    args: { input: t.arg({ type: ReviewEvidenceInput, required: true, description: "The verdict." }) },
    resolve: async (query, _root, { input }, context) => {
      const { verdict, comment, missing, ratings } = input;
      const { evidenceId } = await runCommand(context, reviewEvidence, {
        evidenceId: rowId("Evidence", input.evidenceId, "evidenceId"),
        verdict,
        comment,
        missing: missing ?? [],
        ratings: (ratings ?? []).map((rating) => ({ ...rating, comment: rating.comment ?? "" })),
      });
      return readerOf(context).evidence.findUniqueOrThrow({ ...query, where: { id: evidenceId } });
    },
  }),
}));

function evidenceFrom(input: typeof EvidenceInputType.$inferInput): EvidenceInput {
  return {
    enrolmentId: rowId("Enrolment", input.enrolmentId, "enrolmentId"),
    evidenceId: input.evidenceId ? rowId("Evidence", input.evidenceId, "evidenceId") : null,
    requirementKeys: [...new Set(input.requirementKeys)],
    text: input.text ?? null,
    links: input.links ?? [],
    fileIds: (input.fileIds ?? []).map((id, index) => rowId("EvidenceFile", id, `fileIds.${index}`)),
    score: input.score ?? null,
    performedOn: input.performedOn,
  };
}
