import { createKunnaClient, unwrap } from "@kunna/client";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, chromiumSkip } from "../../../e2e.shared.ts";
import { publishFirstAid } from "./first-aid.test.support.ts";
import { lmsSuite } from "./lms-suite.test.support.ts";

describe.skipIf(!chromiumPath)(`reviewing inside an LMS${chromiumSkip}`, () => {
  const suite = lmsSuite();
  const said = "A colleague fainted, and I called for help at once.";
  beforeAll(async () => {
    if (!chromiumPath) return;
    const programId = await publishFirstAid(suite.kunna);
    const { graphql, tokens } = suite.kunna.demo;
    const kunna = createKunnaClient({ url: graphql, token: tokens.learner });
    const { id: enrolmentId } = unwrap(await kunna.enrolments.enrol({ programId }));
    const performedOn = new Date().toISOString().slice(0, 10);
    unwrap(await kunna.evidence.submit({ enrolmentId, requirementKeys: ["task"], performedOn, text: said }));
  });

  const open = async (): Promise<Page> => {
    const page = await suite.launch({ as: "reviewer", view: "reviewer" });
    await page.getByText("2 wait for you").waitFor();
    return page;
  };
  const heading = (page: Page) => page.getByRole("heading", { level: 2 }).textContent();
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

  it("keeps the keys quiet while one writes, when they are turned off, and with Control", async () => {
    const page = await open();
    const first = await heading(page);
    await page.keyboard.press("?");
    await page.getByText("Next and previous in the queue").waitFor();
    await page.getByLabel("Use single-key shortcuts on this page").uncheck();
    await page.keyboard.press("j");
    expect(await heading(page)).toBe(first);
    await page.getByLabel("Use single-key shortcuts on this page").check();
    await page.keyboard.press("Control+j");
    expect(await heading(page)).toBe(first);
    await page.keyboard.press("c");
    await page.keyboard.type("j k a r x 1 ?");
    expect(await heading(page)).toBe(first);
    expect(await page.getByLabel("Comment to the learner").inputValue()).toBe("j k a r x 1 ?");
    // What is being written is kept while one looks at others.
    await page.getByRole("button", { name: "Next" }).click();
    await page.keyboard.press("k");
    expect(await page.getByLabel("Comment to the learner").inputValue()).toBe("j k a r x 1 ?");
  });

  it("goes by keyboard alone, and the focus leads on to the next one", async () => {
    const page = await open();
    await page.keyboard.press("j");
    await page.getByText(said).waitFor();
    const title = (await heading(page)) ?? "";
    expect(await focused(page)).toBe(title);

    // A level that does not pass is refused in words, and with the rule's code.
    await page.keyboard.press("1");
    await page.keyboard.press("2");
    expect(await page.getByRole("radio", { checked: true }).count()).toBe(3);
    await page.keyboard.press("a");
    await page.keyboard.type("Clear.");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").getByText("each criterion needs a level that passes").waitFor();
    await page.getByRole("alert").getByText("Code RUBRIC_NOT_MET").waitFor();

    // Returned with that level, it says what is missing.
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("r");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Returned: Elin Bergström sees what is missing now.").waitFor();
    await page.getByText("1 waits for you").waitFor();
    expect(await focused(page)).toBe(await heading(page));
    expect(await heading(page)).not.toBe(title);

    await page.keyboard.press("x");
    await page.keyboard.type("It is another's work.");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Nothing waits for your review").waitFor();
    expect(await focused(page)).toContain("Nothing waits for your review");
  });
});
