import { whenTold } from "../../reactions.ts";
import { recogniseForEnrolments, recogniseForPersons } from "./recognise.ts";

export { recogniseEvidence } from "./commands/recognise-evidence.ts";

// However one comes to be enrolled, or to another version, and however an evidence comes to be accepted (R12).
for (const type of ["PERSON_ENROLLED", "ENROLMENT_MOVED"] as const)
  whenTold(type, (run, events) =>
    recogniseForEnrolments(
      run,
      events.flatMap(({ enrolmentId }) => enrolmentId ?? []),
    ),
  );
whenTold("EVIDENCE_ACCEPTED", (run, events) =>
  recogniseForPersons(
    run,
    events.flatMap(({ personId }) => personId ?? []),
  ),
);
