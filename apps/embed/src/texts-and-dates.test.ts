import { describe, expect, it } from "vitest";
import { lastMomentBefore } from "./dates.ts";
import { certificatePageCss } from "./index.ts";
import { texts } from "./texts/texts.ts";

/** All texts by their path, such as standings.CERTIFIED.0. */
function flat(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key));
}

describe("The two languages", () => {
  const [en, sv] = [new Map(flat(texts.en)), new Map(flat(texts.sv))];

  it("have the same keys, none of them empty", () => {
    expect([...sv.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [key, text] of [...en, ...sv]) expect(text.trim(), key).not.toBe("");
  });

  it("fill in the same values", () => {
    const braces = (text = "") => [...text.matchAll(/\{\w+\}/g)].map(([brace]) => brace).sort();
    for (const [key, text] of en) expect(braces(sv.get(key)), key).toEqual(braces(text));
  });
});

describe("R7 a named day counts whole", () => {
  it.each([
    [
      "the start of a day is told by the day before",
      "2027-11-03T23:00:00Z",
      "Europe/Stockholm",
      "3 November 2027",
      true,
    ],
    ["in the organisation's zone, not in UTC", "2027-11-04T00:00:00Z", "UTC", "3 November 2027", true],
    ["across the new year", "2027-12-31T23:00:00Z", "Europe/Stockholm", "31 December 2027", true],
    [
      "a day that begins at 01:00, since the clock skips midnight",
      "2025-04-24T22:00:00Z",
      "Africa/Cairo",
      "24 April 2025",
      true,
    ],
    ["an instant within a day is told with its time", "2027-11-03T13:30:00Z", "Europe/Stockholm", "14:30 CET", false],
    ["midnight elsewhere is within a day here", "2027-11-04T00:00:00Z", "Europe/Stockholm", "01:00 CET", false],
  ])("%s", (_, instant, zone, text, wholeDay) => {
    const last = lastMomentBefore(new Date(instant), zone, "en");
    expect(last.wholeDay).toBe(wholeDay);
    // How a day and a time are joined differs between versions of ICU.
    if (wholeDay) expect(last.text).toBe(text);
    else expect(last.text).toMatch(new RegExp(`^\\d November 2027.* ${text}$`));
  });

  it("is said in Swedish too", () => {
    expect(lastMomentBefore(new Date("2027-11-03T23:00:00Z"), "Europe/Stockholm", "sv").text).toBe("3 november 2027");
  });
});

describe("The stylesheet", () => {
  const themes = [/:root \{([^}]*)\}/, /prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/].map((pattern) => {
    const [, body = ""] = pattern.exec(certificatePageCss) ?? [];
    return Object.fromEntries(
      [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = "", colour = ""]) => [name, colour]),
    );
  });

  /** WCAG 2.2, relative luminance and contrast ratio. */
  const luminance = (colour = "") => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a?: string, b?: string) => {
    const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };

  it.each([0, 1])("has text of at least 4.5:1 in both themes (%i)", (index) => {
    const theme = themes[index] ?? {};
    const pairs = [
      ["ink", "card"],
      ["soft", "card"],
      ["soft", "paper"],
      ["ink", "paper"],
      ["link", "card"],
      ["link", "paper"],
      ["good-ink", "good-paper"],
      ["wait-ink", "wait-paper"],
      ["bad-ink", "bad-paper"],
    ];
    for (const [ink = "", paper = ""] of pairs)
      expect(contrast(theme[ink], theme[paper]), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
    for (const tone of ["good", "wait", "bad"])
      expect(contrast(theme[`${tone}-ink`], theme.card), `the mark of ${tone}`).toBeGreaterThanOrEqual(3);
  });

  it("has a printed form, and moves only for those who do not mind", () => {
    expect(certificatePageCss).toContain("@media print");
    expect(certificatePageCss.indexOf("animation:")).toBeGreaterThan(
      certificatePageCss.indexOf("prefers-reduced-motion: no-preference"),
    );
    expect(certificatePageCss).not.toMatch(/url\(|@import|expression/);
  });
});
