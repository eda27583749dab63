import { expect, it } from "vitest";
import { ReinstatementBarred } from "../certificate/errors.ts";
import { assertNotCertified, decideEnrolling, type EnrollingFacts } from "./enrolling.ts";
import { AlreadyCertified } from "./errors.ts";

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const dates = { validFrom: day("2026-01-01"), opensAt: day("2026-10-01") };
const held = {
  ...dates,
  id: "c",
  awardedAt: dates.validFrom,
  expiresAt: day("2027-01-01"),
  graceEndsAt: day("2027-02-01"),
};

function facts(bars: EnrollingFacts["certification"]["bars"] = []): EnrollingFacts {
  return { enrolments: [], certification: { certificates: [held], suspensions: [], bars, enrolments: [] } };
}

it("R6 nobody is enrolled under a bar, and who is may be from its end", () => {
  const barred = facts([{ from: day("2026-03-01"), until: day("2026-06-01") }]);
  expect(() => decideEnrolling(barred, day("2026-05-31"))).toThrow(ReinstatementBarred);
  expect(decideEnrolling(barred, day("2026-06-01")).purpose).toBe("RENEWAL");
});

it.each([
  ["2026-05-01", true],
  ["2026-11-01", true],
  ["2027-01-15", false],
  ["2027-03-01", false],
])("R9 what is assigned to many is not for who is certified: on %s refused is %s", (on, refused) => {
  const assign = () => assertNotCertified(facts(), day(on));
  if (refused) expect(assign).toThrow(AlreadyCertified);
  else expect(assign).not.toThrow();
});
