import { whenTold } from "../../reactions.ts";
import { findHolders } from "./credential-store.ts";
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
// What was brought before it was mapped counts from then on.
whenTold("CREDENTIAL_MAPPING_CREATED", async (run, events) =>
  recogniseForPersons(
    run,
    await findHolders(
      run.tx,
      events.flatMap(({ facts }) => ("issuer" in facts && typeof facts.issuer === "string" ? facts.issuer : [])),
    ),
  ),
);
