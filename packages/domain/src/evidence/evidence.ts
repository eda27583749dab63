/** R3: DRAFT, SUBMITTED, then ACCEPTED, RETURNED or REJECTED; a RETURNED one is submitted again as a new revision. */
export const evidenceStatuses = ["DRAFT", "SUBMITTED", "ACCEPTED", "RETURNED", "REJECTED"] as const;
export type EvidenceStatus = (typeof evidenceStatuses)[number];

export const verdicts = ["ACCEPTED", "RETURNED", "REJECTED"] as const;
export type Verdict = (typeof verdicts)[number];

/** The statuses that an evidence may go to from each status. ACCEPTED and REJECTED are final. */
export const evidenceTransitions: Readonly<Record<EvidenceStatus, readonly EvidenceStatus[]>> = {
  DRAFT: ["SUBMITTED"],
  SUBMITTED: ["ACCEPTED", "RETURNED", "REJECTED"],
  RETURNED: ["SUBMITTED"],
  ACCEPTED: [],
  REJECTED: [],
};

/** Whether the status may follow the other. */
export function mayBecome(from: EvidenceStatus, to: EvidenceStatus): boolean {
  return evidenceTransitions[from].includes(to);
}

/** Where evidence comes from (R3). CONNECTION is a registered one, such as an LMS. */
export const provenances = ["LEARNER", "OBSERVER", "CONNECTION"] as const;
export type Provenance = (typeof provenances)[number];
