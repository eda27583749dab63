import { isKindByLms, LmsMappingRefused, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

export interface MapLmsActivity {
  readonly connectionId: string;
  /** The course's id in the LMS. */
  readonly courseId: string;
  /** The activity's id in the LMS; empty: the course as a whole. */
  readonly activityId: string;
  readonly programId: string;
  readonly requirementKey: string;
}

/**
 * Records for which requirement an activity of an LMS counts from now on; what was told before is looked at again. The same
 * again does nothing.
 * @throws NotPermitted, NotFound, LmsMappingRefused
 */
export const mapLmsActivity: Command<MapLmsActivity, { mappingId: string }> = async (
  { tx, actor, now, emit },
  { connectionId, courseId, activityId, programId, requirementKey },
) => {
  authorize(actor, "lms.map");
  // What is told meanwhile is told before this or after.
  const held = await tx.$queryRaw<{ status: string }[]>`
    SELECT "status"::text FROM "LmsConnection" WHERE "id" = ${connectionId}::uuid FOR UPDATE`;
  const status = held[0]?.status;
  if (status === undefined || status === "REFUSED" || status === "RETIRED") throw new NotFound("connection");
  if (!(await tx.program.findUnique({ where: { id: programId }, select: { id: true } }))) throw new NotFound("program");
  const version = await tx.programVersion.findFirst({
    where: { programId, status: "PUBLISHED" },
    orderBy: { number: "desc" },
    select: { id: true },
  });
  if (!version) throw new LmsMappingRefused("NOT_PUBLISHED", requirementKey);
  const requirement = await tx.requirement.findFirst({
    where: { versionId: version.id, key: requirementKey },
    select: { kind: true },
  });
  if (!requirement) throw new LmsMappingRefused("REQUIREMENT_UNKNOWN", requirementKey);
  if (!isKindByLms(requirement.kind)) throw new LmsMappingRefused("KIND_NOT_BY_LMS", requirementKey);
  const named = { connectionId, courseId, activityId, programId, requirementKey };
  const inForce = await tx.lmsActivityMapping.findFirst({ where: { ...named, endedAt: null }, select: { id: true } });
  if (inForce) return { mappingId: inForce.id };
  const { organisationId, personId: createdById } = actor;
  const { id: mappingId } = await tx.lmsActivityMapping.create({
    data: { ...named, organisationId, createdById, createdAt: now },
    select: { id: true },
  });
  const facts = { connectionId, mappingId, courseId, activityId: activityId || null, requirementKey };
  emit({ type: "LMS_ACTIVITY_MAPPED", programId, facts });
  return { mappingId };
};
