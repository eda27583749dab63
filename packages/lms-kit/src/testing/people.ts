import type { LmsUser } from "./course.ts";
import type { World } from "./world.ts";

export interface LmsUserInput {
  readonly id?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly email?: string | null;
  readonly locale?: string;
}

const givenNames = ["Ada", "Bo", "Cleo", "Dag", "Elin", "Farid", "Greta", "Hugo"];

/** A new person in the LMS, with all that is left out made up. */
export function newUser(world: World, input: LmsUserInput): LmsUser {
  const id = input.id ?? world.nextId("user");
  const givenName = input.givenName ?? givenNames[world.users.size % givenNames.length] ?? "Ada";
  const familyName = input.familyName ?? "Example";
  const user: LmsUser = {
    id,
    name: `${givenName} ${familyName}`,
    givenName,
    familyName,
    email: input.email === undefined ? `${id}@school.example` : input.email,
    locale: input.locale ?? "en",
  };
  world.users.set(id, user);
  return user;
}
