import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, chromiumSkip } from "../../../e2e.shared.ts";
import { publishFirstAid } from "./first-aid.test.support.ts";
import { lmsSuite } from "./lms-suite.test.support.ts";

const title = (page: Pick<Page, "getByRole">) => page.getByRole("heading", { level: 1 });
const task = "Give first aid, or practise it with your team";

describe.skipIf(!chromiumPath)(`the pages inside an LMS${chromiumSkip}`, () => {
  const suite = lmsSuite();
  let programId = "";
  beforeAll(async () => {
    if (chromiumPath) programId = await publishFirstAid(suite.kunna);
  });
  const target = () => ({ kind: "PROGRAM", programId }) as const;

  it("leads from a course to a certificate, while nobody loads a page again", async () => {
    const { course, frame } = await suite.launchInCourse(
      { as: "learner", target: target() },
      { size: "phone", touch: true },
    );
    const reviewer = await suite.launch({ as: "reviewer", view: "reviewer" });
    await title(reviewer).getByText("Waiting for review").waitFor();

    await frame.getByRole("button", { name: "Begin" }).click();
    await frame.getByRole("button", { name: `Hand in evidence: ${task}` }).click();
    const form = frame.getByRole("form", { name: `Evidence for ${task}` });
    await form.getByLabel("What you did").fill("A colleague fainted. I laid her down and raised her legs.");
    await form.getByLabel("Take a photo").setInputFiles({
      name: "photo.png",
      mimeType: "image/png",
      buffer: Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "base64",
      ),
    });
    await form.getByText("photo.png").waitFor();
    await form.getByRole("button", { name: "Hand in" }).click();
    await frame.getByText("Handed in. A reviewer looks at it next").waitFor();
    await frame.getByRole("listitem").filter({ hasText: "A colleague fainted" }).getByText("Being reviewed").waitFor();

    // The reviewer had the page open: it comes by itself.
    await chooseInQueue(reviewer, task);
    const file = reviewer.waitForEvent("download");
    await reviewer.getByRole("button", { name: "Download photo.png" }).click();
    expect(readFileSync(await (await file).path()).length).toBeGreaterThan(60);
    await reviewer.getByRole("group", { name: "The order of the steps" }).getByLabel("Not yet").check();
    await reviewer.getByRole("radio", { name: "Return" }).check();
    await reviewer.getByLabel("Comment to the learner").fill("Almost there.");
    await reviewer.getByLabel("What is missing").fill("What you did first\nWho called for help");
    await reviewer.getByRole("button", { name: "Return it" }).click();
    await reviewer.getByText("Returned: Elin Bergström sees what is missing now.").waitFor();

    const step = frame
      .getByRole("listitem")
      .filter({ has: frame.getByRole("button", { name: /^Add what is missing/ }) });
    await step.getByText("Who called for help").waitFor();
    await step.getByRole("button").click();
    // What was handed in comes along.
    expect(await form.getByLabel("What you did").inputValue()).toContain("A colleague fainted");
    await form.getByText("photo.png").waitFor();
    await form.getByLabel("What you did").fill("First I called for help. Then I laid her down and raised her legs.");
    await form.getByRole("button", { name: "Hand in" }).click();

    await chooseInQueue(reviewer, task);
    await reviewer.getByText("Revision 1: Returned").waitFor();
    await reviewByKeys(reviewer, ["2", "3"], "Clear, and calm.");
    await frame.getByRole("button", { name: "Hand in evidence: What I would do again" }).click();
    await frame.getByLabel("What you did").fill("I would ask somebody to fetch the kit at once.");
    await frame.getByRole("button", { name: "Hand in", exact: true }).click();
    await chooseInQueue(reviewer, "What I would do again");
    await reviewByKeys(reviewer, [], "Thank you.");

    await frame.getByText("100% complete").waitFor();
    await frame.getByRole("navigation").getByRole("link", { name: "My certificates" }).click();
    const certificate = frame.getByRole("listitem").filter({ hasText: "First aid at work" }).first();
    await certificate.getByText("Valid", { exact: true }).waitFor();
    const link = certificate.getByRole("link", { name: "Public page of First aid at work, opens in a new tab" });
    expect((await fetch((await link.getAttribute("href")) ?? "")).status).toBe(200);

    // All of it in a frame that had no scroll bar of its own.
    await expectNoScroll(course);
  });

  it("shows an activity of one requirement alone, until one asks for the whole path", async () => {
    const only = { kind: "EVIDENCE_TASK", programId, moduleKey: "act", requirementKey: "task" } as const;
    const page = await suite.launch({ as: "learner", target: only });
    await title(page).getByText(task).waitFor();
    expect(await page.getByText("Look back").count()).toBe(0);
    await page.getByRole("button", { name: "Show the whole path" }).click();
    await title(page).getByText("First aid at work").waitFor();
    await page.getByText("Look back", { exact: true }).waitFor();
  });

  it("begins a renewal having seen its date, and what happens if nothing is done", async () => {
    const page = await suite.launch({ as: "learner", target: { kind: "CERTIFICATE_WALL" } });
    const certificate = page.getByRole("listitem").filter({ hasText: "Personal data in daily work" }).first();
    await certificate.getByText("Time to renew").waitFor();
    await certificate.getByText("A prompt without personal data").waitFor();
    await certificate.getByText(/^holds until/).waitFor();
    await certificate.getByText(/: Lapsed$/).waitFor();
    await certificate.getByRole("button", { name: "Begin the renewal" }).click();
    await title(page).getByText("Personal data in daily work").waitFor();
    // A screen reader begins at the new page's heading.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  });

  it("keeps the session over a reload of the frame, and says how to come back when there is none", async () => {
    const { frame } = await suite.launchInCourse({ as: "learner", target: target() });
    await title(frame).getByText("First aid at work").waitFor();
    await frame.getByRole("link", { name: "My certificates" }).first().click();
    await title(frame).getByText("My certificates").waitFor();
    await frame.evaluate(() => location.reload());
    await title(frame).getByText("My certificates").waitFor();
    expect(new URL(frame.url()).searchParams.get("session")).toBeNull();

    const page = await suite.open("/embed/?lang=sv");
    await title(page).getByText("Öppna det igen från kursen").waitFor();
    await page.getByText("SESSION_MISSING").waitFor();
  });

  it("grows and shrinks its frame with what it shows, and tells the course page alone", async () => {
    const { course, frame } = await suite.launchInCourse({ as: "learner", target: target() });
    await title(frame).getByText("First aid at work").waitFor();
    await expectNoScroll(course);
    const height = () => course.locator("iframe").evaluate((element) => element.clientHeight);
    const closed = await height();
    await frame.locator("summary").first().click();
    await expect.poll(height).toBeGreaterThan(closed);
    await expectNoScroll(course);
    await frame.locator("summary").first().click();
    await expect.poll(height).toBe(closed);

    const parentOrigin = "http://localhost:9";
    const other = await suite.launchInCourse({ as: "learner", target: target(), frame: { parentOrigin } });
    await title(other.frame).getByText("First aid at work").waitFor();
    expect(await other.course.evaluate("window.told")).toEqual([]);
  });

  it("says that a visit is over: by the clock, and by a token that is no good", async () => {
    const over = await suite.launch({ as: "learner", expiresAt: new Date(Date.now() - 1000).toISOString() });
    await title(over).getByText("Your time here has run out").waitFor();
    const refused = await suite.launch({ as: "learner", token: "kunna_no-good" });
    await title(refused).getByText("Your time here has run out").waitFor();
    await refused.reload();
    await title(refused).getByText("Open it again from your course").waitFor();
  });
});

async function chooseInQueue(page: Page, requirement: string): Promise<void> {
  await page.getByRole("navigation", { name: "Waiting for review" }).getByRole("button", { name: requirement }).click();
  await page.getByRole("heading", { level: 2, name: requirement }).waitFor();
}

/** Nothing but the keyboard: levels, the verdict, which leads to the comment, and off it goes. */
async function reviewByKeys(page: Page, levels: readonly string[], comment: string): Promise<void> {
  for (const level of levels) await page.keyboard.press(level);
  await page.keyboard.press("a");
  await page.keyboard.type(comment);
  await page.keyboard.press("Control+Enter");
  await page.getByText(/^Accepted: /).waitFor();
}

async function expectNoScroll(course: Page): Promise<void> {
  const element = course.locator("iframe");
  const inner = await (await element.elementHandle())?.contentFrame();
  const overflow = () => inner?.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  await expect.poll(overflow).toBe(0);
}
