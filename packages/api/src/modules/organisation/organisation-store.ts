import { type TenantTransaction, uuidv7 } from "@kunna/database";
import type { Role } from "@kunna/domain";

/** A person as an import compares them. */
export interface StoredPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Ids for rows that are yet to be written, which follow each other as the rows do: lists are in the order of ids. */
export function newRowIds(count: number): string[] {
  return Array.from({ length: count }, uuidv7).sort();
}

/** The persons with these addresses (in lower case), by address. */
export async function findPeople(
  tx: TenantTransaction,
  emails: readonly string[],
): Promise<ReadonlyMap<string, StoredPerson>> {
  const rows = await tx.person.findMany({
    where: { email: { in: [...new Set(emails)] } },
    select: { id: true, email: true, name: true, roles: true },
  });
  return new Map(rows.map(({ email, ...person }) => [email, person]));
}

/** Adds persons in one statement. */
export async function insertPeople(
  tx: TenantTransaction,
  organisationId: string,
  people: ReadonlyArray<StoredPerson & { readonly email: string }>,
  createdAt: Date,
): Promise<void> {
  if (people.length === 0) return;
  await tx.person.createMany({
    data: people.map(({ id, email, name, roles }) => ({
      id,
      organisationId,
      email,
      name,
      roles: [...roles],
      createdAt,
    })),
  });
}

/** Changes names and roles in one statement. */
export async function changePeople(tx: TenantTransaction, people: readonly StoredPerson[]): Promise<void> {
  if (people.length === 0) return;
  await tx.$executeRaw`
    update "Person" p set "name" = row."name", "roles" = row."roles"
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as row("id" uuid, "name" text, "roles" "Role"[])
    where p."id" = row."id"`;
}

/** Changes the name or the address of one person; what is left out stays. */
export async function changePerson(
  tx: TenantTransaction,
  id: string,
  data: { readonly name?: string; readonly email?: string },
): Promise<void> {
  await tx.person.update({ where: { id }, data, select: { id: true } });
}
