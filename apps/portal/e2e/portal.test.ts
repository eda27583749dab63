import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumPath, chromiumSkip, sizes } from "../../../e2e.shared.ts";
import { expectAccessible, portalSuite } from "./portal.test.support.ts";

const title = (page: Page) => page.getByRole("heading", { level: 1 });

describe.skipIf(!chromiumPath)(`the portal${chromiumSkip}`, () => {
  const suite = portalSuite();
  const go = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name }).click();

  it("leads from the catalogue to a path that grows while one watches: enrol, submit, review", async () => {
    const learner = await suite.open("learner");
    const reviewer = await suite.open("reviewer");
    await go(reviewer, "Review");
    await title(reviewer).getByText("Review").waitFor();

    await learner.getByRole("searchbox").fill("content creation");
    await learner.getByText("2 programs").waitFor();
    await learner.getByRole("button", { name: "Enrol on Content creation: Foundation" }).click();
    await title(learner).getByText("Content creation: Foundation").waitFor();
    const path = learner.getByRole("progressbar", { name: "The path" });
    expect(await path.getAttribute("value")).toBe("0");

    const step = learner
      .getByRole("listitem")
      .filter({ has: learner.getByRole("button", { name: /^Show that you can:/ }) })
      .first();
    const requirement = await step.getByRole("heading").textContent();
    await step.getByRole("button").click();
    const form = learner.getByRole("form", { name: `Evidence for ${requirement}` });
    const words = `Done at work, and shown by ${Date.now()}`;
    await form.getByLabel("What you did").fill(words);
    await form.getByLabel("Score").fill("95");
    await form
      .getByLabel("File")
      .setInputFiles({ name: "report.txt", mimeType: "text/plain", buffer: Buffer.from(words) });
    await form.getByRole("button", { name: "Submit" }).click();
    await learner.getByRole("listitem").filter({ hasText: words }).getByText("Awaits review").waitFor();

    // The reviewer's page was open all the while: what was submitted appears by itself.
    const waiting = reviewer.getByRole("article").filter({ hasText: words });
    await waiting.waitFor();
    const [file] = await Promise.all([
      reviewer.waitForEvent("download"),
      waiting.getByRole("button", { name: "Download report.txt" }).click(),
    ]);
    expect(readFileSync(await file.path(), "utf8")).toBe(words);
    for (const criterion of await waiting.getByRole("combobox").all()) {
      const levels = await criterion.getByRole("option").count();
      await criterion.selectOption({ index: levels - 1 });
    }
    await waiting.getByLabel("Comment to the learner").fill("Clear, and done on a real task.");
    await waiting.getByRole("button", { name: "Send the review" }).click();
    await waiting.waitFor({ state: "detached" });

    // And so does the growth on the learner's.
    await learner.getByRole("listitem").filter({ hasText: words }).getByText("Accepted", { exact: true }).waitFor();
    await expect.poll(async () => Number(await path.getAttribute("value"))).toBeGreaterThan(0);
    await expectAccessible(learner);
  });

  it("says what a rule refuses and what to do, and leads on where it can", async () => {
    const page = await suite.open("learner");
    const program = page.getByRole("listitem").filter({ hasText: "Communication and collaboration: Foundation" });
    await program.getByRole("button").click();
    await title(page).getByText("Communication and collaboration: Foundation").waitFor();
    await go(page, "Catalogue");
    await program.getByRole("button").click();
    await program.getByRole("link", { name: "Go to your journey" }).click();
    await title(page).getByText("Communication and collaboration: Foundation").waitFor();
  });

  it("returns an evidence with what is missing", async () => {
    const reviewer = await suite.open("reviewer");
    await go(reviewer, "Review");
    const waiting = reviewer.getByRole("article").filter({ hasText: "Nils Hætta" });
    await waiting.getByRole("radio", { name: "Return" }).check();
    await waiting.getByLabel("What is missing").fill("What came of it.");
    await waiting.getByLabel("Comment to the learner").fill("Almost there.");
    await waiting.getByRole("button", { name: "Send the review" }).click();
    await waiting.waitFor({ state: "detached" });
    await reviewer.getByText("Reviewed.").waitFor();
  });

  it("shows a manager who in the team stands where", async () => {
    const page = await suite.open("manager");
    await go(page, "Team coverage");
    const row = page.getByRole("row").filter({ hasText: "Sofia Niemi" });
    await row.getByText("In grace").waitFor();
    await page.getByText("2 of 4 certified").waitFor();
  });

  it("tells what happens as it happens", async () => {
    const reviewer = await suite.open("reviewer");
    await go(reviewer, "Live feed");
    await reviewer.getByText("Live", { exact: true }).waitFor();
    const learner = await suite.open("learner");
    await learner.getByRole("button", { name: "Enrol on Problem identification and solving: Foundation" }).click();
    await title(learner).getByText("Problem identification").waitFor();
    const manager = await suite.open("manager");
    await go(manager, "Live feed");
    await manager.getByText("Live", { exact: true }).waitFor();
    await learner
      .getByRole("button", { name: /^Show that you can:/ })
      .first()
      .click();
    const form = learner.getByRole("form");
    await form.getByLabel("What you did").fill("Told as it happens.");
    await form.getByLabel("Score").fill("90");
    await form.getByRole("button", { name: "Submit" }).click();
    await manager
      .getByRole("listitem")
      .filter({ hasText: "Evidence submitted" })
      .getByText(/Elin Bergström/)
      .waitFor();
  });

  it("asks one to sign in again when the token is no good", async () => {
    const page = await suite.openSignIn();
    await page.getByLabel("Access token").fill("kunna_no-good");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("The token is not good").waitFor();
    await title(page).getByText("Sign in to Kunna").waitFor();
  });

  describe.each(Object.keys(sizes) as (keyof typeof sizes)[])("on a %s", (size) => {
    it.each(["en", "sv"] as const)("is accessible in %s, page by page", async (language) => {
      const signIn = await suite.openSignIn(size, language);
      await title(signIn).waitFor();
      await expectAccessible(signIn);
      for (const [who, hashes] of [
        ["learner", ["/", "/journeys", "/feed", "/nowhere"]],
        ["reviewer", ["/review"]],
        ["manager", ["/team"]],
      ] as const) {
        const page = await suite.open(who, size, language);
        for (const hash of hashes) {
          await page.evaluate((place) => {
            location.hash = place;
          }, hash);
          await page.locator(".loading").first().waitFor({ state: "detached" });
          await title(page).waitFor();
          expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
          await expectAccessible(page);
        }
      }
    });
  });

  it("goes by keyboard alone, from the first press to an enrolment", async () => {
    const page = await suite.open("learner");
    await title(page).waitFor();
    const button = page.getByRole("button", { name: "Enrol on Safety, wellbeing and responsible use: Foundation" });
    await button.waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    for (let presses = 0; presses < 60 && !(await focused()).includes("Safety, wellbeing"); presses++) {
      await page.keyboard.press("Tab");
    }
    expect(await focused()).toBe("Enrol on Safety, wellbeing and responsible use: Foundation");
    await page.keyboard.press("Enter");
    await title(page).getByText("Safety, wellbeing and responsible use: Foundation").waitFor();
    // A screen reader begins at the new page's heading.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  });
});
