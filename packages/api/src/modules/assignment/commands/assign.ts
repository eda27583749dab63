import { can, InvalidInput, reach } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { loadManagers, loadTeam } from "../assignment-store.ts";
import { assertNotPast } from "../due-day.ts";
import { enrolPeople } from "../enrol-people.ts";
import { listOutcomes, type PersonOutcome } from "../outcomes.ts";

export interface Assign {
  readonly programId: string;
  /** Whom, and all in the team. */
  readonly personIds: readonly string[];
  readonly teamId: string | null;
  /** The last day (YYYY-MM-DD); null: by the policy. */
  readonly dueOn: string | null;
  readonly reason: string | null;
  readonly dryRun: boolean;
}

/**
 * Assigns a program to persons and to the members of a team, each for themselves: who can't be enrolled is told why.
 * @throws NotPermitted when to nobody at all, NotFound, InvalidInput, NothingLeftToAward
 */
export const assign: Command<Assign, { outcomes: PersonOutcome[] }> = async (run, input) => {
  const { tx, actor, now } = run;
  const { programId, dueOn, reason, dryRun } = input;
  if (reach(actor, "enrolment.assign").size === 0) authorize(actor, "enrolment.assign");
  const members = input.teamId === null ? [] : (await loadTeam(tx, input.teamId)).memberIds;
  const personIds = [...new Set([...input.personIds, ...members])];
  if (personIds.length === 0)
    throw new InvalidInput([
      {
        code: "NOBODY",
        path: "personIds",
        message: "There is nobody to assign it to.",
        fix: "Name persons or a team.",
      },
    ]);
  if (dueOn !== null) await assertNotPast(tx, dueOn, now, "dueOn");
  const managers = await loadManagers(tx, personIds);
  const { organisationId } = actor;
  const mayAssign = (personId: string) =>
    can(actor, "enrolment.assign", { organisationId, personId, managerIds: managers.get(personId) ?? [] });
  const denied = new Set(personIds.filter((personId) => !mayAssign(personId)));
  const outcomes = await enrolPeople(run, {
    programId,
    personIds: personIds.filter((personId) => !denied.has(personId)),
    source: "ASSIGNED",
    unlessCertified: true,
    ...(dueOn === null ? {} : { due: { on: dueOn } }),
    reason,
    dryRun,
  });
  return { outcomes: listOutcomes(personIds, outcomes, denied) };
};
