import { createKunnaClient, unwrap } from "@kunna/client";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, chromiumSkip, sizes } from "../../../e2e.shared.ts";
import { publishFirstAid } from "./first-aid.test.support.ts";
import { expectAccessible, lmsSuite } from "./lms-suite.test.support.ts";

const languages = ["en", "sv"] as const;

describe.skipIf(!chromiumPath)(`the pages inside an LMS, by axe${chromiumSkip}`, () => {
  const suite = lmsSuite();
  let programId = "";
  let untouchedId = "";
  beforeAll(async () => {
    if (!chromiumPath) return;
    programId = await publishFirstAid(suite.kunna);
    const { graphql, tokens } = suite.kunna.demo;
    const kunna = createKunnaClient({ url: graphql, token: tokens.learner });
    const { id: enrolmentId } = unwrap(await kunna.enrolments.enrol({ programId }));
    const performedOn = new Date().toISOString().slice(0, 10);
    const text = "A colleague fainted, and I called for help at once.";
    unwrap(await kunna.evidence.submit({ enrolmentId, requirementKeys: ["task"], performedOn, text }));
    const untouched = await kunna.programs.find({ search: "Problem identification" });
    untouchedId = untouched.nodes[0]?.id ?? "";
    unwrap(await kunna.enrolments.enrol({ programId: untouchedId }));
  });

  const heading = (page: Page) => page.getByRole("heading", { level: 1 }).waitFor();

  describe.each(Object.keys(sizes) as (keyof typeof sizes)[])("on a %s", (size) => {
    it.each(languages)("in %s: a path, its form, certificates with their renewal, and nothing", async (locale) => {
      const page = await suite.launch({ as: "learner", locale, target: { kind: "PROGRAM", programId } }, { size });
      await heading(page);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale);
      await expectAccessible(page);
      for (const path of ["/certificates", "/nowhere"]) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, path);
        await page.locator(".skeleton").waitFor({ state: "detached" });
        await heading(page);
        await expectAccessible(page);
      }
      const target = { kind: "PROGRAM", programId: untouchedId } as const;
      const form = await suite.launch({ as: "learner", locale, target }, { size });
      await form.locator(".step button").first().click();
      await form.getByRole("form").waitFor();
      await expectAccessible(form);
      const all = await suite.launch({ as: "learner", locale }, { size });
      await heading(all);
      await expectAccessible(all);
      await all.getByRole("link", { name: "Personal data in daily work" }).click();
      await all.getByRole("heading", { level: 2 }).first().waitFor();
      await expectAccessible(all);
      const none = await suite.open(`/embed/?lang=${locale}`, { size });
      await heading(none);
      await expectAccessible(none);
    });

    it.each(languages)("in %s: a queue, with a rubric, its keys, and what is missing", async (locale) => {
      const page = await suite.launch({ as: "reviewer", view: "reviewer", locale }, { size });
      await heading(page);
      await page.keyboard.press("?");
      await page.keyboard.press("j");
      await page.keyboard.press("r");
      await expectAccessible(page);
    });
  });

  it("is no wider than a small phone", async () => {
    for (const view of ["learner", "reviewer"] as const) {
      const target = { kind: "PROGRAM", programId } as const;
      const page = await suite.launch({ as: view, view, target });
      await page.setViewportSize({ width: 320, height: 600 });
      await heading(page);
      await expectAccessible(page);
    }
  });
});
