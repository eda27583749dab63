import { InvalidInput, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockEnrolment, managersOf } from "../enrolment-store.ts";

export interface RecordTrainer {
  readonly enrolmentId: string;
  /** Who trained the learner. */
  readonly personId: string;
}

/**
 * Records who trained the learner for an enrolment, also after it has ended: such a person may be kept from reviewing
 * (R3) and from deciding (R11). A record is never taken back; made twice it is one.
 * @throws NotPermitted, NotFound, InvalidInput
 */
export const recordTrainer: Command<RecordTrainer, { enrolmentId: string }> = async (
  { tx, actor, now, emit },
  { enrolmentId, personId: trainerId },
) => {
  const { personId, programId, versionId } = await lockEnrolment(tx, enrolmentId);
  authorize(actor, "trainer.record", { personId, managerIds: await managersOf(tx, personId) });
  if (trainerId === personId) throw new InvalidInput([trainerIsLearner]);
  const trainer = await tx.person.findUnique({ where: { id: trainerId }, select: { id: true } });
  if (!trainer) throw new NotFound("person");

  const { organisationId } = actor;
  const recorded = { organisationId, enrolmentId, personId: trainerId, recordedById: actor.personId, recordedAt: now };
  const { count } = await tx.enrolmentTrainer.createMany({ data: recorded, skipDuplicates: true });
  if (count > 0) emit({ type: "TRAINER_RECORDED", personId, programId, versionId, enrolmentId, facts: { trainerId } });
  return { enrolmentId };
};

const trainerIsLearner = {
  code: "TRAINER_IS_LEARNER",
  path: "personId",
  message: "The learner of an enrolment is not its trainer.",
  fix: "Name the person who trained the learner.",
};
