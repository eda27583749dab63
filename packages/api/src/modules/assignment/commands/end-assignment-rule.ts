import { NotFound, RuleEnded } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { tellRequired } from "../apply-rules.ts";
import { lockRules } from "../assignment-store.ts";

export interface EndAssignmentRule {
  readonly ruleId: string;
}

/** Ends a rule. What it has made goes on, no longer required. @throws NotPermitted, NotFound, RuleEnded */
export const endAssignmentRule: Command<EndAssignmentRule, { ruleId: string }> = async (run, { ruleId }) => {
  const { tx, actor, now, emit } = run;
  await lockRules(tx, actor.organisationId, true);
  const rule = await tx.assignmentRule.findUnique({
    where: { id: ruleId },
    select: { programId: true, endedAt: true, team: { select: { managerId: true } } },
  });
  authorize(actor, "rule.edit", { managerIds: rule?.team ? [rule.team.managerId] : [] });
  if (!rule) throw new NotFound("assignment rule");
  if (rule.endedAt !== null) throw new RuleEnded();
  await tx.assignmentRule.update({
    where: { id: ruleId },
    data: { endedAt: now, endedById: actor.personId },
    select: { id: true },
  });
  emit({ type: "ASSIGNMENT_RULE_ENDED", programId: rule.programId, facts: { ruleId } });
  await tellRequired(run, { ruleId });
  return { ruleId };
};
