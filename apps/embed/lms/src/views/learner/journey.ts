import { JourneyDocument, type JourneyQuery } from "@kunna/client";
import { useKunnaSuspenseQuery } from "@kunna/react";
import { PathWorkDocument, type PathWorkQuery } from "../../generated/operations.ts";

/** An enrolment with its path and how far it has come (R4). */
export type Journey = Extract<NonNullable<JourneyQuery["node"]>, { readonly progress: object }>;
export type Module = Journey["version"]["modules"][number];
export type Requirement = Module["requirements"][number];
export type NextStep = Journey["progress"]["nextSteps"][number];
export type Work = Extract<NonNullable<PathWorkQuery["node"]>, { readonly evidence: object }>;
export type Evidence = Work["evidence"]["nodes"][number];

// A node is of any type: what is no enrolment has nothing of one.
const isJourney = (node: JourneyQuery["node"]): node is Journey => node !== null && "progress" in node;
const isWork = (node: PathWorkQuery["node"]): node is Work => node !== null && "evidence" in node;

/** Null: there is no such enrolment, or it is not one's own to read. */
export function useJourney(enrolmentId: string): { readonly journey: Journey; readonly work: Work } | null {
  const { node: journey } = useKunnaSuspenseQuery(JourneyDocument, { enrolmentId });
  const { node: work } = useKunnaSuspenseQuery(PathWorkDocument, { enrolmentId });
  return isJourney(journey) && isWork(work) ? { journey, work } : null;
}

/** What of a path is shown: left out, all of it. */
export interface PartOfPath {
  readonly moduleKey?: string | undefined;
  readonly requirementKey?: string | undefined;
}
