import { whenTold } from "../../reactions.ts";
import { lookAgainAtPersons } from "./look-again.ts";
import { pushResultsOf } from "./results.ts";

export { type Ingested, ingestFacts } from "./ingest.ts";
export { lmsMappingJob, lookAgainAtMappings } from "./look-again.ts";
export { lmsPushJob, sendPushes } from "./push-job.ts";
export { type Received, receiveLmsMessage } from "./receive.ts";
export { lmsResultJob, pushUnpushed } from "./results.ts";
export { lmsSyncJob, syncConnections } from "./sync.ts";

// What an LMS told of somebody may count once it is known who they are, and what they are enrolled on.
for (const type of ["IDENTITY_MATCHED", "PERSON_ENROLLED", "ENROLMENT_MOVED"] as const)
  whenTold(type, (run, events) =>
    lookAgainAtPersons(
      run,
      events.flatMap(({ personId }) => personId ?? []),
    ),
  );

// Whatever changes what is met.
for (const type of [
  "EVIDENCE_ACCEPTED",
  "EVIDENCE_RECOGNISED",
  "CREDENTIAL_RECOGNISED",
  "ENROLMENT_COMPLETED",
  "ENROLMENT_MOVED",
] as const)
  whenTold(type, pushResultsOf);
