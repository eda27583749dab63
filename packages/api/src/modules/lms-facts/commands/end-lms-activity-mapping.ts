import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";

/**
 * Ends a mapping: nothing that is told from now on counts by it, and what counted stays. The same again does nothing.
 * @throws NotPermitted, NotFound
 */
export const endLmsActivityMapping: Command<{ readonly mappingId: string }, { mappingId: string }> = async (
  { tx, actor, now, emit },
  { mappingId },
) => {
  authorize(actor, "lms.map");
  const mapping = await tx.lmsActivityMapping.findUnique({ where: { id: mappingId } });
  if (!mapping) throw new NotFound("mapping");
  const { count } = await tx.lmsActivityMapping.updateMany({
    where: { id: mappingId, endedAt: null },
    data: { endedAt: now, endedById: actor.personId },
  });
  if (count === 0) return { mappingId };
  const { connectionId, courseId, activityId, requirementKey, programId } = mapping;
  const facts = { connectionId, mappingId, courseId, activityId: activityId || null, requirementKey };
  emit({ type: "LMS_ACTIVITY_MAPPING_ENDED", programId, facts });
  return { mappingId };
};
