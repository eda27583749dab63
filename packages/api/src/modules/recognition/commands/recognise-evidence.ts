import { EnrolmentEnded, RecognitionNotOffered } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockEnrolment, managersOf } from "../../enrolment/index.ts";
import { loadContent } from "../../program/index.ts";
import { recogniseForEnrolments } from "../recognise.ts";

/**
 * Recognises what the learner has shown in other programs by now (R12): what is done by itself at an enrolment and at each
 * acceptance, once more, as after a change of a framework.
 * @throws NotPermitted, NotFound, EnrolmentEnded, RecognitionNotOffered
 */
export const recogniseEvidence: Command<{ readonly enrolmentId: string }, { enrolmentId: string }> = async (
  run,
  { enrolmentId },
) => {
  const { personId, versionId, status } = await lockEnrolment(run.tx, enrolmentId);
  authorize(run.actor, "evidence.recognise", { personId, managerIds: await managersOf(run.tx, personId) });
  if (status !== "ACTIVE") throw new EnrolmentEnded();
  const { policy, modules } = await loadContent(run.tx, versionId);
  const asksForCredentials = modules.some(({ requirements }) =>
    requirements.some(({ kind }) => kind === "EXTERNAL_CREDENTIAL"),
  );
  if (policy.recognition === "NONE" && !asksForCredentials) throw new RecognitionNotOffered();
  await recogniseForEnrolments(run, [enrolmentId]);
  return { enrolmentId };
};
