import type { TenantTransaction } from "@kunna/database";
import type { LtiTarget, LtiTargetProblem } from "@kunna/domain";

/** A target that is there. */
export interface FoundTarget extends LtiTarget {
  /** Null: it is of no program. */
  readonly programId: string | null;
  readonly title: string | null;
}

/** Looks whether what a link is to open is in the organisation, in what is published of the program; else says what is not. */
export async function findTarget(
  tx: TenantTransaction,
  target: LtiTarget,
): Promise<FoundTarget | { readonly problem: LtiTargetProblem }> {
  const { programKey, moduleKey, requirementKey } = target;
  if (programKey === null) return { ...target, programId: null, title: null };
  const version = await tx.programVersion.findFirst({
    where: { status: "PUBLISHED", program: { key: programKey } },
    select: { id: true, programId: true, title: true },
    orderBy: { number: "desc" },
  });
  if (!version) return { problem: "PROGRAM_UNKNOWN" };
  const { id: versionId, programId } = version;
  if (moduleKey !== null) {
    const found = await tx.module.findFirst({ where: { versionId, key: moduleKey }, select: { title: true } });
    return found ? { ...target, programId, title: found.title } : { problem: "MODULE_UNKNOWN" };
  }
  if (requirementKey !== null) {
    const found = await tx.requirement.findFirst({
      where: { versionId, key: requirementKey },
      select: { title: true },
    });
    return found ? { ...target, programId, title: found.title } : { problem: "REQUIREMENT_UNKNOWN" };
  }
  return { ...target, programId, title: version.title };
}
