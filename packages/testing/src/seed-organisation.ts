import type { Services } from "@kunna/api";
import type { Actor, Role } from "@kunna/domain";

/** An organisation with its people and teams; the keys are the seed's own. */
export interface OrganisationSeed {
  readonly key: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly people: readonly {
    readonly key: string;
    readonly name: string;
    readonly email: string;
    readonly roles: readonly Role[];
  }[];
  readonly teams: readonly {
    readonly key: string;
    readonly name: string;
    readonly managerKey: string;
    readonly memberKeys: readonly string[];
  }[];
}

/** Creates an organisation with its people and teams, as the system: nobody is there yet who could. Returns the people as actors, by key. */
export async function seedOrganisation(
  { database, now }: Services,
  seed: OrganisationSeed,
): Promise<ReadonlyMap<string, Actor>> {
  const createdAt = now();
  const { key, name, timeZone, locale } = seed;
  return database.asSystem(async (tx) => {
    const { id: organisationId } = await tx.organisation.create({
      data: { key, name, timeZone, locale, createdAt },
      select: { id: true },
    });
    const people = seed.people.map((person) => ({ ...person, id: crypto.randomUUID() }));
    await tx.person.createMany({
      data: people.map(({ id, name, email, roles }) => ({
        id,
        organisationId,
        name,
        email,
        roles: [...roles],
        createdAt,
      })),
    });
    const ids = new Map(people.map((person) => [person.key, person.id]));
    const idOf = (personKey: string) => ids.get(personKey) ?? "";
    const teams = seed.teams.map((team) => ({ ...team, id: crypto.randomUUID() }));
    await tx.team.createMany({
      data: teams.map(({ id, key, name, managerKey }) => ({
        id,
        organisationId,
        key,
        name,
        managerId: idOf(managerKey),
        createdAt,
      })),
    });
    await tx.teamMember.createMany({
      data: teams.flatMap(({ id: teamId, memberKeys }) =>
        memberKeys.map((memberKey) => ({ organisationId, teamId, personId: idOf(memberKey) })),
      ),
    });
    return new Map(people.map(({ key, id, roles }) => [key, { organisationId, personId: id, roles }]));
  });
}
