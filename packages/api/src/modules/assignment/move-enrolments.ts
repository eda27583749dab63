import type { Prisma } from "@kunna/database";
import type { CommandEvent, CommandRun } from "../../command.ts";
import type { EnrolmentFacts } from "../enrolment/index.ts";
import type { lockPublishedVersions } from "./assignment-store.ts";
import { insertEnrolments } from "./assignment-store.ts";
import { type Award, awardResumed, type Resuming } from "./award-resumed.ts";

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
 * @param award what is done with one in which all is met: `awardIfComplete` refuses the move where it can't be awarded, and
 *   `awardIfItCan` moves it all the same and tells why
 * @throws what `award` throws
 */
export async function moveEnrolments(
  run: CommandRun,
  enrolments: readonly EnrolmentFacts[],
  { id: versionId, content }: Version,
  award: Award,
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
  const awarded: CommandEvent[] = [];
  const refused = await awardResumed({ ...run, emit: (event) => awarded.push(event) }, moved, award);
  for (const { id: enrolmentId, personId, programId, resumesId } of moved) {
    const fromVersionId = before.get(resumesId ?? "")?.versionId ?? null;
    const facts = { resumesId, fromVersionId, awardRefused: refused.get(enrolmentId)?.code ?? null };
    emit({ type: "ENROLMENT_MOVED", personId, programId, versionId, enrolmentId, facts });
  }
  // A certificate is told of after the move that led to it.
  for (const event of awarded) emit(event);
  return new Map(moved.map(({ id, resumesId }) => [resumesId ?? "", id]));
}
