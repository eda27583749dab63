import { createMockKunna } from "@kunna/client/testing";
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumPath, chromiumSkip, sizes } from "../../../e2e.shared.ts";
import { expectAccessible, lmsSuiteOn } from "./lms-suite.test.support.ts";

/**
 * The client's mock: a connection to an LMS is made by a registration, which these pages only follow. What the rules make of what
 * is sent is tried in packages/testing.
 */
function startMock() {
  const mock = createMockKunna({ seed: 7, now: new Date("2026-11-28T09:00:00Z") });
  const tokens = { admin: "any", programOwner: "any", reviewer: "any", manager: "any", learner: "any" };
  const prepare = (context: BrowserContext) =>
    context.route("**/graphql", async (route) => {
      const request = route.request();
      const headers = await request.allHeaders();
      // A stream has no end that could be waited for: here nothing happens but what one does.
      if (headers.accept?.includes("text/event-stream")) return route.abort();
      const answer = await mock.fetch(request.url(), { method: "POST", headers, body: request.postData() ?? "" });
      const body = await answer.text();
      const allowed = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
      await route.fulfill({ status: answer.status, contentType: "application/json", headers: allowed, body });
    });
  const demo = { graphql: "http://kunna.mock/graphql", tokens };
  return Promise.resolve({ mock, demo, prepare, stop: () => Promise.resolve() });
}

describe.skipIf(!chromiumPath)(`the teacher's and the administrator's pages inside an LMS${chromiumSkip}`, () => {
  const suite = lmsSuiteOn(startMock);
  const heading = (page: Page) => page.getByRole("heading", { level: 1 }).waitFor();
  /** The variables of the next operation with this name. */
  const sent = async (page: Page, name: string) => {
    const request = await page.waitForRequest((one) => one.postData()?.includes(`mutation ${name}(`) === true);
    return JSON.parse(request.postData() ?? "{}").variables;
  };

  describe.each(Object.keys(sizes) as (keyof typeof sizes)[])("on a %s", (size) => {
    it.each(["en", "sv"] as const)("are accessible in %s", async (locale) => {
      const { mock } = suite.kunna;
      mock.give(mock.id("LmsConnection", 0), { status: "PENDING" });
      for (const [view, hash] of [
        ["admin", "/"],
        ["admin", `/platforms/${mock.id("LmsConnection", 1)}`],
        ["instructor", "/"],
        ["deep-link", "/"],
      ] as const) {
        const page = await suite.launch({ as: "admin", view, locale }, { size });
        await heading(page);
        await page.evaluate((place) => {
          location.hash = place;
        }, hash);
        await page.locator(".skeleton").waitFor({ state: "detached" });
        await heading(page);
        await expectAccessible(page);
        if (view !== "deep-link") continue;
        await page.locator(".pick button").first().click();
        await page.getByRole("form").waitFor();
        await expectAccessible(page);
      }
    });
  });

  it("tells the LMS what a new activity opens, by a form that leads back to the course", async () => {
    const page = await suite.launch({ as: "reviewer", view: "deep-link" });
    await page.getByRole("searchbox").fill("a");
    await page.locator(".pick button").first().click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("2. Choose what of it");
    await page.locator(".options .task input").first().check();
    await page.getByLabel("Title in the course").fill("Show it at work");
    await page.getByLabel("Give it a place in the gradebook").uncheck();
    const posted = page.waitForRequest((request) => request.method() === "POST" && request.isNavigationRequest());
    const [variables] = await Promise.all([
      sent(page, "AnswerWithLink"),
      page.getByRole("button", { name: "Add to the course" }).click(),
    ]);
    expect(variables.input.items).toMatchObject([
      { target: "EVIDENCE_TASK", title: "Show it at work", graded: false, dueAt: null },
    ]);
    expect((await posted).postData()).toMatch(/^JWT=/);
  });

  it("shows the link to register by, to be copied", async () => {
    const page = await suite.launch({ as: "admin", view: "admin" });
    await page.getByRole("button", { name: "Make a registration link" }).click();
    const field = page.getByRole("textbox", { name: "Registration link" });
    await field.waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByText(/^(Copied|It is marked)/).waitFor();
    expect(await page.evaluate(() => window.getSelection()?.toString())).toBe(await field.inputValue());
  });

  it("tests a connection by one press, and asks what its activities count for", async () => {
    const { mock } = suite.kunna;
    const connectionId = mock.id("LmsConnection", 1);
    mock.give(connectionId, { status: "ACTIVE", connector: "moodle" });
    const page = await suite.launch({ as: "admin", view: "admin" });
    await heading(page);
    await page.evaluate((id) => {
      location.hash = `/platforms/${id}`;
    }, connectionId);
    await page.getByRole("button", { name: "Test the connection" }).click();
    await page
      .getByText(/^(Works|Fails)$/)
      .first()
      .waitFor();

    await page.getByRole("form", { name: "Map an activity" }).waitFor();
  });

  it("takes a platform that waits into use on the administrator's terms", async () => {
    const { mock } = suite.kunna;
    const connectionId = mock.id("LmsConnection", 0);
    mock.give(connectionId, { status: "PENDING", name: "Nordvik Moodle" });
    const page = await suite.launch({ as: "admin", view: "admin" });
    const form = page.getByRole("form", { name: "Approve: Nordvik Moodle" });
    await form.getByLabel("Who comes for the first time").uncheck();
    const [variables] = await Promise.all([
      sent(page, "ApproveConnection"),
      form.getByRole("button", { name: "Approve" }).click(),
    ]);
    expect(variables.input).toEqual({ connectionId, instructorRoles: ["REVIEWER"], addsPeople: false });
  });

  it("asks before it refuses one for good, and tells a refusal by a rule with its code", async () => {
    const { mock } = suite.kunna;
    mock.give(mock.id("LmsConnection", 0), { status: "PENDING", name: "Nordvik Moodle" });
    mock.refuse("refuseLmsConnection", { __typename: "LmsConnectionInOtherState", status: "ACTIVE" });
    const page = await suite.launch({ as: "admin", view: "admin" });
    const waiting = page.getByRole("listitem").filter({ hasText: "Nordvik Moodle" });
    await waiting.getByRole("button", { name: "Refuse" }).click();
    await waiting.getByText("Refuse it?").waitFor();
    await waiting.getByRole("button", { name: "Cancel" }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Refuse");
    await waiting.getByRole("button", { name: "Refuse" }).click();
    await waiting.getByRole("button", { name: "Refuse" }).click();
    await waiting.getByRole("alert").getByText("LMS_CONNECTION_IN_OTHER_STATE").waitFor();
    mock.accept("refuseLmsConnection");
  });

  it("lets an administrator in by a token, outside of any LMS, and out again", async () => {
    const page = await suite.open();
    await page.getByLabel("Access token").fill("any");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Platforms" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Platforms" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "You are signed out" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Open it again from your course" }).waitFor();
  });
});
