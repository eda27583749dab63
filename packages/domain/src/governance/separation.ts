import { DeciderConflict } from "./errors.ts";

/** Who has had to do with what is decided on. */
export interface Separation {
  readonly deciderId: string;
  /** The person that the decision concerns. */
  readonly concernedId: string;
  /** R11: whoever decided what is appealed. */
  readonly decidedBefore?: ReadonlySet<string>;
  /** Whoever reviewed the person's evidence; an approver never did (R5), else policy.separateDecisions asks for it. */
  readonly reviewerIds?: ReadonlySet<string>;
  /** Whoever trained the person, where policy.separateDecisions asks for it. */
  readonly trainerIds?: ReadonlySet<string>;
  /** The managers of the person's teams, where the policy keeps them apart. */
  readonly managerIds?: ReadonlySet<string>;
}

/** R5, R11: nobody decides on themselves, nor on what they had a part in. @throws DeciderConflict */
export function assertApart(separation: Separation): void {
  const { deciderId, concernedId, decidedBefore, reviewerIds, trainerIds, managerIds } = separation;
  if (deciderId === concernedId) throw new DeciderConflict("CONCERNED");
  if (decidedBefore?.has(deciderId)) throw new DeciderConflict("DECIDED");
  if (reviewerIds?.has(deciderId)) throw new DeciderConflict("REVIEWED");
  if (trainerIds?.has(deciderId)) throw new DeciderConflict("TRAINED");
  if (managerIds?.has(deciderId)) throw new DeciderConflict("MANAGES");
}
