import fc from "fast-check";
import { expect, it } from "vitest";
import { datesAt } from "../certificate/standing.ts";
import { InvalidInput } from "../refusal.ts";
import {
  assertCarryOver,
  carryOvers,
  lineOf,
  openingsOf,
  type VersionCarryOver,
  versionToRenewOn,
} from "./carry-over.ts";

const now = new Date("2026-11-24T23:30:00Z");

it.each<[carryOver: VersionCarryOver, codes: string[]]>([
  [{ mode: "NEXT_RENEWAL", by: null, note: null }, []],
  [{ mode: "NONE", by: null, note: null }, []],
  [{ mode: "BY_DATE", by: "2026-11-25", note: "A new law." }, []],
  // In Stockholm it is the 25th already.
  [{ mode: "BY_DATE", by: "2026-11-24", note: "A new law." }, ["CARRY_OVER_WITHOUT_DATE"]],
  [{ mode: "BY_DATE", by: null, note: "  " }, ["CARRY_OVER_WITHOUT_DATE", "CARRY_OVER_WITHOUT_NOTE"]],
  [{ mode: "NEXT_RENEWAL", by: "2027-01-01", note: null }, ["CARRY_OVER_DATE_UNUSED"]],
  [{ mode: "NONE", by: null, note: "x" }, ["CARRY_OVER_DATE_UNUSED"]],
])("R10 a carry-over %j has %j", (carryOver, codes) => {
  let found: string[] = [];
  try {
    assertCarryOver(carryOver, now, "Europe/Stockholm");
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    found = error.problems.map(({ code }) => code);
  }
  expect(found).toEqual(codes);
});

const at = (day: string) => new Date(`${day}T00:00:00Z`);
const v = (number: number, carryOver: (typeof carryOvers)[number], day: string) => ({
  number,
  carryOver,
  publishedAt: at(day),
});

it.each<[versions: ReturnType<typeof v>[], opensAt: string, moment: string]>([
  [[v(2, "NEXT_RENEWAL", "2026-03-01")], "2027-10-01", "2026-06-01"],
  [[v(2, "NONE", "2026-03-01")], "2027-10-01", "2026-06-01"],
  [[v(2, "BY_DATE", "2026-03-01")], "2026-03-01", "2026-06-01"],
  // Before it was published it opened nothing.
  [[v(2, "BY_DATE", "2026-03-01")], "2027-10-01", "2026-02-28"],
  [[v(1, "BY_DATE", "2026-03-01")], "2027-10-01", "2026-06-01"],
  [[v(2, "BY_DATE", "2026-03-01"), v(3, "NONE", "2026-04-01")], "2026-03-01", "2026-06-01"],
  [[v(2, "BY_DATE", "2027-11-01")], "2027-10-01", "2027-12-01"],
])("R10 with %j the renewal of a certificate of version 1 opens at %s, seen at %s", (versions, opensAt, moment) => {
  const certificate = {
    validFrom: at("2026-01-01"),
    opensAt: at("2027-10-01"),
    expiresAt: at("2028-01-01"),
    graceEndsAt: at("2028-01-01"),
    openings: openingsOf(1, versions),
  };
  expect(datesAt(at(moment), certificate).opensAt).toEqual(at(opensAt));
});

it("R10 no publication ever opens a renewal later than the window does, or moves its expiry", () => {
  const day = fc.date({ min: at("2026-01-01"), max: at("2029-01-01"), noInvalidDate: true });
  const published = fc.record({
    number: fc.integer({ min: 1, max: 6 }),
    carryOver: fc.constantFrom(...carryOvers),
    publishedAt: day,
  });
  fc.assert(
    fc.property(fc.array(published, { maxLength: 6 }), day, day, (versions, opensAt, moment) => {
      const plain = { validFrom: at("2026-01-01"), opensAt, expiresAt: at("2029-01-01"), graceEndsAt: null };
      const seen = datesAt(moment, { ...plain, openings: openingsOf(3, versions) });
      expect(seen.expiresAt).toEqual(plain.expiresAt);
      const early = versions
        .filter((one) => one.number > 3 && one.carryOver === "BY_DATE" && one.publishedAt <= moment)
        .map((one) => one.publishedAt.getTime());
      expect(seen.opensAt?.getTime()).toBe(Math.min(opensAt.getTime(), ...early));
    }),
  );
});

const line = (text: string) =>
  text.split(" ").map((part) => {
    const [number = "", mode = ""] = part.split(":");
    const carryOver = mode === "none" ? ("NONE" as const) : ("NEXT_RENEWAL" as const);
    return { number: Number(number), carryOver, isOpen: mode !== "retired" };
  });

it.each<[held: number, versions: string, renewsOn: number, reinstatedOn: number]>([
  [1, "1:open 2:open", 2, 2],
  [1, "1:open 2:none", 1, 2],
  [2, "1:open 2:none", 2, 2],
  // What follows takes holders over again, with all that it asks.
  [1, "1:open 2:none 3:open", 3, 3],
  [1, "1:open 2:open 3:none", 2, 3],
  // No dead ends: where the whole line is retired, what there is.
  [1, "1:retired 2:none", 2, 2],
  [2, "1:open 2:retired 3:none", 3, 3],
])("R10 who holds version %i of %s renews on %i, and is reinstated on %i", (held, text, renewsOn, reinstatedOn) => {
  const open = line(text).filter(({ isOpen }) => isOpen);
  expect(versionToRenewOn(held, open, false)?.number).toBe(renewsOn);
  expect(versionToRenewOn(held, open, true)?.number).toBe(reinstatedOn);
});

it("R10 a version published with NONE changes nothing for who holds an older one that can be enrolled on", () => {
  const versions = fc
    .array(fc.constantFrom(...carryOvers), { minLength: 1, maxLength: 6 })
    .map((modes) => modes.map((carryOver, v) => ({ number: v + 1, carryOver })));
  fc.assert(
    fc.property(versions, fc.nat(5), (before, pick) => {
      const held = 1 + (pick % before.length);
      const after = [...before, { number: before.length + 1, carryOver: "NONE" as const }];
      expect(versionToRenewOn(held, after, false)).toEqual(versionToRenewOn(held, before, false));
      expect(lineOf(held, after)).toEqual(lineOf(held, before));
      expect(versionToRenewOn(held, after, false)?.number).toBeGreaterThanOrEqual(held);
    }),
  );
});
