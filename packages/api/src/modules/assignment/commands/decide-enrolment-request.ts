import { InvalidInput, NotFound, RequestDecided, type RequestDecision } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { managersOf } from "../../enrolment/index.ts";
import { enrolmentOf, enrolPeople } from "../enrol-people.ts";

export interface DecideEnrolmentRequest {
  readonly requestId: string;
  readonly decision: RequestDecision;
  /** Needed to decline. */
  readonly reason: string | null;
}

/**
 * Decides a request to be enrolled, once. Approval enrols in the same transaction.
 * @throws NotPermitted, NotFound, RequestDecided, AlreadyEnrolled, ReinstatementBarred, NothingLeftToAward, InvalidInput
 */
export const decideEnrolmentRequest: Command<DecideEnrolmentRequest, { requestId: string }> = async (run, input) => {
  const { tx, actor, now, emit } = run;
  const { requestId, decision, reason } = input;
  const [request] = await tx.$queryRaw<{ personId: string; programId: string; decision: string | null }[]>`
    select "personId"::text, "programId"::text, "decision"::text
    from "EnrolmentRequest" where "id" = ${requestId}::uuid for update`;
  if (!request) throw new NotFound("enrolment request");
  const { personId, programId } = request;
  authorize(actor, "enrolment.decide", { personId, managerIds: await managersOf(tx, personId) });
  if (request.decision !== null) throw new RequestDecided(request.decision);
  if (decision === "DECLINED" && reason === null)
    throw new InvalidInput([
      {
        code: "REASON_NEEDED",
        path: "reason",
        message: "The learner is told why.",
        fix: "Give the reason.",
      },
    ]);
  const enrolmentId =
    decision === "APPROVED"
      ? enrolmentOf(await enrolPeople(run, { programId, personIds: [personId], source: "APPROVAL", reason }), personId)
          .enrolmentId
      : null;
  await tx.enrolmentRequest.update({
    where: { id: requestId },
    data: { decision, reason, enrolmentId, decidedAt: now, decidedById: actor.personId },
    select: { id: true },
  });
  const about = { personId, programId, enrolmentId };
  emit({ type: "ENROLMENT_REQUEST_DECIDED", ...about, facts: { requestId, decision, reason } });
  return { requestId };
};
