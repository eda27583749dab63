import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { moveNextLearners } from "../move-learners.ts";

/**
 * R10: moves the next of the learners who were under way when a version was published with MOVE: some each time, so that none of the
 * transactions is long. Zero: nobody is left, or each who is left is just being decided on.
 * @throws NotPermitted, NotFound, VersionStatusRefused
 */
export const moveLearners: Command<{ readonly versionId: string }, { versionId: string; moved: number }> = async (
  run,
  { versionId },
) => {
  authorize(run.actor, "program.publish");
  if (!(await run.tx.programVersion.findUnique({ where: { id: versionId }, select: { id: true } })))
    throw new NotFound("program version");
  return { versionId, moved: await moveNextLearners(run, versionId) };
};
