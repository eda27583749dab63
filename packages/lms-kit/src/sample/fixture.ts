import type { ContractFixture } from "@kunna/lms-kit/contract";
import { sampleLms } from "./sample-lms.ts";

/** The world in which the contract is tried: the sample LMS, new for each check, with something in its log. */
export const fixture: ContractFixture = {
  async open() {
    const lms = sampleLms();
    for (const person of ["u2", "u3"]) lms.completes(person, "first-aid");
    const [ada = { id: "", name: "", email: "" }] = lms.people;
    const record = lms.isGraded("u2", "first-aid", 8);
    return {
      settings: { url: lms.url },
      secrets: { token: lms.token, webhookSecret: lms.webhookSecret },
      fetch: lms.fetch,
      state: async () => ({ records: lms.records, results: lms.results }),
      identify: {
        person: { issuer: lms.url, subject: ada.id, name: ada.name, email: ada.email },
        unknown: "nobody",
      },
      roster: {
        courseId: "c1",
        members: lms.members.map(({ person, teacher, left }) => ({
          subject: person,
          roles: [teacher ? "INSTRUCTOR" : "LEARNER"],
          active: !left,
        })),
        unknownCourseId: "c2",
      },
      facts: {
        subject: "u1",
        complete: async () => void lms.completes("u1", "first-aid"),
        undoCompletion: async () => void lms.completes("u1", "first-aid", false),
        grade: async (points) => void lms.isGraded("u1", "first-aid", points),
        changeGrade: async (points) => void lms.isGraded("u1", "first-aid", points),
      },
      inbound: { valid: lms.messageOf(record), forged: lms.messageOf(record, "the secret of somebody else") },
      push: {
        result: { subject: "u1", target: "result-1", share: 0.8, completed: false, at: new Date() },
        unknownTarget: "result-2",
        standing: async () => lms.results.filter(({ person }) => person === "u1").map(({ share }) => share),
      },
    };
  },
};
