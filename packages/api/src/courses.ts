import type { TenantTransaction } from "@kunna/database";
import type { Actor } from "@kunna/domain";

/**
 * The courses of an LMS that a person is in now, for `authorize`. Asked only for whoever came from one: to others they make
 * no difference.
 */
export async function coursesOf(
  tx: TenantTransaction,
  { courseId }: Actor,
  personId: string,
): Promise<readonly string[]> {
  if (courseId === undefined || courseId === null) return [];
  const members = await tx.lmsMember.findMany({
    where: { courseId, active: true, identity: { personId } },
    select: { courseId: true },
  });
  return members.map((member) => member.courseId);
}
