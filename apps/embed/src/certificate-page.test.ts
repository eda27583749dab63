import { describe, expect, it } from "vitest";
import { type PageKind, type PageStanding, pageKinds, pageStandings } from "./facts.ts";
import { type CertificatePageFacts, pageLocales, renderCertificatePage, renderNotFoundPage } from "./index.ts";
import { facts } from "./page.test.helper.ts";
import { texts } from "./texts/texts.ts";

const page = (changes: Partial<CertificatePageFacts> = {}, locale: "sv" | "en" = "en") =>
  renderCertificatePage({ ...facts, ...changes }, locale);
const standing = (word: PageStanding, certified = false) => page({ standing: { word, certified } });
const headings = (markup: string) =>
  [...markup.matchAll(/<h([1-6])[^>]*>(.*?)<\/h\1>/gs)].map(
    ([, level, inner = ""]) => `${level} ${inner.replace(/<[^>]*>/g, "")}`,
  );

describe("The page as a document", () => {
  it.each(pageLocales)("has one h1, then sections that are named by their headings (%s)", (locale) => {
    const markup = page({}, locale);
    const words = texts[locale];
    expect(headings(markup)).toEqual([
      `1 ${facts.title}`,
      `2 ${words.status}: ${words.standings.CERTIFIED[0]}`,
      ...[words.facts, words.about, words.shown, words.competencies, words.check].map((title) => `2 ${title}`),
    ]);
    const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const names = [...markup.matchAll(/<section[^>]* aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(names).toEqual(ids);
    expect(markup.match(/<section/g)).toHaveLength(names.length);
  });

  it.each(pageLocales)("says its language, has landmarks, and leads to the other language (%s)", (locale) => {
    const markup = page({}, locale);
    const other = locale === "sv" ? "en" : "sv";
    expect(markup).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${locale}">`));
    for (const landmark of ["<header", "<nav aria-label=", "<main>", "<footer>"])
      expect(markup.split(landmark)).toHaveLength(2);
    expect(markup).toContain(`<a href="?lang=${other}" hreflang="${other}" lang="${other}">`);
    expect(markup).toContain(`<h1 lang="en">`);
  });

  it("needs no script, no inline style and nothing from elsewhere", () => {
    const markup = page() + renderNotFoundPage("sv");
    expect(markup).not.toMatch(/<script|<style|<iframe|<img|\sstyle=|\son\w+=|javascript:/i);
    expect(markup.match(/<link rel="stylesheet" href="\/assets\/certificate.css">/g)).toHaveLength(2);
  });

  it("has Open Graph descriptions, and asks to be left out of search engines", () => {
    const markup = page();
    expect(markup).toContain(`<meta property="og:title" content="${facts.title} · Elin Bergström">`);
    expect(markup).toContain(
      `<meta property="og:description" content="Elin Bergström: ${facts.title}, certified by Nordvik kommun. Valid.">`,
    );
    expect(markup).toContain(`<meta property="og:url" content="${facts.publicUrl}">`);
    expect(markup).toContain('<meta name="robots" content="noindex">');
    expect(markup).toContain('<meta name="referrer" content="no-referrer">');
  });
});

describe("The status", () => {
  it.each(pageStandings)("%s is said in words in both languages", (word) => {
    for (const locale of pageLocales)
      expect(page({ standing: { word, certified: false } }, locale)).toContain(texts[locale].standings[word][0]);
  });

  it.each(["SUSPENDED", "REVOKED"] as const)("%s says since when, in the organisation's zone", (word) => {
    const since = new Date("2025-11-20T22:30:00Z");
    const markup = page({ standing: { word, certified: false, since } });
    expect(markup).toMatch(
      /<p>Since <time datetime="2025-11-20T22:30:00.000Z">20 November 2025[^<]*23:30[^<]*<\/time>/,
    );
    expect(page({ standing: { word, certified: false, since } }, "sv")).toContain("<p>Sedan <time");
    expect(standing(word)).not.toContain("Since");
    const unsigned = { ...facts.signature, verified: false };
    expect(page({ standing: { word, certified: false, since }, signature: unsigned })).not.toContain("Since");
  });

  it("is good only for one who is certified", () => {
    expect(standing("CERTIFIED", true)).toContain('class="status good"');
    expect(standing("RENEWAL_OPEN", true)).toContain('class="status good"');
    expect(standing("GRACE")).toContain('class="status wait"');
    expect(standing("SUSPENDED")).toContain('class="status wait"');
    expect(standing("LAPSED")).toContain('class="status bad"');
    expect(standing("REVOKED")).toContain('class="status bad"');
  });

  it("leaves it to the policy whether the grace counts (R6)", () => {
    expect(standing("GRACE", true)).toContain("Valid, renewal is due");
    expect(standing("GRACE", false)).toContain("Expired, can be renewed");
  });

  it("puts a signature that fails before all else, with the reasons", () => {
    const markup = page({
      signature: { ...facts.signature, verified: false, problems: ["The proof does not match."] },
    });
    expect(headings(markup)[1]).toBe("2 Status: Not verified");
    expect(markup).toContain('class="status bad"');
    expect(markup).toContain("The proof does not match.");
    expect(markup).not.toContain("The holder is certified");
  });

  it("leads from an older certificate to the later one, unless the certification is in trouble", () => {
    const succeededBy = { number: "NEXT", publicUrl: "https://certifikat.nordvik.example.org/c/NEXT" };
    expect(headings(page({ succeededBy }))[1]).toBe("2 Status: Replaced by a later one");
    expect(page({ succeededBy })).toContain('<a href="https://certifikat.nordvik.example.org/c/NEXT">');
    expect(headings(page({ succeededBy, standing: { word: "SUSPENDED", certified: false } }))[1]).toBe(
      "2 Status: Suspended",
    );
  });

  it("never says valid in haste of one that is not", () => {
    expect(page()).toContain("<dt>Valid through</dt>");
    expect(standing("LAPSED")).toContain("<dt>Was valid through</dt>");
    for (const word of ["SUSPENDED", "REVOKED"] as const)
      expect(standing(word)).toContain("<dt>Awarded to hold through</dt>");
  });

  it("shows a waiver and its reason (R2)", () => {
    expect(page()).not.toContain("An exception was made");
    expect(page({ waiver: "The law prescribes the test." })).toMatch(
      /An exception was made[\s\S]*The law prescribes the test\./,
    );
  });
});

describe("What was shown and what it certifies", () => {
  it.each(pageKinds)("%s is said in words in both languages", (kind: PageKind) => {
    for (const locale of pageLocales)
      expect(page({ shownBy: [{ module: "M", requirement: "R", kind }] }, locale)).toContain(texts[locale].kinds[kind]);
  });

  it("marks what was done at work", () => {
    expect(page().match(/class="work"/g)).toHaveLength(1);
  });

  it("folds a long list of abilities, and leaves none out", () => {
    const competencies = Array.from({ length: 90 }, (_, i) => ({ code: `LO${i}`, label: `Ability ${i}` }));
    const markup = page({ competencies });
    expect(markup).toContain("<summary>Show 84 more</summary>");
    expect(markup.match(/Ability \d+/g)).toHaveLength(90);
  });

  it("says how to check it without trusting the page", () => {
    const markup = page();
    expect(markup).toContain("<strong>certifikat.nordvik.example.org</strong>");
    expect(markup).toContain(`<a href="${facts.credentialUrl}">`);
    expect(markup).toContain('<a href="https://nordvik.example.org/">');
    expect(markup).toContain(
      `curl -H &#39;Accept: application/vc+ld+json&#39; &#39;${facts.publicUrl}&#39;`.replace(/&#39;/g, "'"),
    );
  });
});

describe("The page for no certificate", () => {
  it.each(pageLocales)("has one h1 and says what to do (%s)", (locale) => {
    const markup = renderNotFoundPage(locale);
    expect(headings(markup)).toEqual([`1 ${texts[locale].notFoundTitle}`, `2 ${texts[locale].notFoundTry}`]);
    expect(markup).toContain(`<html lang="${locale}">`);
    expect(markup).toContain('<meta name="robots" content="noindex">');
  });
});
