import fc from "fast-check";
import { expect, it } from "vitest";
import { type EvidenceStatus, evidenceStatuses, evidenceTransitions, mayBecome, verdicts } from "./evidence.ts";

const allowed = new Set([
  "DRAFT > SUBMITTED",
  "SUBMITTED > ACCEPTED",
  "SUBMITTED > RETURNED",
  "SUBMITTED > REJECTED",
  "RETURNED > SUBMITTED",
]);

it.each(evidenceStatuses.flatMap((from) => evidenceStatuses.map((to) => [from, to] as const)))(
  "R3 %s to %s is as the table says",
  (from, to) => {
    expect(mayBecome(from, to)).toBe(allowed.has(`${from} > ${to}`));
  },
);

it("R3 every status is reached from DRAFT, and only a verdict that decides is final", () => {
  const reached = new Set<EvidenceStatus>(["DRAFT"]);
  for (const from of reached) for (const to of evidenceTransitions[from]) reached.add(to);
  expect([...reached].sort()).toEqual([...evidenceStatuses].sort());
  expect(evidenceStatuses.filter((status) => evidenceTransitions[status].length === 0)).toEqual([
    "ACCEPTED",
    "REJECTED",
  ]);
});

it("R3 whatever is tried, nobody's verdict comes without a submission right before it", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...evidenceStatuses), { maxLength: 30 }), (attempts) => {
      let status: EvidenceStatus = "DRAFT";
      for (const wanted of attempts) {
        if (!mayBecome(status, wanted)) continue;
        if (verdicts.some((verdict) => verdict === wanted)) expect(status).toBe("SUBMITTED");
        expect(["ACCEPTED", "REJECTED"]).not.toContain(status);
        status = wanted;
      }
    }),
  );
});
