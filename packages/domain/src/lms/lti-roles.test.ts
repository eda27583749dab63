import { expect, it } from "vitest";
import { type LtiCourseRole, membershipOf } from "./lti-roles.ts";

const assistant = { role: "Instructor", subRole: "TeachingAssistant" };

it.each<[roles: readonly LtiCourseRole[], expected: readonly string[]]>([
  [[], ["LEARNER"]],
  [[{ role: "Learner" }], ["LEARNER"]],
  [[{ role: "Instructor" }], ["INSTRUCTOR"]],
  [[assistant], ["INSTRUCTOR"]],
  [[{ role: "Administrator" }], ["INSTRUCTOR"]],
  [
    [{ role: "Learner" }, assistant],
    ["LEARNER", "INSTRUCTOR"],
  ],
  [[{ role: "Mentor" }], ["LEARNER"]],
  [[{ role: "Mentor" }, { role: "Manager" }, { role: "ContentDeveloper" }], ["LEARNER"]],
  [[{ role: "Learner", subRole: "Instructor" }], ["LEARNER"]],
  [[{ role: "instructor" }], ["LEARNER"]],
])("who is %j in a course is %j", (roles, expected) => {
  expect(membershipOf(roles)).toEqual(expected);
});
