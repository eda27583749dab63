import type { CellReader } from "../../../import/cell-reader.ts";
import { createImporter, type ImportColumn, type Importer, type Outcome } from "../../../import/importer.ts";
import { findPeople, newRowIds } from "../organisation-store.ts";
import {
  addMembers,
  changeTeams,
  findMemberships,
  findTeams,
  insertTeams,
  type Membership,
  removeMembers,
  type StoredTeam,
} from "../team-store.ts";
import { readEmail } from "./people.ts";

export const teamColumns: readonly ImportColumn[] = [
  { name: "key", required: true, description: "Which team: stable and unique in the organisation." },
  { name: "name", required: false, description: "As people call it. Needed for a new team; empty: stays as it is." },
  { name: "managerEmail", required: false, description: "Who leads it. Needed for a new team; empty: stays as it is." },
  {
    name: "memberEmail",
    required: false,
    description: "One member, a row each; the row may repeat what the team is. Empty: the row is about the team alone.",
  },
  {
    name: "membership",
    required: false,
    description:
      "REMOVED takes the member out of the team. Empty, or MEMBER: is in it. Whom no row names stays as they are.",
  },
];

interface TeamRow {
  readonly key: string;
  readonly name: string;
  readonly managerEmail: string;
  readonly memberEmail: string;
  readonly removed: boolean;
}

/** Imports teams by their key, and who is in them. A row says all that it needs, so the order of rows does not matter. */
export function teamsImporter(): Importer {
  /** What the rows of this file have said a team is: no two may differ. */
  const said = new Map<string, { readonly name: string; readonly managerEmail: string }>();
  /** In a dry run: the teams as the batches before would have left them. */
  const dryTeams = new Map<string, StoredTeam>();
  return createImporter<TeamRow>({
    action: "team.import",
    columns: teamColumns,
    typename: "Team",
    read,
    keyOf: ({ key, memberEmail }) => JSON.stringify([key, memberEmail]),
    async decide({ tx, actor, now, emit }, rows, dryRun) {
      const stored = await findTeams(
        tx,
        rows.map(({ key }) => key),
      );
      const people = await findPeople(
        tx,
        rows.flatMap(({ managerEmail, memberEmail }) => [managerEmail, memberEmail]).filter((email) => email !== ""),
      );
      const memberships = await findMemberships(
        tx,
        [...stored.values()].map(({ id }) => id),
        [...people.values()].map(({ id }) => id),
      );
      const isMember = new Set(memberships.map(({ teamId, personId }) => `${teamId} ${personId}`));
      const teams = new Map([...stored, ...dryTeams]);
      const nowSaid = new Map(said);
      const newIds = newRowIds(rows.length);
      const created = new Set<string>();
      const changed = new Set<string>();
      const added: Membership[] = [];
      const removed: Membership[] = [];
      const outcomes = rows.map((row, index): Outcome => {
        const manager = people.get(row.managerEmail);
        const member = people.get(row.memberEmail);
        if (row.managerEmail !== "" && !manager) return personUnknown("managerEmail", row.managerEmail);
        if (row.memberEmail !== "" && !member) return personUnknown("memberEmail", row.memberEmail);
        const earlier = nowSaid.get(row.key) ?? { name: "", managerEmail: "" };
        const path = disagreement(row, earlier);
        if (path)
          return refused(
            "TEAM_DISAGREES",
            path,
            `Another row of the file says otherwise of the team ${row.key}.`,
            "Say the same in each row of a team, or leave it out.",
          );
        const before = teams.get(row.key);
        const name = row.name || before?.name;
        const managerId = manager?.id ?? before?.managerId;
        if (name === undefined || managerId === undefined)
          return refused(
            "TEAM_UNKNOWN",
            name === undefined ? "name" : "managerEmail",
            `There is no team ${row.key} yet.`,
            "Give its name and its manager's address, in its first row at least.",
          );
        nowSaid.set(row.key, {
          name: row.name || earlier.name,
          managerEmail: row.managerEmail || earlier.managerEmail,
        });

        const team: StoredTeam = { id: before?.id ?? newIds[index] ?? "", key: row.key, name, managerId };
        teams.set(row.key, team);
        const { id } = team;
        const isChanged = before !== undefined && (before.name !== name || before.managerId !== managerId);
        if (!before) created.add(row.key);
        else if (isChanged && !created.has(row.key)) changed.add(row.key);
        const was = member !== undefined && isMember.has(`${id} ${member.id}`);
        if (member && row.removed && was) removed.push({ teamId: id, personId: member.id });
        if (member && !row.removed && !was) added.push({ teamId: id, personId: member.id });
        if (!before || (member && !row.removed && !was)) return { result: "CREATED", id };
        return { result: isChanged || (row.removed && was) ? "CHANGED" : "UNCHANGED", id };
      });
      if (!dryRun) {
        const named = (keys: ReadonlySet<string>) => [...keys].flatMap((key) => teams.get(key) ?? []);
        await insertTeams(tx, actor.organisationId, named(created), now);
        await changeTeams(tx, named(changed));
        await addMembers(tx, actor.organisationId, added);
        await removeMembers(tx, removed);
        const keys = new Map([...teams.values()].map(({ id, key }) => [id, key]));
        for (const { key, managerId } of named(created))
          emit({ type: "TEAM_CREATED", personId: managerId, facts: { teamKey: key } });
        for (const { key, managerId } of named(changed))
          emit({ type: "TEAM_CHANGED", personId: managerId, facts: { teamKey: key } });
        for (const { teamId, personId } of added)
          emit({ type: "TEAM_MEMBER_ADDED", personId, facts: { teamKey: keys.get(teamId) } });
        for (const { teamId, personId } of removed)
          emit({ type: "TEAM_MEMBER_REMOVED", personId, facts: { teamKey: keys.get(teamId) } });
      }
      return {
        outcomes,
        keep() {
          for (const [key, facts] of nowSaid) said.set(key, facts);
          if (dryRun) for (const key of [...created, ...changed]) dryTeams.set(key, teams.get(key) as StoredTeam);
        },
      };
    },
  });
}

function read(cells: CellReader): TeamRow {
  const key = cells.line("key", {
    max: 100,
    required: { code: "KEY_MISSING", message: "The row names no team.", fix: "Give the team's key." },
  });
  const name = cells.line("name", { max: 200 });
  const managerEmail = readEmail(cells, "managerEmail");
  const memberEmail = readEmail(cells, "memberEmail");
  const membership = cells.line("membership", { max: 20 }).toUpperCase();
  if (!["", "MEMBER", "REMOVED"].includes(membership))
    cells.refuse(
      "membership",
      "MEMBERSHIP_UNKNOWN",
      "This is not a membership.",
      "Use MEMBER or REMOVED, or leave it out.",
    );
  if (membership !== "" && memberEmail === "")
    cells.refuse(
      "memberEmail",
      "MEMBER_MISSING",
      "The row has a membership and names no member.",
      "Give the member's address.",
    );
  return { key, name, managerEmail, memberEmail, removed: membership === "REMOVED" };
}

/** The column in which a row says otherwise than an earlier one. */
function disagreement(row: TeamRow, earlier: { readonly name: string; readonly managerEmail: string }): string | null {
  const differ = (one: string, other: string) => one !== "" && other !== "" && one !== other;
  if (differ(row.name, earlier.name)) return "name";
  return differ(row.managerEmail, earlier.managerEmail) ? "managerEmail" : null;
}

function personUnknown(path: string, email: string): Outcome {
  return refused("PERSON_UNKNOWN", path, `There is no person with the address ${email}.`, "Import the person first.");
}

function refused(code: string, path: string, message: string, fix: string): Outcome {
  return { result: "REFUSED", problems: [{ code, path, message, fix }] };
}
