import { type Action, type Actor, reach } from "@kunna/domain";
import { type ApiContext, actorOf } from "./context.ts";

/** Prisma's condition that no row meets. */
const nothing = { OR: [] };

/** A condition on the rows that concern a person (`personId`, `person`), by what the actor's roles reach. */
export function concerning(actor: Actor, action: Action) {
  const relations = reach(actor, action);
  if (relations.has("ANY")) return {};
  const ways = [
    ...(relations.has("OWN") ? [{ personId: actor.personId }] : []),
    ...(relations.has("OTHERS") ? [{ NOT: { personId: actor.personId } }] : []),
    ...(relations.has("TEAM")
      ? [
          {
            NOT: { personId: actor.personId },
            person: { memberships: { some: { team: { managerId: actor.personId } } } },
          },
        ]
      : []),
  ];
  return ways.length === 0 ? nothing : { OR: ways };
}

/** The same condition on persons themselves. */
export function personsWithin(actor: Actor, action: Action) {
  const relations = reach(actor, action);
  if (relations.has("ANY")) return {};
  const ways = [
    ...(relations.has("OWN") ? [{ id: actor.personId }] : []),
    ...(relations.has("TEAM")
      ? [{ NOT: { id: actor.personId }, memberships: { some: { team: { managerId: actor.personId } } } }]
      : []),
  ];
  return ways.length === 0 ? nothing : { OR: ways };
}

/** The rows concerning persons that whoever asks may read. */
export function readable(context: ApiContext, action: Action) {
  return concerning(actorOf(context), action);
}

/** Drafts are seen by those who may read drafts; others see what has been published. */
export function readableVersions(context: ApiContext) {
  return reach(actorOf(context), "program.read-draft").size > 0
    ? {}
    : { status: { in: ["PUBLISHED" as const, "RETIRED" as const] } };
}

/** The teams that the actor may read. */
export function teamsWithin(actor: Actor) {
  const relations = reach(actor, "team.read");
  if (relations.has("ANY")) return {};
  return relations.has("TEAM") ? { managerId: actor.personId } : nothing;
}
