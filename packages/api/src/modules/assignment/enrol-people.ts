import {
  assertNotCertified,
  assertNotWithdrawn,
  assertSelfEnrolment,
  type CarryOverMode,
  decideEnrolling,
  dueAfter,
  dueWithin,
  type Enrolling,
  type EnrollingFacts,
  type EnrolmentSource,
  firstPeriod,
  NotFound,
  Refusal,
  renewalRowAt,
  renewedAt,
  type VersionContent,
  versionToRenewOn,
} from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { timeZoneOf } from "../../time-zone.ts";
import { type Certification, loadCertifications } from "../certification/index.ts";
import { insertEnrolments, loadEnrolments, lockEnded, lockPeople, lockPublishedVersions } from "./assignment-store.ts";
import { awardResumed } from "./award-resumed.ts";

export interface EnrolPeople {
  readonly programId: string;
  readonly personIds: readonly string[];
  readonly source: EnrolmentSource;
  /** The rule that it is by (source RULE). */
  readonly ruleId?: string;
  /** By when; left out: by the version's policy. */
  readonly due?: Due;
  /** Why, as told in the events. */
  readonly reason?: string | null;
  /** Whoever is certified is left alone: else they begin their renewal. */
  readonly unlessCertified?: boolean;
  /** Decides, and writes nothing. */
  readonly dryRun?: boolean;
}

/** A last day (YYYY-MM-DD), or an ISO 8601 duration. */
export type Due = { readonly on: string } | { readonly within: string };

/** What became of one person; without an enrolment in a dry run. */
export type EnrolOutcome = { readonly enrolmentId: string | null } | { readonly refusal: Refusal };

/**
 * Enrols persons on the program's newest version, and who renews on that of their line (R10), each with an event, in the caller's transaction: the same
 * statements, however many they are. Whoever can't be enrolled is told in their outcome, and the others are. Persons
 * that the organisation does not have get none. Who resumes an enrolment in which all is met already is awarded at once (R5).
 * @throws NotFound the program can't be enrolled on; NothingLeftToAward
 */
export async function enrolPeople(run: CommandRun, input: EnrolPeople): Promise<ReadonlyMap<string, EnrolOutcome>> {
  const { tx, actor, now, emit } = run;
  const { programId, source, ruleId = null } = input;
  // The persons' rows are locked so that two enrolments at once are decided one after the other.
  const personIds = await lockPeople(tx, input.personIds);
  const versions = await lockPublishedVersions(tx, programId);
  const [current] = versions;
  const timeZone = await timeZoneOf(tx);
  // What ends before it could be awarded leads nowhere.
  firstPeriod(current.content.policy, now, timeZone);
  const dueOn = ({ content }: EnrollableVersion) => {
    const due = input.due ?? { within: content.policy.dueWithin };
    return "on" in due ? dueAfter(due.on, timeZone) : dueWithin(due.within, now, timeZone);
  };

  const outcomes = new Map<string, EnrolOutcome>();
  const enrolling: (Enrolling & { personId: string; version: EnrollableVersion })[] = [];
  for (const facts of await loadEnrollingFacts(run, programId, personIds)) {
    try {
      const decided = decideEnrolling(facts, now);
      const version = renewedOn(facts, versions, now) ?? current;
      if (source === "SELF") assertSelfEnrolment(version.content.policy, decided);
      if (input.unlessCertified) assertNotCertified(facts, now);
      if (ruleId !== null) assertNotWithdrawn(facts, ruleId);
      enrolling.push({ personId: facts.personId, version, ...decided });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcomes.set(facts.personId, { refusal: error });
    }
  }

  if (input.dryRun) {
    for (const { personId } of enrolling) outcomes.set(personId, { enrolmentId: null });
    return outcomes;
  }
  const resumed = enrolling.flatMap(({ resumesId }) => resumesId ?? []);
  await lockEnded(tx, resumed);
  const required = source === "ASSIGNED" || source === "RULE";
  const versionOf = new Map(enrolling.map(({ personId, version }) => [personId, version]));
  const made = await insertEnrolments(
    tx,
    enrolling.map(({ version, ...one }) => {
      const dueAt = dueOn(version);
      return {
        ...one,
        ...{ organisationId: actor.organisationId, programId, versionId: version.id, source, ruleId, required },
        ...{ dueAt, baselineDueAt: dueAt, enrolledAt: now, enrolledById: actor.personId },
      };
    }),
  );
  const begun = made.map(({ id, ...one }) => ({ ...one, id, version: versionOf.get(one.personId) ?? current }));
  for (const { id: enrolmentId, personId, resumesId, version } of begun) {
    const facts = { source, required, dueAt: dueOn(version), resumesId, ruleId, reason: input.reason ?? null };
    emit({ type: "PERSON_ENROLLED", personId, programId, versionId: version.id, enrolmentId, facts });
    outcomes.set(personId, { enrolmentId });
  }

  await awardResumed(
    run,
    begun.map(({ version, ...one }) => ({
      ...{ ...one, programId, versionId: version.id, status: "ACTIVE" },
      content: version.content,
    })),
  );
  return outcomes;
}

/** The enrolment of one person. @throws NotFound, or what refused it */
export function enrolmentOf(outcomes: ReadonlyMap<string, EnrolOutcome>, personId: string): { enrolmentId: string } {
  const outcome = outcomes.get(personId);
  if (!outcome) throw new NotFound("person");
  if ("refusal" in outcome) throw outcome.refusal;
  if (outcome.enrolmentId === null) throw new Error("A dry run makes no enrolment.");
  return { enrolmentId: outcome.enrolmentId };
}

/** A version that can be enrolled on. */
interface EnrollableVersion {
  readonly id: string;
  readonly number: number;
  readonly carryOver: CarryOverMode;
  readonly content: VersionContent;
}

/** R10: the version on which who has held a certificate renews; undefined for whoever has not. */
function renewedOn({ certification }: CertificationLike, versions: readonly EnrollableVersion[], now: Date) {
  const certificate = renewedAt(now, certification.certificates);
  if (!certificate) return undefined;
  return versionToRenewOn(certificate.versionNumber, versions, renewalRowAt(now, certificate) === "REINSTATEMENT");
}

interface CertificationLike {
  readonly certification: Pick<Certification, "certificates">;
}

/** What decides of each person, in the order of the persons. */
export async function loadEnrollingFacts({ tx }: CommandRun, programId: string, personIds: readonly string[]) {
  const enrolments = new Map<string, EnrollingFacts["enrolments"][number][]>(
    personIds.map((personId) => [personId, []]),
  );
  for (const { personId, ...enrolment } of await loadEnrolments(tx, programId, personIds))
    enrolments.get(personId)?.push(enrolment);
  const certifications = await loadCertifications(
    tx,
    personIds.map((personId) => ({ personId, programId })),
  );
  return certifications.map((certification) => {
    const { personId } = certification;
    return { personId, certification, enrolments: enrolments.get(personId) ?? [] };
  });
}
