import type { TenantTransaction } from "@kunna/database";
import { dueAfter, InvalidInput } from "@kunna/domain";
import { timeZoneOf } from "../../time-zone.ts";

/** The instant before which something is due whose last day is given, in the organisation's zone. @throws InvalidInput when it has passed */
export async function assertNotPast(tx: TenantTransaction, lastDay: string, now: Date, path: string): Promise<Date> {
  const timeZone = await timeZoneOf(tx);
  const dueAt = dueAfter(lastDay, timeZone);
  if (dueAt > now) return dueAt;
  throw new InvalidInput([
    { code: "DUE_IN_PAST", path, message: `${lastDay} has passed.`, fix: "Give today or a later day." },
  ]);
}

/** @throws InvalidInput when a due date would not move on */
export function assertLater(dueAt: Date, present: Date, path: string): void {
  if (dueAt > present) return;
  throw new InvalidInput([
    { code: "NOT_LATER", path, message: "The enrolment is due no earlier already.", fix: "Give a later day." },
  ]);
}
