import { NotFound, NothingLeftToAward } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { loadRulesFor, lockRules, settleRequired } from "./assignment-store.ts";
import { enrolPeople } from "./enrol-people.ts";

/**
 * What follows when persons come, change their roles, or join or leave teams: the rules that now hold enrol them, and
 * what a rule no longer asks for goes on, no longer required. The same statements a rule, however many persons.
 */
export async function applyRules(run: CommandRun, concerned: readonly string[]): Promise<void> {
  const { tx, actor } = run;
  const personIds = [...new Set(concerned)];
  await lockRules(tx, actor.organisationId, false);
  await tellRequired(run, { personIds });
  for (const rule of await loadRulesFor(tx, personIds)) {
    try {
      await enrolByRule(run, rule);
    } catch (error) {
      // A program that nobody can be enrolled on now keeps nobody from joining a team.
      if (!(error instanceof NotFound || error instanceof NothingLeftToAward)) throw error;
    }
  }
}

interface AppliedRule {
  readonly id: string;
  readonly programId: string;
  readonly dueWithin: string | null;
  readonly personIds: readonly string[];
}

/** Enrols the persons for whom a rule holds. Whoever is enrolled or certified already, or withdrew from it, is not. */
export function enrolByRule(run: CommandRun, rule: AppliedRule, dryRun = false) {
  const { id: ruleId, programId, personIds, dueWithin } = rule;
  const due = dueWithin === null ? {} : { due: { within: dueWithin } };
  return enrolPeople(run, { programId, personIds, source: "RULE", ruleId, unlessCertified: true, ...due, dryRun });
}

/** Brings it up to date what rules ask for, with an event for each enrolment that changes. */
export async function tellRequired(run: CommandRun, about: Parameters<typeof settleRequired>[1]): Promise<void> {
  for (const { ruleId, required, ...enrolment } of await settleRequired(run.tx, about))
    run.emit({ type: required ? "ENROLMENT_REQUIRED" : "ENROLMENT_RELEASED", ...enrolment, facts: { ruleId } });
}
