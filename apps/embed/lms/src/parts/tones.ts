import type { EvidenceStatus, ModuleState, RequirementState, Standing } from "@kunna/client";
import type { Tone } from "./chip.tsx";

/** In which tone a state is said: good is done, wait asks something of whoever reads it, bad is over, calm needs nothing. */
export const standingTones: Readonly<Record<Standing, Tone>> = {
  CERTIFIED: "good",
  RENEWAL_OPEN: "wait",
  GRACE: "wait",
  LAPSED: "bad",
  REVOKED: "bad",
  SUSPENDED: "bad",
  UPCOMING: "calm",
  IN_PROGRESS: "calm",
  NONE: "calm",
};

export const evidenceTones: Readonly<Record<EvidenceStatus, Tone>> = {
  ACCEPTED: "good",
  RETURNED: "wait",
  DRAFT: "wait",
  REJECTED: "bad",
  SUBMITTED: "calm",
};

export const moduleTones: Readonly<Record<ModuleState, Tone>> = {
  COMPLETED: "good",
  OPEN: "wait",
  PENDING: "calm",
  LOCKED: "calm",
};

export const requirementTones: Readonly<Record<RequirementState, Tone>> = {
  MET: "good",
  OPEN: "wait",
  PENDING: "calm",
};
