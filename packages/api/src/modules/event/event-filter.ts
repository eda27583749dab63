import { rowId } from "../../schema/ids.ts";
import type { Selection } from "./selection.ts";

/** GraphQL's EventFilterInput. */
export interface EventFilter {
  readonly types?: readonly string[] | null | undefined;
  readonly programId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly personId?: string | null | undefined;
  readonly enrolmentId?: string | null | undefined;
  readonly certificateId?: string | null | undefined;
}

/** What a filter asks for of the events that one may read. @throws InvalidInput on an id of another type */
export function selectionOf(filter: EventFilter | null | undefined): Selection {
  const { types, programId, teamId, personId, enrolmentId, certificateId } = filter ?? {};
  return {
    action: "event.read",
    types: types ?? null,
    programId: programId ? rowId("Program", programId, "filter.programId") : null,
    teamId: teamId ? rowId("Team", teamId, "filter.teamId") : null,
    personId: personId ? rowId("Person", personId, "filter.personId") : null,
    enrolmentId: enrolmentId ? rowId("Enrolment", enrolmentId, "filter.enrolmentId") : null,
    certificateId: certificateId ? rowId("Certificate", certificateId, "filter.certificateId") : null,
  };
}
