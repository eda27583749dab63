import { EnrolmentEnded, firstPeriod, InvalidInput } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { timeZoneOf } from "../../../time-zone.ts";
import { awardIfComplete } from "../../certificate/index.ts";
import { lockEnrolment, managersOf } from "../../enrolment/index.ts";
import { lockPublishedVersions } from "../assignment-store.ts";
import { moveEnrolments } from "../move-enrolments.ts";

export interface MoveEnrolment {
  readonly enrolmentId: string;
  /** Null: the newest one. */
  readonly versionId: string | null;
}

/**
 * R10: moves an open enrolment to a later published version of its program. Where all is met there already, it is awarded at once.
 * @throws NotPermitted, NotFound, EnrolmentEnded, InvalidInput, NothingLeftToAward
 */
export const moveEnrolment: Command<MoveEnrolment, { enrolmentId: string }> = async (run, input) => {
  const { tx, actor, now } = run;
  // What is put forward, judged, withdrawn or moved of one enrolment is so one at a time.
  const enrolment = await lockEnrolment(tx, input.enrolmentId);
  const { personId, programId, versionId: present, purpose } = enrolment;
  authorize(actor, "enrolment.move", { personId, managerIds: await managersOf(tx, personId) });
  if (enrolment.status !== "ACTIVE") throw new EnrolmentEnded();
  const { number } = await tx.programVersion.findUniqueOrThrow({ where: { id: present }, select: { number: true } });
  const later = (await lockPublishedVersions(tx, programId)).filter((version) => version.number > number);
  const version = input.versionId === null ? later[0] : later.find(({ id }) => id === input.versionId);
  if (!version) throw new InvalidInput([notLater]);
  const timeZone = await timeZoneOf(tx);
  // What ends before it could be awarded leads nowhere.
  if (purpose === "INITIAL") firstPeriod(version.content.policy, now, timeZone);
  const moved = await moveEnrolments(run, [enrolment], version, awardIfComplete);
  return { enrolmentId: moved.get(enrolment.id) ?? "" };
};

const notLater = {
  code: "NOT_A_LATER_VERSION",
  path: "versionId",
  message: "There is no such version of the program that was published later than the enrolment's.",
  fix: "Pass a later published version of the same program, or stay.",
};
