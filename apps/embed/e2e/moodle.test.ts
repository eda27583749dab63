import type { FrameLocator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { sizes } from "../../../e2e.shared.ts";
import { publishFirstAid } from "./first-aid.test.support.ts";
import { expectAccessible } from "./lms-suite.test.support.ts";
import type { MoodleCourse, MoodlePerson } from "./moodle-site.test.support.ts";
import { moodleSkip, moodleSuite } from "./moodle-suite.test.support.ts";
import {
  activateTool,
  activityFrame,
  gradeOf,
  pasteRegistration,
  saveActivity,
  selectContent,
} from "./moodle-tool.test.support.ts";

const title = (page: Pick<Page, "getByRole"> | FrameLocator) => page.getByRole("heading", { level: 1 });
const program = "First aid at work";
const task = "Give first aid, or practise it with your team";
const reflection = "What I would do again";

interface Connection {
  readonly id: string;
  readonly status: string;
  readonly registration: { readonly issuer: string; readonly clientId: string };
}

// One after the other: what one leaves is where the next begins.
describe.skipIf(moodleSkip)(`Kunna in a real Moodle${moodleSkip}`, () => {
  const suite = moodleSuite();
  let tove: MoodlePerson;
  let siv: MoodlePerson;
  let sten: MoodlePerson;
  let other: { readonly teacher: MoodlePerson; readonly student: MoodlePerson };
  let course: MoodleCourse;
  let otherCourse: MoodleCourse;
  let toolId = "";
  let activity = "";

  beforeAll(async () => {
    if (moodleSkip) return;
    await publishFirstAid(suite.kunna);
    const { site } = suite;
    tove = await site.person("Tove", "Lindqvist");
    siv = await site.person("Siv", "Åkesson");
    sten = await site.person("Sten", "Öberg", "sv");
    other = { teacher: await site.person("Ture", "Berg"), student: await site.person("Saga", "Holm") };
    course = await site.course("Safety at work", [
      [tove, "Teacher"],
      [siv, "Student"],
      [sten, "Student"],
    ]);
    otherCourse = await site.course("Safety at sea", [
      [other.teacher, "Teacher"],
      [other.student, "Student"],
    ]);
  }, 300_000);

  it("registers itself by a pasted address, and opens nothing before an administrator has approved it", async () => {
    const { site } = suite;
    const { createLtiRegistrationLink: link } = await suite.ask<{ createLtiRegistrationLink: { url: string } }>(
      "mutation { createLtiRegistrationLink { ... on LtiRegistrationLink { url } ... on Refusal { code message } } }",
    );
    const shown = await pasteRegistration(site, link.url);
    await title(shown).getByText("Connect Kunna").waitFor();
    await suite.picture(site.admin, "register");
    await shown.getByRole("button", { name: "Connect" }).click();
    await title(shown).getByText("The learning platform is connected").waitFor();
    await shown.getByRole("button", { name: "Back to the learning platform" }).click();
    const { id, status, registration } = await connection();
    expect([status, registration.issuer]).toEqual(["PENDING", site.url]);
    toolId = await activateTool(site, registration.clientId);
    suite.removeLater(toolId);
    await suite.picture(site.admin, "activated");

    const teacher = await site.signIn(tove);
    const refused = await selectContent(teacher, site, { toolId, course });
    await title(refused).getByText("This learning platform is registered, and waits for approval.").waitFor();
    await refused.getByText("REGISTRATION_PENDING").waitFor();

    await approve();
    expect(await connection()).toMatchObject({ id, status: "ACTIVE" });
  });

  it("leads from the teacher's choice to a certificate, and to a grade in Moodle's gradebook", async () => {
    const { site } = suite;
    const teacher = await site.signIn(tove);
    activity = await addProgram(teacher, course);
    const student = await site.signIn(siv);
    await student.goto(activity);
    const learner = activityFrame(student);
    await title(learner).getByText(program).waitFor();
    await handIn(learner, task, "A colleague fainted, and I called for help at once.");
    const handedIn = learner.getByRole("listitem").filter({ hasText: "A colleague fainted" });
    await handedIn.getByText("Being reviewed").waitFor();
    await suite.picture(student, "learner");

    await teacher.goto(activity);
    const reviewer = activityFrame(teacher);
    await reviewer.getByText(siv.name).first().waitFor();
    await reviewer.getByRole("link", { name: "Review", exact: true }).click();
    await accept(reviewer, task, ["Good", "Leads others"]);
    const grade = () => gradeOf(teacher, site, { course, person: siv.name, activity: program });
    await expect.poll(grade, { timeout: 100_000, interval: 2_000 }).toMatch(/^50[.,]00/);

    // The learner's page was open all the time.
    await handIn(learner, reflection, "I would ask somebody to fetch the kit at once.");
    await teacher.goto(activity);
    await reviewer.getByRole("link", { name: "Review", exact: true }).click();
    await accept(reviewer, reflection, []);
    await learner.getByText("100% complete").waitFor();
    await learner.getByRole("navigation").getByRole("link", { name: "My certificates" }).click();
    const certificate = learner.getByRole("listitem").filter({ hasText: program }).first();
    await certificate.getByText("Valid", { exact: true }).waitFor();
    await suite.picture(student, "certificate");
    await expect.poll(grade, { timeout: 100_000, interval: 2_000 }).toMatch(/^100[.,]00/);
    await suite.picture(teacher, "gradebook");
  }, 600_000);

  it("shows a teacher nobody of another course", async () => {
    const { site } = suite;
    const otherTeacher = await site.signIn(other.teacher);
    const otherActivity = await addProgram(otherTeacher, otherCourse);
    const student = await site.signIn(other.student);
    await student.goto(otherActivity);
    await handIn(activityFrame(student), task, "At sea there was nobody to call.");
    await otherTeacher.goto(otherActivity);
    const theirs = activityFrame(otherTeacher);
    await theirs.getByText(other.student.name).first().waitFor();
    expect(await theirs.getByText(siv.name).count()).toBe(0);

    const teacher = await site.signIn(tove);
    await teacher.goto(activity);
    const ours = activityFrame(teacher);
    await ours.getByText(siv.name).first().waitFor();
    expect(await ours.getByText(other.student.name).count()).toBe(0);
    await ours.getByRole("link", { name: "Review", exact: true }).click();
    await ours.getByText("Nothing waits for your review").waitFor();
  }, 300_000);

  it("says what to do when a launch is sent again", async () => {
    const student = await suite.site.signIn(siv, { bypassCSP: true });
    const launch = student.waitForRequest((request) => request.url().endsWith("/lti/launch"));
    await student.goto(activity);
    const form = Object.fromEntries(new URLSearchParams((await launch).postData() ?? ""));
    await title(activityFrame(student)).getByText(program).waitFor();
    const again = await student.context().newPage();
    await again.goto(activity);
    const answer = again.waitForResponse((response) => response.url().endsWith("/lti/launch"));
    await again.evaluate(
      ([action, fields]) => {
        const element = Object.assign(document.createElement("form"), { method: "post", action });
        for (const [name, value] of Object.entries(fields))
          element.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
        document.body.append(element);
        element.submit();
      },
      [(await launch).url(), form] as const,
    );
    await title(again).getByText("This visit has been used already, or did not begin here.").waitFor();
    await again.getByText("Open the activity from the course again").waitFor();
    expect((await answer).ok() && again.url()).not.toBe(true);
    await expectAccessible(again);
  });

  it("speaks Swedish with whom Moodle does, is accessible, and no wider than a phone", async () => {
    const student = await suite.site.signIn(sten, { language: "sv", bypassCSP: true });
    await student.goto(activity);
    const begin = activityFrame(student).getByRole("button", { name: "Börja" });
    await begin.waitFor();
    await expectFrameAccessible(student, "sv");
    await begin.click();
    await activityFrame(student)
      .getByRole("button", { name: `Lämna in underlag: ${task}` })
      .waitFor();
    await student.setViewportSize(sizes.phone);
    await expectFrameAccessible(student, "sv");

    const teacher = await suite.site.signIn(tove, { bypassCSP: true });
    await teacher.goto(activity);
    await activityFrame(teacher).getByText(sten.name).first().waitFor();
    await expectFrameAccessible(teacher, "en");

    const phone = await suite.site.signIn(sten, { language: "sv", isPhone: true, bypassCSP: true });
    await phone.goto(activity);
    await title(phone).getByText(program).waitFor();
    await expectAccessible(phone);
  }, 300_000);

  /** By the administrator's pages, with what they suggest: teachers review, and people are added. */
  async function approve(): Promise<void> {
    const page = await suite.site.admin.context().newPage();
    await page.goto(new URL("/embed/?lang=en", suite.kunna.demo.graphql).href);
    await page.getByLabel("Access token").fill(suite.kunna.demo.tokens.admin);
    await page.getByRole("button", { name: "Sign in" }).click();
    const form = page.getByRole("form", { name: /^Approve: / });
    await form.getByRole("button", { name: "Approve" }).waitFor();
    await suite.picture(page, "approve");
    await form.getByRole("button", { name: "Approve" }).click();
    await page.getByText("In use", { exact: true }).waitFor();
    await page.close();
  }

  async function connection(): Promise<Connection> {
    const { lmsConnections } = await suite.ask<{ lmsConnections: { nodes: readonly Connection[] } }>(
      "{ lmsConnections(last: 1) { nodes { id status registration { issuer clientId } } } }",
    );
    const [found] = lmsConnections.nodes;
    if (!found) throw new Error("Kunna has no connection.");
    return found;
  }

  async function addProgram(teacher: Page, of: MoodleCourse): Promise<string> {
    const picker = await selectContent(teacher, suite.site, { toolId, course: of });
    await picker.getByRole("button", { name: program }).click();
    await picker.getByRole("radio", { name: /^The whole program/ }).check();
    await suite.picture(teacher, "picker");
    await picker.getByRole("button", { name: "Add to the course" }).click();
    return saveActivity(teacher);
  }
});

async function handIn(learner: FrameLocator, requirement: string, text: string): Promise<void> {
  const begin = learner.getByRole("button", { name: "Begin" });
  const hand = learner.getByRole("button", { name: `Hand in evidence: ${requirement}` });
  await begin.or(hand).waitFor();
  if (await begin.isVisible()) await begin.click();
  await hand.click();
  const form = learner.getByRole("form", { name: `Evidence for ${requirement}` });
  await form.getByLabel("What you did").fill(text);
  await form.getByRole("button", { name: "Hand in" }).click();
  await learner.getByText("Handed in. A reviewer looks at it next").waitFor();
}

async function accept(reviewer: FrameLocator, requirement: string, levels: readonly string[]): Promise<void> {
  await reviewer.getByRole("heading", { level: 2, name: requirement }).waitFor();
  const criteria = reviewer.getByRole("group").filter({ has: reviewer.getByRole("radio") });
  for (const [index, level] of levels.entries()) await criteria.nth(index).getByLabel(level).check();
  await reviewer.getByRole("radio", { name: "Accept" }).check();
  await reviewer.getByLabel("Comment to the learner").fill("Clear, and calm.");
  await reviewer.getByRole("button", { name: "Accept it" }).click();
  await reviewer.getByText(/^Accepted: /).waitFor();
}

async function expectFrameAccessible(page: Page, language: string): Promise<void> {
  const frame = await (await page.waitForSelector("#contentframe")).contentFrame();
  if (!frame) throw new Error("The activity has no frame.");
  expect(await frame.evaluate(() => document.documentElement.lang)).toBe(language);
  await expectAccessible(frame);
}
