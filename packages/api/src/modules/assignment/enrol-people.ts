import {
  assertSelfEnrolment,
  decideEnrolling,
  dueWithin,
  type EarlierEnrolment,
  type Enrolling,
  type EnrolmentSource,
  firstPeriod,
  progressOf,
  Refusal,
  type VersionContent,
} from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { awardIfComplete } from "../certificate/index.ts";
import { loadCertifications } from "../certification/index.ts";
import { type EnrolmentFacts, loadCountedEvidence } from "../enrolment/index.ts";
import { contentOf } from "../program/index.ts";
import { insertEnrolments, loadEnrolments, lockEnded, lockPeople, lockPublishedVersion } from "./assignment-store.ts";

export interface EnrolPeople {
  readonly programId: string;
  readonly personIds: readonly string[];
  readonly source: EnrolmentSource;
  /** Left out: by the version's policy. */
  readonly dueAt?: Date | null;
}

/** What became of one person. */
export type EnrolOutcome = { readonly enrolmentId: string } | { readonly refusal: Refusal };

/**
 * Enrols persons on the program's published version, each with an event, in the caller's transaction: the same
 * statements, however many they are. Whoever can't be enrolled is told in their outcome, and the others are. Persons
 * that the organisation does not have get none. Who resumes an enrolment in which all is met already is awarded at once (R5).
 * @throws NotFound the program can't be enrolled on; NothingLeftToAward
 */
export async function enrolPeople(run: CommandRun, input: EnrolPeople): Promise<ReadonlyMap<string, EnrolOutcome>> {
  const { tx, actor, now, emit } = run;
  const { programId, source } = input;
  // The persons' rows are locked so that two enrolments at once are decided one after the other.
  const personIds = await lockPeople(tx, input.personIds);
  const version = await lockPublishedVersion(tx, programId);
  const content = contentOf(version);
  const { timeZone } = await tx.organisation.findFirstOrThrow({ select: { timeZone: true } });
  // What ends before it could be awarded leads nowhere.
  firstPeriod(content.policy, now, timeZone);
  const dueAt = input.dueAt === undefined ? dueWithin(content.policy.dueWithin, now, timeZone) : input.dueAt;

  const outcomes = new Map<string, EnrolOutcome>();
  const enrolling: (Enrolling & { personId: string })[] = [];
  for (const facts of await loadFacts(run, programId, personIds)) {
    try {
      const decided = decideEnrolling(facts, now);
      if (source === "SELF") assertSelfEnrolment(content.policy, decided);
      enrolling.push({ personId: facts.personId, ...decided });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcomes.set(facts.personId, { refusal: error });
    }
  }

  const resumed = enrolling.flatMap(({ resumesId }) => resumesId ?? []);
  await lockEnded(tx, resumed);
  const required = source === "ASSIGNED" || source === "RULE";
  const versionId = version.id;
  const made = await insertEnrolments(
    tx,
    enrolling.map((one) => ({
      ...one,
      ...{ organisationId: actor.organisationId, programId, versionId, source, required, dueAt, baselineDueAt: dueAt },
      ...{ enrolledAt: now, enrolledById: actor.personId },
    })),
  );
  for (const { id: enrolmentId, personId, resumesId } of made) {
    const facts = { source, required, dueAt, resumesId };
    emit({ type: "PERSON_ENROLLED", personId, programId, versionId, enrolmentId, facts });
    outcomes.set(personId, { enrolmentId });
  }

  await awardResumed(
    run,
    content,
    made.map((one): EnrolmentFacts => ({ ...one, programId, versionId, status: "ACTIVE" })),
  );
  return outcomes;
}

async function awardResumed(run: CommandRun, content: VersionContent, made: readonly EnrolmentFacts[]): Promise<void> {
  const resuming = made.filter(({ resumesId }) => resumesId !== null);
  if (resuming.length === 0) return;
  const evidence = await loadCountedEvidence(
    run.tx,
    resuming.map((one) => ({ ...one, content })),
    run.now,
  );
  for (const enrolment of resuming) {
    if (progressOf(content, evidence.get(enrolment.id) ?? []).complete) await awardIfComplete(run, enrolment, content);
  }
}

async function loadFacts({ tx }: CommandRun, programId: string, personIds: readonly string[]) {
  const enrolments = new Map<string, EarlierEnrolment[]>(personIds.map((personId) => [personId, []]));
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
