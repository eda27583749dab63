import { Temporal } from "temporal-polyfill";
import type { Opening } from "../certificate/standing.ts";
import { InvalidInput, type Problem } from "../refusal.ts";

/** How holders of older versions come over to a published one (R10). */
export const carryOvers = ["NEXT_RENEWAL", "BY_DATE", "NONE"] as const;
export type CarryOverMode = (typeof carryOvers)[number];

/** What publication says of it. */
export interface VersionCarryOver {
  readonly mode: CarryOverMode;
  /** Of a BY_DATE: the local day by which their renewal is due, YYYY-MM-DD. No certificate ends by it. */
  readonly by: string | null;
  /** Of a BY_DATE: what is said to them. */
  readonly note: string | null;
}

/** A published version, as the holders of older ones see it. */
export interface PublishedVersion {
  readonly number: number;
  readonly carryOver: CarryOverMode;
  readonly publishedAt: Date;
}

/**
 * R10: asserts that a carry-over says what its mode needs, and nothing else.
 * @param timeZone IANA name: in it the day by which is today or later
 * @throws InvalidInput
 */
export function assertCarryOver({ mode, by, note }: VersionCarryOver, now: Date, timeZone: string): void {
  const problems: Problem[] = [];
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  if (mode === "BY_DATE" && (by === null || Temporal.PlainDate.compare(by, today) < 0)) {
    problems.push({
      code: "CARRY_OVER_WITHOUT_DATE",
      path: "carryOver.by",
      message: "Holders who come over by a date need one, today or later.",
      fix: "Give the day by which their renewal is due, such as 2027-06-30.",
    });
  }
  if (mode === "BY_DATE" && !note?.trim()) {
    problems.push({
      code: "CARRY_OVER_WITHOUT_NOTE",
      path: "carryOver.note",
      message: "Holders whose renewal opens early are told why.",
      fix: "Say in a note what has changed and why it can't wait.",
    });
  }
  if (mode !== "BY_DATE" && (by !== null || note !== null)) {
    problems.push({
      code: "CARRY_OVER_DATE_UNUSED",
      path: "carryOver",
      message: `A carry-over ${mode} has no date and no note.`,
      fix: "Leave them out, or use BY_DATE.",
    });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}

/**
 * R10: what lets the renewal of a certificate of this version open early: each later version that was published BY_DATE,
 * from its publication on. What is published after it closes nothing that it opened.
 */
export function openingsOf(versionNumber: number, versions: readonly PublishedVersion[]): Opening[] {
  return versions
    .filter(({ number, carryOver }) => number > versionNumber && carryOver === "BY_DATE")
    .map(({ publishedAt }) => ({ at: publishedAt, opensAt: publishedAt }));
}
