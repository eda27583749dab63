import { assertRecordable, NotFound, toHundredths } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { timeZoneOf } from "../../../time-zone.ts";
import { managersOf } from "../../enrolment/index.ts";
import { assertOwnFiles } from "../../evidence/index.ts";
import { insertEntry } from "../../ledger/index.ts";

export interface RecordCredits {
  /** Null: oneself. */
  readonly personId: string | null;
  /** Null: they count in any program. */
  readonly programId: string | null;
  readonly unit: string;
  readonly category: string | null;
  readonly credits: number;
  /** YYYY-MM-DD. */
  readonly earnedOn: string;
  readonly activity: string;
  readonly links: readonly string[];
  readonly fileIds: readonly string[];
}

/** Enters CPD credits; they count once a reviewer has accepted them (R8). @throws NotPermitted, NotFound, InvalidInput */
export const recordCredits: Command<RecordCredits, { creditEntryId: string }> = async (
  { tx, actor, now, emit },
  { credits, personId: given, ...input },
) => {
  const personId = given ?? actor.personId;
  authorize(actor, "credit.record", {
    personId,
    managerIds: personId === actor.personId ? [] : await managersOf(tx, personId),
  });
  const { programId, unit, category, earnedOn, fileIds } = input;
  if (!(await tx.person.findUnique({ where: { id: personId }, select: { id: true } }))) throw new NotFound("person");
  if (programId && !(await tx.program.findUnique({ where: { id: programId }, select: { id: true } })))
    throw new NotFound("program");
  await assertOwnFiles(tx, fileIds, actor.personId);
  const timeZone = await timeZoneOf(tx);
  assertRecordable(earnedOn, { now, timeZone });

  const entry = { ...input, personId, hundredths: toHundredths(credits), enteredById: actor.personId, enteredAt: now };
  const creditEntryId = await insertEntry(tx, actor.organisationId, entry);
  emit({
    type: "CREDITS_RECORDED",
    personId,
    ...(programId ? { programId } : {}),
    facts: { creditEntryId, unit, category, credits, earnedOn, enteredById: actor.personId },
  });
  return { creditEntryId };
};
