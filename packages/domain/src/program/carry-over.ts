import { Temporal } from "temporal-polyfill";
import type { Opening } from "../certificate/standing.ts";
import { InvalidInput, type Problem } from "../refusal.ts";

/** How holders of older versions come over to a published one (R10). */
export const carryOvers = ["NEXT_RENEWAL", "BY_DATE", "NONE"] as const;
export type CarryOverMode = (typeof carryOvers)[number];

/** What becomes of learners under way on an older version when a version is published (R10). */
export const learnersUnderWay = ["STAY", "MOVE"] as const;
export type LearnersUnderWay = (typeof learnersUnderWay)[number];

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

/** A version that has been published, as renewing on it is decided. */
interface SucceedingVersion {
  readonly number: number;
  readonly carryOver: CarryOverMode;
}

/**
 * R10: the versions that count for who holds a certificate of a version: that one with those before it, and the later ones
 * that holders come over to. A version published with NONE is passed over, and so are its policies; what is published after it takes
 * holders over again, with all that it asks.
 */
export function lineOf<Version extends SucceedingVersion>(held: number, versions: readonly Version[]): Version[] {
  return versions.filter(({ number, carryOver }) => number <= held || carryOver !== "NONE");
}

/**
 * R10: the version that a holder renews on: the newest of their line that can be enrolled on. Where all of it is retired,
 * and after a lapse or a revocation, it is the newest there is (R9: there are no dead ends). Undefined: none can be enrolled on.
 * @param held the version of the certificate that is renewed
 * @param open the versions that can be enrolled on
 */
export function versionToRenewOn<Version extends SucceedingVersion>(
  held: number,
  open: readonly Version[],
  reinstatement: boolean,
): Version | undefined {
  const following = lineOf(held, open).filter(({ number }) => number >= held);
  return newestOf(reinstatement ? open : following) ?? newestOf(open);
}

function newestOf<Version extends SucceedingVersion>(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>((a, b) => (a && a.number >= b.number ? a : b), undefined);
}
