import { whenTold } from "../../reactions.ts";
import { lookAgainAtCertifications, lookAgainAtProgram, startTimers } from "./timer-store.ts";

export { sweep, sweepJob, sweepLag } from "./sweep.ts";

// However a certificate comes to be recorded, and whatever may move its dates or let an older one count again.
for (const type of ["CERTIFICATE_AWARDED", "CERTIFICATE_IMPORTED"] as const) whenTold(type, startTimers);
for (const type of ["CERTIFICATE_EXTENDED", "CERTIFICATE_REVOKED", "STAY_GRANTED", "APPEAL_DECIDED"] as const)
  whenTold(type, lookAgainAtCertifications);
whenTold("PROGRAM_VERSION_PUBLISHED", lookAgainAtProgram);
