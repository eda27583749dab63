import type { Actor } from "@kunna/domain";

/** An actor of whom it is noticed when somebody asks which person they are. */
export interface WatchedActor {
  readonly actor: Actor;
  readonly isAskedFor: () => boolean;
}

/** What was found out without asking for the person holds for all who have the same roles. */
export function watchPerson({ organisationId, roles, personId }: Actor): WatchedActor {
  let isAsked = false;
  return {
    actor: {
      organisationId,
      roles,
      get personId() {
        isAsked = true;
        return personId;
      },
    },
    isAskedFor: () => isAsked,
  };
}
