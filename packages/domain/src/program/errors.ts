import { type Problem, Refusal } from "../refusal.ts";
import type { VersionStatus } from "./version.ts";

/** Another program of the organisation has this key. */
export class ProgramKeyTaken extends Refusal {
  readonly code = "PROGRAM_KEY_TAKEN";
  readonly key: string;
  constructor(key: string) {
    super(`The program key ${key} is taken.`, "Choose another key, or draft a new version of the program that has it.");
    this.key = key;
  }
}

/** The version is not in the status that this asks for (R1). */
export class VersionStatusRefused extends Refusal {
  readonly code = "VERSION_STATUS_REFUSED";
  readonly status: VersionStatus;
  readonly needed: VersionStatus;
  constructor(status: VersionStatus, needed: VersionStatus) {
    super(
      `The version is ${status}, and this asks for ${needed}.`,
      status === "DRAFT"
        ? "Publish the version first."
        : "A published version never changes: draft a new version instead.",
    );
    this.status = status;
    this.needed = needed;
  }
}

/** The program already has a draft: one at a time. */
export class DraftExists extends Refusal {
  readonly code = "DRAFT_EXISTS";
  readonly versionNumber: number;
  constructor(versionNumber: number) {
    super(`Version ${versionNumber} of the program is still a draft.`, "Go on with that draft, or publish it first.");
    this.versionNumber = versionNumber;
  }
}

/** The version can't be published as it is; `problems` says why and how to mend it. */
export class VersionHasProblems extends Refusal {
  readonly code = "VERSION_HAS_PROBLEMS";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(
      `The version has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`,
      "Mend each of the problems; those of R2 may be waived with a written reason.",
    );
    this.problems = problems;
  }
}
