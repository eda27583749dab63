import type { Prisma } from "@kunna/database";
import { Refusal } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { awardIfComplete } from "../certificate/index.ts";
import type { EnrolmentFacts } from "../enrolment/index.ts";
import type { lockPublishedVersions } from "./assignment-store.ts";
import { insertEnrolments } from "./assignment-store.ts";
import { awardResumed, type Resuming } from "./award-resumed.ts";

type Version = Awaited<ReturnType<typeof lockPublishedVersions>>[number];

/** What a move takes along: who asked for it, and by when. */
const carriedSelect = {
  ...{ id: true, personId: true, purpose: true, source: true, ruleId: true, required: true },
  ...{ dueAt: true, baselineDueAt: true, renewalPathKey: true },
} as const satisfies Prisma.EnrolmentSelect;

/**
 * R10: moves open enrolments that are locked to a later version: each ends, and one that resumes it goes on. What was met counts there
 * by requirement key and revision, and no row is copied. The same statements however many, and those of an award for each in which
 * all is met. Gives the new ones, by those that they resume.
 * @throws NothingLeftToAward when it is one that is moved
 */
export async function moveEnrolments(
  run: CommandRun,
  enrolments: readonly EnrolmentFacts[],
  { id: versionId, content }: Version,
): Promise<ReadonlyMap<string, string>> {
  const { tx, actor, now, emit } = run;
  const ids = enrolments.map(({ id }) => id);
  const carried = await tx.enrolment.findMany({
    where: { id: { in: ids } },
    orderBy: { id: "asc" },
    select: { ...carriedSelect, programId: true },
  });
  await tx.enrolment.updateMany({ where: { id: { in: ids } }, data: { status: "MOVED", endedAt: now } });
  const made = await insertEnrolments(
    tx,
    carried.map(({ id: resumesId, ...one }) => ({
      ...{ ...one, resumesId, versionId, organisationId: actor.organisationId },
      ...{ enrolledAt: now, enrolledById: actor.personId },
    })),
  );
  const before = new Map(enrolments.map((one) => [one.id, one]));
  const moved = made.flatMap((one): Resuming[] => {
    const earlier = before.get(one.resumesId ?? "");
    return earlier ? [{ ...one, programId: earlier.programId, versionId, status: "ACTIVE", content }] : [];
  });
  for (const { id: enrolmentId, personId, programId, resumesId } of moved) {
    const facts = { resumesId, fromVersionId: before.get(resumesId ?? "")?.versionId ?? null };
    emit({ type: "ENROLMENT_MOVED", personId, programId, versionId, enrolmentId, facts });
  }
  await awardResumed(run, moved, enrolments.length === 1 ? awardIfComplete : awardIfItCan);
  return new Map(moved.map(({ id, resumesId }) => [resumesId ?? "", id]));
}

/** Of many, one that can't be awarded stays as it is, all met, and keeps the others from nothing. */
async function awardIfItCan(...parameters: Parameters<typeof awardIfComplete>): Promise<void> {
  try {
    await awardIfComplete(...parameters);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
