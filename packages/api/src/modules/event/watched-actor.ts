import type { Actor } from "@kunna/domain";

/** An actor of whom it is noticed when somebody asks which person they are. */
export interface WatchedActor {
  readonly actor: Actor;
  readonly isAskedFor: () => boolean;
}

/** What was found out without asking for the person holds for all who have the same rights (see rightsOf). */
export function watchPerson({ personId, ...rights }: Actor): WatchedActor {
  let isAsked = false;
  return {
    actor: {
      ...rights,
      get personId() {
        isAsked = true;
        return personId;
      },
    },
    isAskedFor: () => isAsked,
  };
}

/** What an actor may do but for which person they are: the same for two who have the same roles, and came from the same course. */
export function rightsOf({ roles, courseId }: Actor): string {
  return JSON.stringify([roles.toSorted(), courseId]);
}
