import { describe, expect, it } from "vitest";
import { renewalPeriod, renewalRowAt } from "../../certificate/renewal-dates.ts";
import { standingAt } from "../../certificate/standing.ts";
import { firstPeriod, type ValidityPeriod } from "../../certificate/validity.ts";
import type { CarryOver, CreditFact, RenewalEvidence } from "../../renewal/facts.ts";
import { credit, factsWith } from "../../renewal/fixture.test.support.ts";
import { renewalProgress, spendsOf } from "../../renewal/progress.ts";
import { checkVersion } from "../check.ts";
import type { VersionContent } from "../version.ts";
import { policyPresets } from "./index.ts";
import { microsoft } from "./microsoft.ts";
import { mucertify } from "./mucertify.ts";
import { nmc } from "./nmc.ts";
import { pmi } from "./pmi.ts";

const totara = policyPresets[0] as (typeof policyPresets)[number];
const timeZone = "Europe/Stockholm";
const noon = (day: string) => new Date(`${day}T12:00:00+01:00`);

it.each(policyPresets.map((preset) => [preset.key, preset] as const))(
  "R8 the preset %s can be published as it is, names its source, and says what it does otherwise",
  (_key, { content, source, differences, title, summary }) => {
    expect(checkVersion(content)).toEqual([]);
    expect(source).toMatch(/^https:\/\//);
    expect(differences.length).toBeGreaterThan(0);
    for (const text of [summary, ...differences.flatMap(({ what, why }) => [what, why])])
      expect(text).toMatch(/^[A-Z0-9].*\.$/);
    expect(title).not.toMatch(/\.$/);
  },
);

it("R8 there are five presets, each with a key of its own", () => {
  expect(new Set(policyPresets.map(({ key }) => key)).size).toBe(5);
});

/** An accepted evidence for these requirements of a version, of a day. */
function show(content: VersionContent, day: string, ...keys: string[]): RenewalEvidence {
  const shows = content.modules.flatMap(({ requirements }) => requirements).filter(({ key }) => keys.includes(key));
  expect(shows.map(({ key }) => key)).toEqual(keys);
  return { id: `${day}:${keys}`, status: "ACCEPTED", performedOn: day, decidedAt: noon(day), shows };
}

interface Story {
  readonly content: VersionContent;
  /** When the first certificate was awarded, and all of the version met by then. */
  readonly awarded: string;
  readonly evidence?: readonly RenewalEvidence[];
  readonly credits?: readonly CreditFact[];
  readonly carryOver?: CarryOver | null;
}

function renewed({ content, awarded, evidence = [], credits = [], carryOver = null }: Story, completed: string) {
  const { policy, modules } = content;
  const certificate = { ...firstPeriod(policy, noon(awarded), timeZone), policy };
  const met = modules.flatMap(({ requirements }) => requirements.map(({ key }) => key));
  const completedAt = noon(completed);
  const row = renewalRowAt(completedAt, certificate);
  const progress = renewalProgress(
    policy,
    content,
    factsWith({
      since: certificate.validFrom,
      now: completedAt,
      timeZone,
      reinstatement: row === "REINSTATEMENT",
      evidence: [show(content, awarded, ...met), ...evidence],
      credits: [...credits],
      carryOver,
    }),
  );
  const next = (): ValidityPeriod =>
    renewalPeriod({
      certificate,
      next: policy,
      completedAt,
      awardedAt: completedAt,
      isDelta: false,
      timeZone,
      laterVersion: null,
    });
  return { certificate, row, progress, next };
}

const local = (at: Date | null) => at && new Date(at.getTime() + 3_600_000).toISOString().slice(0, 10);

describe("R8, R9 worked examples", () => {
  it("Totara: certified on 15 March, recertified in the window, for a year from the previous expiry", () => {
    const { content } = totara;
    const all = show(content, "2027-03-01", "courses", "applied", "reflection");
    const story = { content, awarded: "2026-03-15", evidence: [all] };
    const { certificate, row, progress, next } = renewed(story, "2027-03-01");
    expect([local(certificate.opensAt), local(certificate.expiresAt), row]).toEqual([
      "2027-02-15",
      "2027-03-15",
      "IN_TIME",
    ]);
    expect(progress.complete).toBe(true);
    expect([local(next().validFrom), local(next().expiresAt)]).toEqual(["2027-03-01", "2028-03-15"]);
    // The courses alone, which is all that Totara asks, do not recertify.
    const courses = { ...story, evidence: [show(content, "2027-03-01", "courses")] };
    expect(renewed(courses, "2027-03-01").progress.complete).toBe(false);
    // After the expiry it counts from the completion.
    const late = renewed(
      { ...story, evidence: [show(content, "2027-04-10", "courses", "applied", "reflection")] },
      "2027-04-10",
    );
    expect([late.row, late.progress.complete, local(late.next().expiresAt)]).toEqual([
      "REINSTATEMENT",
      true,
      "2028-04-10",
    ]);
  });

  it("MuTMS: a recertification in the grace keeps the rhythm, and the gap stays visible", () => {
    const { content } = mucertify;
    const all = show(content, "2027-01-20", "program", "observed", "reflection");
    const { certificate, row, progress, next } = renewed(
      { content, awarded: "2026-01-10", evidence: [all] },
      "2027-01-20",
    );
    expect([local(certificate.opensAt), local(certificate.expiresAt), local(certificate.graceEndsAt)]).toEqual([
      "2026-12-11",
      "2027-01-10",
      "2027-01-24",
    ]);
    expect([row, progress.complete]).toEqual(["IN_GRACE", true]);
    expect([local(next().validFrom), local(next().expiresAt)]).toEqual(["2027-01-20", "2028-01-10"]);
    const facts = { certificates: [certificate, next()], suspensions: [], enrolments: [] };
    expect([standingAt(noon("2027-01-15"), facts), standingAt(noon("2027-01-21"), facts)]).toEqual([
      "GRACE",
      "CERTIFIED",
    ]);
  });

  it("NMC: hours, CPD, feedback, accounts, a discussion and a confirmation, each of them needed", () => {
    const { content } = nmc;
    const keys = (kind: string) => [1, 2, 3, 4, 5].map((n) => `${kind}-${n}`);
    const evidence = [
      show(content, "2028-05-01", ...keys("feedback")),
      show(content, "2028-06-01", ...keys("account")),
      show(content, "2028-12-01", "discussion"),
      show(content, "2028-12-02", "confirmation"),
    ];
    const hours = (n: number) => credit("hours", n, { unit: "PRACTICE_HOURS", earnedOn: "2027-12-31" });
    const cpd = (participatory: number, individual: number) => [
      credit("p", participatory, { category: "PARTICIPATORY", earnedOn: "2026-09-01" }),
      credit("i", individual, { category: "INDIVIDUAL", earnedOn: "2027-09-01" }),
    ];
    const story = { content, awarded: "2026-01-01", evidence, credits: [hours(450), ...cpd(20, 15)] };
    const { certificate, row, progress, next } = renewed(story, "2028-12-02");
    expect([local(certificate.opensAt), local(certificate.expiresAt), row]).toEqual([
      "2028-11-02",
      "2029-01-01",
      "IN_TIME",
    ]);
    expect(progress.complete).toBe(true);
    expect([local(next().validFrom), local(next().expiresAt)]).toEqual(["2028-12-02", "2032-01-01"]);
    expect(content.policy.auditShare).toBe(10);
    const lacking: [string, Partial<typeof story>][] = [
      ["an hour of practice", { credits: [hours(449), ...cpd(20, 15)] }],
      ["a participatory hour", { credits: [hours(450), ...cpd(19, 40)] }],
      ["an hour of CPD", { credits: [hours(450), ...cpd(20, 14)] }],
      ...evidence.map((_one, e): [string, Partial<typeof story>] => [
        `evidence ${e}`,
        { evidence: evidence.toSpliced(e, 1) },
      ]),
    ];
    for (const [what, over] of lacking)
      expect([what, renewed({ ...story, ...over }, "2028-12-02").progress.complete]).toEqual([what, false]);
  });

  it("Microsoft: the assessment within six months before the expiry, for a year from the present expiry", () => {
    const { content } = microsoft;
    const passed = show(content, "2026-10-01", "renewal-assessment");
    const work = [show(content, "2026-09-20", "applied"), show(content, "2026-09-21", "reflection")];
    const story = { content, awarded: "2026-02-01", evidence: [passed, ...work] };
    const { certificate, row, progress, next } = renewed(story, "2026-10-01");
    expect([local(certificate.opensAt), local(certificate.expiresAt), row]).toEqual([
      "2026-08-01",
      "2027-02-01",
      "IN_TIME",
    ]);
    // The exam itself is not asked again.
    expect(progress.progress.requirements?.requirements).toEqual([
      { moduleKey: "all", requirementKey: "renewal-assessment", revision: 1, reason: "EVERY_CYCLE", state: "MET" },
    ]);
    expect([progress.complete, local(next().expiresAt)]).toEqual([true, "2028-02-01"]);
    for (const evidence of [work, [passed], [passed, ...work.slice(0, 1)]])
      expect(renewed({ ...story, evidence }, "2026-10-01").progress.complete).toBe(false);
    // Once expired, everything is earned anew.
    const late = renewed({ ...story, evidence: [passed, ...work] }, "2027-02-02");
    expect([late.row, late.progress.progress.method, late.progress.complete]).toEqual(["REINSTATEMENT", "FULL", false]);
  });

  it("PMI: 60 PDUs with their minima, giving back to 25, and 20 of a surplus carried", () => {
    const { content } = pmi;
    const evidence = [show(content, "2028-11-01", "applied"), show(content, "2028-11-02", "reflection")];
    const pdus = (category: string, n: number, earnedOn = "2027-05-01") =>
      credit(`${category}-${earnedOn}`, n, { unit: "PDU", category, earnedOn });
    const triangle = (n: number) => ["WAYS_OF_WORKING", "POWER_SKILLS", "BUSINESS_ACUMEN"].map((one) => pdus(one, n));
    const story = { content, awarded: "2026-01-15", evidence, credits: [...triangle(12), pdus("GIVING_BACK", 24)] };
    const { certificate, row, progress, next } = renewed(story, "2028-11-02");
    expect([local(certificate.opensAt), local(certificate.expiresAt), row]).toEqual([
      "2028-01-15",
      "2029-01-15",
      "IN_TIME",
    ]);
    expect([progress.complete, local(next().expiresAt)]).toEqual([true, "2032-01-15"]);
    const complete = (credits: CreditFact[], over: Partial<Story> = {}) =>
      renewed({ ...story, credits, ...over }, "2028-11-02").progress.complete;
    expect(complete([...triangle(11), pdus("GIVING_BACK", 40)])).toBe(false);
    expect(complete([pdus("WAYS_OF_WORKING", 50), pdus("POWER_SKILLS", 8), pdus("BUSINESS_ACUMEN", 7)])).toBe(false);
    expect(complete([...triangle(20)], { evidence: [] })).toBe(false);

    // 90 earned: 60 are spent, oldest first, and of the 30 left 20 carry to the next cycle, and no further.
    const many = [...triangle(20), pdus("WAYS_OF_WORKING", 30, "2028-08-01")];
    const first = renewed({ ...story, credits: many }, "2028-11-02").progress.progress;
    expect(first.rules[0]?.credits).toMatchObject({ counted: 60, missing: 0, carries: 20 });
    const spent = new Map(spendsOf(first).map(({ creditId, hundredths }) => [creditId, hundredths]));
    const left = many.map((one) => ({ ...one, spentHundredths: spent.get(one.id) ?? 0 }));
    const second = {
      content,
      awarded: "2028-11-02",
      credits: [...left, pdus("POWER_SKILLS", 20, "2030-01-01"), pdus("BUSINESS_ACUMEN", 20, "2030-01-01")],
      carryOver: { since: noon("2026-01-15"), cap: () => 2000 },
      evidence: [show(content, "2031-10-01", "applied"), show(content, "2031-10-02", "reflection")],
    };
    const again = renewed(second, "2031-10-02").progress;
    expect(again.progress.rules[0]?.credits).toMatchObject({ counted: 60, carried: 20, carries: 0 });
    expect(again.complete).toBe(true);
    expect(renewed({ ...second, carryOver: null }, "2031-10-02").progress.complete).toBe(false);
  });
});
