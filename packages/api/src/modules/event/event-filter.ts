import type { Prisma } from "@kunna/database";
import { type ApiContext, actorOf } from "../../context.ts";
import { rowId } from "../../schema/ids.ts";
import { concerning, readableVersions } from "../../scope.ts";

/** GraphQL's EventFilterInput. */
export interface EventFilter {
  readonly types?: readonly string[] | null | undefined;
  readonly programId?: string | null | undefined;
  readonly personId?: string | null | undefined;
  readonly enrolmentId?: string | null | undefined;
}

/** The placed events after a position that whoever asks may read and the filter asks for. */
export function eventsWhere(
  context: ApiContext,
  after: bigint,
  filter: EventFilter | null | undefined,
): Prisma.EventWhereInput {
  const { types, programId, personId, enrolmentId } = filter ?? {};
  return {
    position: { gt: after },
    ...(types ? { type: { in: [...types] } } : {}),
    ...(programId ? { programId: rowId("Program", programId, "filter.programId") } : {}),
    ...(enrolmentId ? { enrolmentId: rowId("Enrolment", enrolmentId, "filter.enrolmentId") } : {}),
    AND: [
      concerning(actorOf(context), "event.read"),
      versionsWithin(context),
      personId ? { personId: rowId("Person", personId, "filter.personId") } : {},
    ],
  };
}

/** What tells of a draft is for those who may see drafts. */
function versionsWithin(context: ApiContext) {
  const versions = readableVersions(context);
  // Prisma takes an empty condition on a relation, below an OR, for one that no row meets.
  return "status" in versions ? { OR: [{ versionId: null }, { version: versions }] } : {};
}
