import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventTypes } from "../event/event-types.ts";
import { type Actor, can, roles } from "../organisation/permission.ts";
import { notificationRules, notifyingEventTypes, recipientsOf, rolesNotifiedOf, rulesOf } from "./audience.ts";
import { notificationKinds } from "./kinds.ts";

const organisationId = "acme";
const actor = (personId: string, ...of: Actor["roles"][number][]): Actor => ({ organisationId, personId, roles: of });
const people = [
  actor("learner", "LEARNER"),
  actor("boss", "MANAGER"),
  actor("other-boss", "MANAGER"),
  actor("reviewer", "REVIEWER"),
  actor("owner", "PROGRAM_OWNER"),
  actor("admin", "ADMIN"),
  actor("nobody"),
];

/** Whom each event notifies when nobody of these did it, written by hand and apart from the table. */
const expected: Record<keyof typeof notificationRules, string> = {
  RENEWAL_OPENED: "learner RENEWALS, boss TEAM_RENEWALS",
  RENEWAL_REMINDER: "learner RENEWALS, boss TEAM_RENEWALS",
  CERTIFICATE_EXPIRED: "learner RENEWALS, boss TEAM_RENEWALS",
  CERTIFICATE_LAPSED: "learner RENEWALS, boss TEAM_RENEWALS",
  EVIDENCE_SUBMITTED: "reviewer EVIDENCE_TO_REVIEW",
  EVIDENCE_ACCEPTED: "learner EVIDENCE_DECIDED",
  EVIDENCE_RETURNED: "learner EVIDENCE_DECIDED",
  EVIDENCE_REJECTED: "learner EVIDENCE_DECIDED",
  CREDITS_ACCEPTED: "learner EVIDENCE_DECIDED",
  CREDITS_REJECTED: "learner EVIDENCE_DECIDED",
  CERTIFICATE_AWARDED: "learner AWARDS",
  MICRO_CREDENTIAL_AWARDED: "learner AWARDS",
  CERTIFICATE_EXTENDED: "learner AWARDS",
  AWARD_DECLINED: "learner AWARDS",
  AWARD_APPROVAL_AWAITED: "owner AWARDS_TO_APPROVE, admin AWARDS_TO_APPROVE",
  PERSON_ENROLLED: "learner ENROLMENTS",
  ENROLMENT_REQUIRED: "learner ENROLMENTS",
  ENROLMENT_MOVED: "learner ENROLMENTS",
  ENROLMENT_REQUESTED: "boss REQUESTS",
  EXTENSION_REQUESTED: "boss REQUESTS",
  ENROLMENT_REQUEST_DECIDED: "learner REQUESTS_DECIDED",
  EXTENSION_REQUEST_DECIDED: "learner REQUESTS_DECIDED",
  CERTIFICATION_SUSPENDED: "learner DECISIONS",
  CERTIFICATION_REINSTATED: "learner DECISIONS",
  CERTIFICATE_REVOKED: "learner DECISIONS",
  STAY_GRANTED: "learner DECISIONS",
  APPEAL_DECIDED: "learner DECISIONS",
  WEBHOOK_ENDPOINT_PAUSED: "",
  APPEAL_FILED: "owner APPEALS, admin APPEALS",
};

const of = (type: string, actorId: string | null = null, managerIds = ["boss"]) => ({
  type,
  organisationId,
  actorId,
  personId: "learner",
  managerIds,
});
const told = (type: string, managerIds = ["boss"]) =>
  recipientsOf(of(type, null, managerIds), people)
    .map(({ personId, kind }) => `${personId} ${kind}`)
    .join(", ");

describe("whom an event notifies", () => {
  it.each(Object.entries(expected))("%s: %s", (type, whom) => {
    expect(told(type)).toBe(whom);
  });

  it.each(Object.keys(eventTypes).filter((type) => !(type in notificationRules)))("%s: nobody", (type) => {
    expect(told(type)).toBe("");
    expect(rolesNotifiedOf(type)).toEqual([]);
  });

  it("tells the owner of a webhook endpoint, as long as they may read it", () => {
    const owned = { ...of("WEBHOOK_ENDPOINT_PAUSED"), personId: "admin" };
    expect(recipientsOf(owned, people)).toEqual([{ personId: "admin", kind: "WEBHOOKS" }]);
    expect(recipientsOf(owned, [actor("admin", "LEARNER")])).toEqual([]);
  });

  it("asks all who may decide where the person has no manager but themselves", () => {
    expect(told("ENROLMENT_REQUESTED", [])).toBe("owner REQUESTS, admin REQUESTS");
    expect(told("ENROLMENT_REQUESTED", ["learner"])).toBe("owner REQUESTS, admin REQUESTS");
  });

  it("tells what can be appealed to whom it concerns, whatever their role; without one they are told nothing", () => {
    for (const role of roles) {
      const [one] = recipientsOf(of("CERTIFICATE_REVOKED"), [actor("learner", role)]);
      expect(one?.kind).toBe("DECISIONS");
    }
    expect(recipientsOf(of("CERTIFICATE_REVOKED"), [actor("learner")])).toEqual([]);
  });

  const anyActor = fc.record({
    organisationId: fc.constantFrom("acme", "other"),
    personId: fc.constantFrom("a", "b", "c", "d"),
    roles: fc.uniqueArray(fc.constantFrom(...roles)),
  });
  const anyEvent = fc.record({
    type: fc.constantFrom(...Object.keys(eventTypes)),
    organisationId: fc.constant("acme"),
    actorId: fc.option(fc.constantFrom("a", "b", "c", "d")),
    personId: fc.option(fc.constantFrom("a", "b", "c", "d")),
    managerIds: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d")),
  });

  it("is nobody twice, nobody who did it, nobody of another organisation, and nobody whom the permission table keeps out", () => {
    fc.assert(
      fc.property(anyEvent, fc.uniqueArray(anyActor, { selector: ({ personId }) => personId }), (event, candidates) => {
        const found = recipientsOf(event, candidates);
        expect(new Set(found.map(({ personId }) => personId)).size).toBe(found.length);
        for (const { personId, kind } of found) {
          expect(personId).not.toBe(event.actorId);
          const who = candidates.find((one) => one.personId === personId);
          const { organisationId, managerIds } = event;
          const resource = { organisationId, managerIds, ...(event.personId !== null && { personId: event.personId }) };
          const allowed = rulesOf(event.type).some((rule) => rule.kind === kind && who && can(who, rule.may, resource));
          expect(allowed).toBe(true);
        }
      }),
    );
  });

  it("needs nobody beside the person, their managers and the holders of the roles that it says", () => {
    fc.assert(
      fc.property(anyEvent, fc.uniqueArray(anyActor, { selector: ({ personId }) => personId }), (event, candidates) => {
        const needed = rolesNotifiedOf(event.type);
        const fewer = candidates.filter(
          ({ personId, roles: has }) =>
            personId === event.personId ||
            event.managerIds.includes(personId) ||
            has.some((role) => needed.includes(role)),
        );
        expect(recipientsOf(event, fewer)).toEqual(recipientsOf(event, candidates));
      }),
    );
  });

  it("is by kinds that exist, and each kind is of some event", () => {
    const used = new Set(notifyingEventTypes.flatMap((type) => rulesOf(type).map(({ kind }) => kind)));
    expect([...used].sort()).toEqual(Object.keys(notificationKinds).sort());
  });
});
