import type { Course, Membership } from "./course.ts";

const crowdId = /^crowd-(\d+)$/;

/** A learner of the crowd: made up when asked for, and always the same. */
export function crowdMember(at: number): Membership {
  const number = String(at + 1);
  return {
    user: {
      id: `crowd-${number}`,
      name: `Learner ${number}`,
      givenName: "Learner",
      familyName: number,
      email: `learner-${number}@school.example`,
      locale: "en",
    },
    roles: ["Learner"],
    status: "Active",
    revision: 0,
  };
}

/** Whether a person is in the course now. */
export function isMember(course: Course, userId: string): boolean {
  const number = Number(crowdId.exec(userId)?.[1] ?? 0);
  if (number >= 1 && number <= course.crowd) return true;
  const membership = course.membership(userId);
  return membership !== null && membership.status !== "Deleted";
}
