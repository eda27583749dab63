import fc from "fast-check";
import { expect, it } from "vitest";
import { type Action, type Actor, can, permissions, type Resource, type Role, reach, roles } from "./permission.ts";

/**
 * To whom each action reaches, written by hand and apart from the table:
 * everybody, others, those in one's team, oneself, or nobody.
 */
const expected: Record<Action, [learner: Reach, reviewer: Reach, manager: Reach, owner: Reach, admin: Reach]> = {
  "organisation.read": ["everybody", "everybody", "everybody", "everybody", "everybody"],
  "person.read": ["oneself", "everybody", "team", "everybody", "everybody"],
  "person.create": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "person.import": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "person.set-roles": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "team.edit": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "team.read": ["nobody", "nobody", "team", "everybody", "everybody"],
  "team.import": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "token.issue": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "framework.read": ["everybody", "everybody", "everybody", "everybody", "everybody"],
  "framework.import": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "program.read": ["everybody", "everybody", "everybody", "everybody", "everybody"],
  "program.read-draft": ["nobody", "nobody", "nobody", "everybody", "everybody"],
  "program.edit": ["nobody", "nobody", "nobody", "everybody", "nobody"],
  "program.publish": ["nobody", "nobody", "nobody", "everybody", "nobody"],
  "enrolment.read": ["oneself", "everybody", "team", "everybody", "everybody"],
  "enrolment.create": ["oneself", "nobody", "team", "others", "others"],
  "enrolment.assign": ["nobody", "nobody", "team", "others", "others"],
  "enrolment.request": ["oneself", "nobody", "nobody", "nobody", "nobody"],
  "enrolment.decide": ["nobody", "nobody", "team", "others", "others"],
  "due-date.request": ["oneself", "nobody", "nobody", "nobody", "nobody"],
  "due-date.decide": ["nobody", "nobody", "team", "others", "others"],
  "rule.read": ["nobody", "nobody", "team", "everybody", "everybody"],
  "rule.edit": ["nobody", "nobody", "team", "everybody", "everybody"],
  "enrolment.withdraw": ["oneself", "nobody", "team", "nobody", "others"],
  "enrolment.move": ["oneself", "nobody", "team", "others", "others"],
  "trainer.record": ["nobody", "nobody", "team", "others", "others"],
  "evidence.read": ["oneself", "everybody", "team", "everybody", "everybody"],
  "evidence.submit": ["oneself", "nobody", "nobody", "nobody", "nobody"],
  "evidence.observe": ["nobody", "others", "team", "nobody", "nobody"],
  "evidence.audit": ["nobody", "others", "nobody", "nobody", "nobody"],
  "audit.read": ["nobody", "everybody", "nobody", "everybody", "everybody"],
  "evidence.review": ["nobody", "others", "nobody", "nobody", "nobody"],
  "credit.read": ["oneself", "everybody", "team", "everybody", "everybody"],
  "credit.record": ["oneself", "nobody", "team", "nobody", "others"],
  "credit.decide": ["nobody", "others", "nobody", "nobody", "nobody"],
  "renewal.choose": ["oneself", "nobody", "nobody", "nobody", "nobody"],
  "evidence.recognise": ["oneself", "nobody", "team", "others", "others"],
  "credential.add": ["oneself", "nobody", "nobody", "nobody", "nobody"],
  "credential.read": ["oneself", "everybody", "team", "everybody", "everybody"],
  "credential.check": ["oneself", "nobody", "team", "others", "others"],
  "mapping.read": ["everybody", "everybody", "everybody", "everybody", "everybody"],
  "mapping.edit": ["nobody", "nobody", "nobody", "everybody", "everybody"],
  "file.upload": ["oneself", "oneself", "oneself", "nobody", "nobody"],
  "certificate.read": ["oneself", "everybody", "team", "everybody", "everybody"],
  "decision.read": ["oneself", "oneself", "team", "everybody", "everybody"],
  "certification.decide": ["nobody", "nobody", "nobody", "others", "others"],
  "appeal.file": ["oneself", "oneself", "oneself", "oneself", "oneself"],
  "appeal.decide": ["nobody", "nobody", "nobody", "others", "others"],
  "award.approve": ["nobody", "nobody", "nobody", "others", "others"],
  "certificate.import": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "certificate.extend": ["nobody", "nobody", "nobody", "others", "others"],
  "renewal.claim": ["oneself", "nobody", "nobody", "nobody", "nobody"],
  "person.set-locale": ["oneself", "oneself", "oneself", "oneself", "oneself"],
  "notification.choose": ["oneself", "oneself", "oneself", "oneself", "oneself"],
  "mail.read": ["oneself", "oneself", "oneself", "oneself", "everybody"],
  "event.read": ["oneself", "everybody", "team", "everybody", "everybody"],
  "webhook.read": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "webhook.edit": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "lms.read": ["nobody", "nobody", "nobody", "everybody", "everybody"],
  "lms.edit": ["nobody", "nobody", "nobody", "nobody", "everybody"],
  "lms.map": ["nobody", "nobody", "nobody", "everybody", "everybody"],
  "course.read": ["nobody", "everybody", "nobody", "everybody", "everybody"],
};
type Reach = "everybody" | "others" | "team" | "oneself" | "nobody";

const organisationId = "acme";
const resources = {
  nobodys: { organisationId },
  own: { organisationId, personId: "me" },
  ownInMyTeam: { organisationId, personId: "me", managerIds: ["me"] },
  member: { organisationId, personId: "other", managerIds: ["boss", "me"] },
  stranger: { organisationId, personId: "other", managerIds: ["boss"] },
  teamless: { organisationId, personId: "other" },
  myTeam: { organisationId, managerIds: ["me"] },
} satisfies Record<string, Resource>;
type About = keyof typeof resources;

const reached: Record<Reach, readonly About[]> = {
  everybody: ["nobodys", "own", "ownInMyTeam", "member", "stranger", "teamless", "myTeam"],
  others: ["member", "stranger", "teamless"],
  team: ["member", "myTeam"],
  oneself: ["own", "ownInMyTeam"],
  nobody: [],
};

const actor = (...held: readonly Role[]): Actor => ({ organisationId, personId: "me", roles: held });
const actions = Object.keys(permissions) as Action[];
const rows = Object.entries(expected).flatMap(([action, reaches]) =>
  roles.map((role, r) => [role, action as Action, reaches[r] ?? "nobody"] as const),
);

it.each(rows)("Permission: %s may %s of %s", (role, action, to) => {
  const allowed = Object.entries(resources).filter(([, resource]) => can(actor(role), action, resource));
  expect(allowed.map(([about]) => about)).toEqual(reached[to]);
});

it("Permission: the expectation has every action", () => {
  expect(Object.keys(expected).sort()).toEqual(actions.toSorted());
});

const heldArbitrary = fc.subarray([...roles]);
const actionArbitrary = fc.constantFrom(...actions);
const id = fc.constantFrom("me", "other", "boss");
const resourceArbitrary: fc.Arbitrary<Resource> = fc.record(
  { organisationId: fc.constantFrom("acme", "umbrella"), personId: id, managerIds: fc.array(id, { maxLength: 3 }) },
  { requiredKeys: ["organisationId"] },
);

it("Permission: nothing crosses from one organisation to another, whatever the roles", () => {
  fc.assert(
    fc.property(heldArbitrary, actionArbitrary, resourceArbitrary, (held, action, resource) => {
      expect(can({ ...actor(...held), organisationId: "elsewhere" }, action, resource)).toBe(false);
      if (resource.organisationId !== organisationId) expect(can(actor(...held), action, resource)).toBe(false);
    }),
  );
});

it("Permission: several roles may what one of them may, and no more", () => {
  fc.assert(
    fc.property(heldArbitrary, actionArbitrary, resourceArbitrary, (held, action, resource) => {
      const one = held.some((role) => can(actor(role), action, resource));
      expect(can(actor(...held), action, resource)).toBe(one);
      expect(reach(actor(...held), action).size === 0).toBe(
        held.every((role) => reach(actor(role), action).size === 0),
      );
    }),
  );
});

it("R3 Permission: nobody reviews their own evidence, or observes themselves, whatever the roles", () => {
  fc.assert(
    fc.property(heldArbitrary, fc.array(id), (held, managerIds) => {
      for (const action of ["evidence.review", "evidence.observe"] as const)
        expect(can(actor(...held), action, { organisationId, personId: "me", managerIds })).toBe(false);
    }),
  );
});

/** What everybody may read concerns nobody. */
const ofNobody: readonly Action[] = ["organisation.read", "framework.read", "program.read", "mapping.read"];

it("Permission: who comes from a course reaches those in it and oneself; what brings no courses, not at all", () => {
  fc.assert(
    fc.property(
      heldArbitrary,
      actionArbitrary,
      resourceArbitrary,
      fc.option(fc.array(fc.constantFrom("course A", "course B")), { nil: undefined }),
      fc.constantFrom("course A", null),
      (held, action, resource, courseIds, courseId) => {
        const whole = { ...resource, ...(courseIds ? { courseIds } : {}) };
        const allowed = can({ ...actor(...held), courseId }, action, whole);
        if (allowed) expect(can(actor(...held), action, resource)).toBe(true);
        const isReached =
          ofNobody.includes(action) ||
          (courseId !== null && courseIds?.includes(courseId)) ||
          (resource.personId === "me" && reach(actor(...held), action).has("OWN"));
        expect(allowed).toBe(can(actor(...held), action, resource) && isReached === true);
      },
    ),
  );
});

it("Permission: an instructor reviews a learner of their course, not themselves, and nobody else", () => {
  const instructor: Actor = { ...actor("REVIEWER"), courseId: "A" };
  const review = (resource: Omit<Resource, "organisationId">) =>
    can(instructor, "evidence.review", { organisationId, ...resource });
  expect(review({ personId: "other", courseIds: ["B", "A"] })).toBe(true);
  expect(review({ personId: "other", courseIds: ["B"] })).toBe(false);
  expect(review({ personId: "other" })).toBe(false);
  expect(review({ personId: "me", courseIds: ["A"] })).toBe(false);
});
