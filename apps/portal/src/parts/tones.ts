import type { EvidenceStatus, ModuleState, RequirementState, Standing } from "@kunna/client";
import type { Tone } from "./mark.tsx";

/** In which colour a state is said. */
export const standingTones: Readonly<Record<Standing, Tone>> = {
  NONE: "calm",
  IN_PROGRESS: "calm",
  UPCOMING: "calm",
  CERTIFIED: "good",
  RENEWAL_OPEN: "wait",
  GRACE: "wait",
  LAPSED: "bad",
  REVOKED: "bad",
  SUSPENDED: "bad",
};

export const evidenceTones: Readonly<Record<EvidenceStatus, Tone>> = {
  DRAFT: "calm",
  SUBMITTED: "calm",
  ACCEPTED: "good",
  RETURNED: "wait",
  REJECTED: "bad",
};

export const moduleTones: Readonly<Record<ModuleState, Tone>> = {
  LOCKED: "calm",
  OPEN: "wait",
  PENDING: "calm",
  COMPLETED: "good",
};

export const requirementTones: Readonly<Record<RequirementState, Tone>> = {
  OPEN: "wait",
  PENDING: "calm",
  MET: "good",
};
