import { EnrolmentEnded, NothingLeftToAward, VersionStatusRefused } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { moveEnrolment } from "../commands/move-enrolment.ts";
import { moveLearners } from "../commands/move-learners.ts";

const MoveEnrolmentInput = builder.inputType("MoveEnrolmentInput", {
  description: "Which enrolment moves, and to which version.",
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: "The open enrolment." }),
    versionId: t.id({ description: "A later published version of its program; left out: the newest." }),
  }),
});

const MovedLearners = builder.objectRef<{ versionId: string; moved: number }>("MovedLearners").implement({
  description: "How many learners have moved to a version.",
  fields: (t) => ({
    moved: t.exposeInt("moved", {
      description: "How many now. Ask again until it is 0: then nobody is left but who is just being decided on.",
    }),
    version: t.prismaField({
      type: "ProgramVersion",
      description: "The version that they are on now.",
      resolve: (query, { versionId }, _args, context) =>
        readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } }),
    }),
  }),
});

builder.mutationFields((t) => ({
  moveEnrolment: t.prismaField({
    type: "Enrolment",
    description:
      "Moves an open enrolment to a later version (R10): it ends as MOVED, and the one that is given goes on with it. What was met counts there by requirement key and revision; where that is all, it is awarded at once. By the learner, their manager, a program owner or an administrator.",
    errors: { types: [EnrolmentEnded, NothingLeftToAward] },
    args: { input: t.arg({ type: MoveEnrolmentInput, required: true, description: "Which, and to where." }) },
    resolve: async (query, _root, { input }, context) => {
      const { enrolmentId } = await runCommand(context, moveEnrolment, {
        enrolmentId: rowId("Enrolment", input.enrolmentId, "enrolmentId"),
        versionId: input.versionId ? rowId("ProgramVersion", input.versionId, "versionId") : null,
      });
      return readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } });
    },
  }),
  moveLearners: t.field({
    type: MovedLearners,
    description:
      "Moves the next hundred learners to a version that was published with MOVE (R10), at once: the first hundred went with the publication, and the others follow by themselves within a minute. For program owners.",
    errors: { types: [VersionStatusRefused] },
    args: { versionId: t.arg.id({ required: true, description: "The version that they move to." }) },
    resolve: (_root, { versionId }, context) =>
      runCommand(context, moveLearners, { versionId: rowId("ProgramVersion", versionId, "versionId") }),
  }),
}));
