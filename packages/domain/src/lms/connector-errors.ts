import { Refusal } from "../refusal.ts";

/** Why an activity of an LMS can't count for a requirement. */
export const lmsMappingProblems = {
  NOT_PUBLISHED: "The program has no published version that can be enrolled on.",
  REQUIREMENT_UNKNOWN: "The program's newest published version has no such requirement.",
  KIND_NOT_BY_LMS:
    "R2: what is done at work, seen by another or reflected on is never learned of from an LMS; only LMS_ACTIVITY and ASSESSMENT are.",
} as const;
export type LmsMappingProblem = keyof typeof lmsMappingProblems;

/** An activity of an LMS can't count for this requirement (R2, R3). */
export class LmsMappingRefused extends Refusal {
  readonly code = "LMS_MAPPING_REFUSED";
  readonly problem: LmsMappingProblem;
  readonly requirementKey: string;
  constructor(problem: LmsMappingProblem, requirementKey: string) {
    super(
      `No activity of an LMS can count for ${requirementKey}. ${lmsMappingProblems[problem]}`,
      problem === "NOT_PUBLISHED"
        ? "Publish a version first."
        : "Choose a requirement of the newest published version that is an LMS_ACTIVITY or an ASSESSMENT.",
    );
    this.problem = problem;
    this.requirementKey = requirementKey;
  }
}

/** The server runs no such connector. */
export class ConnectorUnknown extends Refusal {
  readonly code = "CONNECTOR_UNKNOWN";
  readonly connector: string;
  constructor(connector: string) {
    super(`This installation has no connector ${connector}.`, "Choose one of those in `lmsConnectors`.");
    this.connector = connector;
  }
}

/** The connection's connector can't do this. */
export class ConnectorLacksCapability extends Refusal {
  readonly code = "CONNECTOR_LACKS_CAPABILITY";
  readonly capability: string;
  constructor(capability: string) {
    super(
      `The connector of this connection can't do this: ${capability}.`,
      "See what it can do in `lmsConnectors`, and use a connection that can.",
    );
    this.capability = capability;
  }
}

/** The LMS did not do what was asked of it, or its connector did not. */
export class LmsFailed extends Refusal {
  readonly code = "LMS_FAILED";
  /** Stable, such as UNREACHABLE. */
  readonly problem: string;
  constructor(problem: string, sentence: string) {
    super(sentence, "Try again when that is mended; `checkLmsConnection` says more.");
    this.problem = problem;
  }
}
