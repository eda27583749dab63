import { authorize, type Command } from "../../../command.ts";
import { managersOf } from "../../enrolment/index.ts";
import { enrolmentOf, enrolPeople } from "../enrol-people.ts";

export interface Enrol {
  readonly programId: string;
  /** Null: oneself. */
  readonly personId: string | null;
}

/**
 * Enrols a person on the program's published version: oneself where its policy lets, or another.
 * @throws NotPermitted, NotFound, AlreadyEnrolled, ReinstatementBarred, EnrolmentNeedsApproval, SelfEnrolmentClosed,
 * NothingLeftToAward
 */
export const enrol: Command<Enrol, { enrolmentId: string }> = async (run, { programId, personId: other }) => {
  const { tx, actor } = run;
  const personId = other ?? actor.personId;
  const isSelf = personId === actor.personId;
  authorize(actor, "enrolment.create", { personId, managerIds: isSelf ? [] : await managersOf(tx, personId) });
  const source = isSelf ? "SELF" : "ASSIGNED";
  const outcomes = await enrolPeople(run, { programId, personIds: [personId], source });
  return enrolmentOf(outcomes, personId);
};
