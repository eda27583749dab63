import { type Role, roles } from "@kunna/domain";
import { z } from "zod";
import type { CellReader } from "../../../import/cell-reader.ts";
import { createImporter, type ImportColumn, type Importer, type Outcome } from "../../../import/importer.ts";
import { changePeople, findPeople, insertPeople, newRowIds } from "../organisation-store.ts";

export const peopleColumns: readonly ImportColumn[] = [
  { name: "email", required: true, description: "Whom the row is about: unique in the organisation, in any case." },
  {
    name: "name",
    required: false,
    description: "Full name, as shown on certificates. Needed for a new person; empty: stays as it is.",
  },
  {
    name: "roles",
    required: false,
    description: `What the person may do: any of ${roles.join(", ")}, with commas, semicolons or bars between. Empty: stays as it is, and LEARNER for a new person.`,
  },
];

interface PersonRow {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  /** Empty: as they are. */
  readonly roles: readonly Role[];
}

const emailSchema = z.email();

/** Imports persons, by their e-mail address. Nobody is ever taken away by an import. */
export function peopleImporter(): Importer {
  return createImporter<PersonRow>({
    action: "person.import",
    columns: peopleColumns,
    typename: "Person",
    read,
    keyOf: ({ email }) => email,
    async decide({ tx, actor, now, emit }, rows, dryRun) {
      const stored = await findPeople(
        tx,
        rows.map(({ email }) => email),
      );
      const created: Array<{ id: string; email: string; name: string; roles: readonly Role[] }> = [];
      const changed: Array<{ id: string; name: string; roles: readonly Role[] }> = [];
      const newIds = newRowIds(rows.length);
      const outcomes = rows.map((row, index): Outcome => {
        const before = stored.get(row.email);
        if (!before) {
          if (row.name === "") return { result: "REFUSED", problems: [nameMissing(row.email)] };
          const id = newIds[index] ?? "";
          created.push({ id, email: row.email, name: row.name, roles: row.roles.length > 0 ? row.roles : ["LEARNER"] });
          return { result: "CREATED", id };
        }
        const { id } = before;
        const after = { id, name: row.name || before.name, roles: row.roles.length > 0 ? row.roles : before.roles };
        if (id === actor.personId && before.roles.includes("ADMIN") && !after.roles.includes("ADMIN"))
          return { result: "REFUSED", problems: [ownRole] };
        if (after.name === before.name && sameRoles(after.roles, before.roles)) return { result: "UNCHANGED", id };
        changed.push(after);
        return { result: "CHANGED", id };
      });
      if (!dryRun) {
        await insertPeople(tx, actor.organisationId, created, now);
        await changePeople(tx, changed);
        for (const { id, roles } of created) emit({ type: "PERSON_CREATED", personId: id, facts: { roles } });
        for (const { id, roles } of changed) emit({ type: "PERSON_CHANGED", personId: id, facts: { roles } });
      }
      return { outcomes };
    },
  });
}

function read(cells: CellReader): PersonRow {
  const email = readEmail(cells, "email", {
    code: "EMAIL_MISSING",
    message: "The row has no e-mail address.",
    fix: "Give the address of the person whom the row is about.",
  });
  const name = cells.line("name", { max: 200 });
  const given = cells.list("roles", { max: 500 }).map((one) => one.toUpperCase());
  const unknown = given.find((one) => !isRole(one));
  if (unknown !== undefined)
    cells.refuse(
      "roles",
      "ROLE_UNKNOWN",
      `There is no role ${unknown.slice(0, 50)}.`,
      `Use any of ${roles.join(", ")}.`,
    );
  return { email, name, roles: [...new Set(given.filter(isRole))] };
}

/** An e-mail address in lower case. Empty: "", refused when it is required. */
export function readEmail(
  cells: CellReader,
  column: string,
  required?: { readonly code: string; readonly message: string; readonly fix: string },
): string {
  const email = cells.line(column, { max: 320, ...(required ? { required } : {}) }).toLowerCase();
  if (email !== "" && !emailSchema.safeParse(email).success)
    cells.refuse(
      column,
      "EMAIL_MALFORMED",
      "This is not an e-mail address.",
      "Give one address, such as anna@example.org.",
    );
  return email;
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

function sameRoles(some: readonly Role[], others: readonly Role[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role));
}

function nameMissing(email: string) {
  return {
    code: "NAME_MISSING",
    path: "name",
    message: `${email} is new, and the row has no name.`,
    fix: "Give the full name, as it is shown on certificates.",
  };
}

const ownRole = {
  code: "OWN_ADMIN_ROLE",
  path: "roles",
  message: "The row would take the role ADMIN from you.",
  fix: "Let another administrator do it.",
};
