import { NotFound, type Role, RuleExists } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { enrolByRule } from "../apply-rules.ts";
import { loadTeam, loadWithRole, lockRules } from "../assignment-store.ts";
import { listOutcomes, type PersonOutcome } from "../outcomes.ts";

export interface CreateAssignmentRule {
  readonly programId: string;
  /** Who is meant: exactly one. */
  readonly whom: { readonly teamId: string } | { readonly role: Role };
  /** ISO 8601; null: by the policy. */
  readonly dueWithin: string | null;
  readonly dryRun: boolean;
}

/** Without a rule in a dry run. */
export interface CreatedRule {
  readonly ruleId: string | null;
  readonly outcomes: PersonOutcome[];
}

/**
 * Creates a rule and enrols at once whom it holds for; a dry run says whom, and leaves nothing.
 * @throws NotPermitted, NotFound, RuleExists, NothingLeftToAward
 */
export const createAssignmentRule: Command<CreateAssignmentRule, CreatedRule> = async (run, input) => {
  const { tx, actor, now, emit } = run;
  const { organisationId } = actor;
  const { programId, whom, dueWithin, dryRun } = input;
  await lockRules(tx, organisationId, true);
  const team = "teamId" in whom ? await loadTeam(tx, whom.teamId) : null;
  authorize(actor, "rule.edit", { managerIds: team ? [team.managerId] : [] });
  if (!(await tx.program.findUnique({ where: { id: programId }, select: { id: true } }))) throw new NotFound("program");
  const same = await tx.assignmentRule.findFirst({
    where: { programId, ...whom, endedAt: null },
    select: { id: true },
  });
  if (same) throw new RuleExists(same.id);

  const personIds = "role" in whom ? await loadWithRole(tx, whom.role) : (team?.memberIds ?? []);
  const ruleId = dryRun
    ? null
    : (
        await tx.assignmentRule.create({
          data: { organisationId, programId, ...whom, dueWithin, createdAt: now, createdById: actor.personId },
          select: { id: true },
        })
      ).id;
  if (ruleId !== null) emit({ type: "ASSIGNMENT_RULE_CREATED", programId, facts: { ruleId, ...whom, dueWithin } });
  // Nobody has withdrawn from a rule that there is not yet: any id does.
  const id = ruleId ?? crypto.randomUUID();
  const outcomes = await enrolByRule(run, { id, programId, dueWithin, personIds }, dryRun);
  return { ruleId, outcomes: listOutcomes(personIds, outcomes) };
};
