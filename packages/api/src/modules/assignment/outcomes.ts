import { NotFound, NotPermitted } from "@kunna/domain";
import type { EnrolOutcome } from "./enrol-people.ts";

/** What became of one person, as plain data: a command's output is kept under its key. */
export interface PersonOutcome {
  /** As it was asked for; there may be no such person. */
  readonly personId: string;
  readonly enrolmentId: string | null;
  /** ENROLLED, or the refusal's. */
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** The outcomes in the order of the persons. Who is in `denied` was not asked about. */
export function listOutcomes(
  personIds: readonly string[],
  outcomes: ReadonlyMap<string, EnrolOutcome>,
  denied: ReadonlySet<string> = new Set(),
): PersonOutcome[] {
  return personIds.map((personId) => {
    const outcome = denied.has(personId)
      ? { refusal: new NotPermitted("enrolment.assign") }
      : (outcomes.get(personId) ?? { refusal: new NotFound("person") });
    if (!("refusal" in outcome)) return { personId, ...outcome, code: "ENROLLED", message: "Enrolled.", help: "" };
    const { code, message, help } = outcome.refusal;
    return { personId, enrolmentId: null, code, message, help };
  });
}
