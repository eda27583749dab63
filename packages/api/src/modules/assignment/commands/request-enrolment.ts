import {
  assertSelfEnrolment,
  decideEnrolling,
  EnrolmentNeedsApproval,
  InvalidInput,
  NotFound,
  RequestWaits,
} from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockPeople, lockPublishedVersions } from "../assignment-store.ts";
import { loadEnrollingFacts } from "../enrol-people.ts";

export interface RequestEnrolment {
  readonly programId: string;
  readonly message: string;
}

/**
 * A learner asks to be enrolled on a program that enrols by approval.
 * @throws NotPermitted, NotFound, AlreadyEnrolled, ReinstatementBarred, SelfEnrolmentClosed, RequestWaits, InvalidInput
 */
export const requestEnrolment: Command<RequestEnrolment, { requestId: string }> = async (run, input) => {
  const { tx, actor, now, emit } = run;
  const { programId, message } = input;
  const { organisationId, personId } = actor;
  authorize(actor, "enrolment.request", { personId });
  await lockPeople(tx, [personId]);
  const [version] = await lockPublishedVersions(tx, programId);
  const [facts] = await loadEnrollingFacts(run, programId, [personId]);
  if (!facts) throw new NotFound("person");
  const needsApproval = () => {
    try {
      assertSelfEnrolment(version.content.policy, decideEnrolling(facts, now));
      return false;
    } catch (error) {
      if (error instanceof EnrolmentNeedsApproval) return true;
      throw error;
    }
  };
  if (!needsApproval())
    throw new InvalidInput([
      {
        code: "NO_APPROVAL_NEEDED",
        path: "programId",
        message: "You can enrol on this program without asking.",
        fix: "Enrol: enrol.",
      },
    ]);
  const waits = await tx.enrolmentRequest.findFirst({
    where: { personId, programId, decidedAt: null },
    select: { id: true },
  });
  if (waits) throw new RequestWaits();
  const { id: requestId } = await tx.enrolmentRequest.create({
    data: { organisationId, personId, programId, message, requestedAt: now },
    select: { id: true },
  });
  emit({ type: "ENROLMENT_REQUESTED", personId, programId, facts: { requestId } });
  return { requestId };
};
