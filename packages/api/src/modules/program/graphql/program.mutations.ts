import { DraftExists, ProgramKeyTaken, VersionHasProblems, VersionStatusRefused } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { createProgram } from "../commands/create-program.ts";
import { changeProgramVersion, draftProgramVersion } from "../commands/draft-program-version.ts";
import { publishProgramVersion } from "../commands/publish-program-version.ts";
import { retireProgramVersion } from "../commands/retire-program-version.ts";
import { CarryOverModeEnum, LearnersUnderWayEnum } from "./carry-over.type.ts";
import { ProgramVersionInput, versionFrom } from "./version.input.ts";

const keySchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "must be 1 to 100 lower-case letters, digits and hyphens");

const CreateProgramInput = builder.inputType("CreateProgramInput", {
  description: "A new program with its first draft.",
  fields: (t) => ({
    key: t.string({ required: true, description: "Stable and unique in the organisation.", validate: keySchema }),
    version: t.field({ type: ProgramVersionInput, required: true, description: "The first draft." }),
  }),
});

const DraftProgramVersionInput = builder.inputType("DraftProgramVersionInput", {
  description: "The next version of a program.",
  fields: (t) => ({
    programId: t.id({ required: true, description: "The program." }),
    version: t.field({ type: ProgramVersionInput, required: true, description: "The draft." }),
  }),
});

const ChangeProgramVersionInput = builder.inputType("ChangeProgramVersionInput", {
  description: "New content for a draft.",
  fields: (t) => ({
    versionId: t.id({ required: true, description: "The draft." }),
    version: t.field({
      type: ProgramVersionInput,
      required: true,
      description: "All of its content: what is left out is removed.",
    }),
  }),
});

const CarryOverInput = builder.inputType("CarryOverInput", {
  description: "How holders of older versions come over to the version that is published (R10).",
  fields: (t) => ({
    mode: t.field({ type: CarryOverModeEnum, required: true, description: "In which way." }),
    by: t.field({
      type: "Date",
      description: "Of a BY_DATE, and needed there: the day by which their renewal is due.",
    }),
    note: t.string({
      description: "Of a BY_DATE, and needed there: what is said to them.",
      validate: z.string().trim().min(1).max(2_000),
    }),
  }),
});

const PublishProgramVersionInput = builder.inputType("PublishProgramVersionInput", {
  description: "Which draft to publish.",
  fields: (t) => ({
    versionId: t.id({ required: true, description: "The draft." }),
    waiver: t.string({
      description:
        "A written reason to waive R2 (no symbolic learning). It is shown to whoever verifies a certificate.",
      validate: z.string().trim().min(20).max(2_000),
    }),
    carryOver: t.field({
      type: CarryOverInput,
      description: "How holders of older versions come over; left out: at their next renewal.",
    }),
    learnersUnderWay: t.field({
      type: LearnersUnderWayEnum,
      required: true,
      defaultValue: "STAY",
      description:
        "What becomes of learners who are under way on older versions. The first hundred move at once, and the others within a minute.",
    }),
  }),
});

builder.mutationFields((t) => ({
  createProgram: t.prismaField({
    type: "Program",
    description: "Creates a program with its first draft. For program owners.",
    errors: { types: [ProgramKeyTaken] },
    args: { input: t.arg({ type: CreateProgramInput, required: true, description: "The program." }) },
    resolve: async (query, _root, { input }, context) => {
      const { programId } = await runCommand(context, createProgram, {
        key: input.key,
        version: versionFrom(input.version),
      });
      return readerOf(context).program.findUniqueOrThrow({ ...query, where: { id: programId } });
    },
  }),
  draftProgramVersion: t.prismaField({
    type: "ProgramVersion",
    description: "Begins the program's next version (R1). For program owners.",
    errors: { types: [DraftExists] },
    args: { input: t.arg({ type: DraftProgramVersionInput, required: true, description: "The draft." }) },
    resolve: async (query, _root, { input }, context) => {
      const { versionId } = await runCommand(context, draftProgramVersion, {
        programId: rowId("Program", input.programId, "programId"),
        version: versionFrom(input.version),
      });
      return readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } });
    },
  }),
  changeProgramVersion: t.prismaField({
    type: "ProgramVersion",
    description: "Replaces the content of a draft. For program owners.",
    errors: { types: [VersionStatusRefused] },
    args: {
      input: t.arg({ type: ChangeProgramVersionInput, required: true, description: "The draft's new content." }),
    },
    resolve: async (query, _root, { input }, context) => {
      const { versionId } = await runCommand(context, changeProgramVersion, {
        versionId: rowId("ProgramVersion", input.versionId, "versionId"),
        version: versionFrom(input.version),
      });
      return readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } });
    },
  }),
  publishProgramVersion: t.prismaField({
    type: "ProgramVersion",
    description:
      "Publishes a draft: from then on it can be enrolled on, and never changes (R1, R2). For program owners.",
    errors: { types: [VersionStatusRefused, VersionHasProblems] },
    args: { input: t.arg({ type: PublishProgramVersionInput, required: true, description: "The draft." }) },
    resolve: async (query, _root, { input }, context) => {
      const { versionId } = await runCommand(context, publishProgramVersion, {
        versionId: rowId("ProgramVersion", input.versionId, "versionId"),
        waiver: input.waiver ?? null,
        learnersUnderWay: input.learnersUnderWay,
        ...(input.carryOver && {
          carryOver: {
            mode: input.carryOver.mode,
            by: input.carryOver.by ?? null,
            note: input.carryOver.note ?? null,
          },
        }),
      });
      return readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } });
    },
  }),
  retireProgramVersion: t.prismaField({
    type: "ProgramVersion",
    description: "Takes a version out of the catalogue; enrolments under way go on. For program owners.",
    errors: { types: [VersionStatusRefused] },
    args: { versionId: t.arg.id({ required: true, description: "The published version." }) },
    resolve: async (query, _root, args, context) => {
      const { versionId } = await runCommand(context, retireProgramVersion, {
        versionId: rowId("ProgramVersion", args.versionId, "versionId"),
      });
      return readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } });
    },
  }),
}));
