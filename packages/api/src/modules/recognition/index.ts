import { whenTold } from "../../reactions.ts";
import { recogniseForEnrolments, recogniseForPersons } from "./recognise.ts";

export { recogniseEvidence } from "./commands/recognise-evidence.ts";

// However one comes to be enrolled, and however an evidence comes to be accepted (R12).
whenTold("PERSON_ENROLLED", (run, events) =>
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
