// Kunna as an external tool of a real Moodle, by the pages that people use. Written against 4.5.
import type { FrameLocator, Page } from "playwright-core";
import { type MoodleCourse, type MoodleSite, sesskey, settled } from "./moodle-site.test.support.ts";

/** Pastes a registration address where Moodle's administrator does. @returns what the tool shows in Moodle's frame */
export async function pasteRegistration({ admin, url }: MoodleSite, address: string): Promise<FrameLocator> {
  await admin.goto(`${url}/mod/lti/toolconfigure.php`);
  await settled(admin);
  await admin.fill("#tool-url", address);
  await admin.getByRole("button", { name: "Add LTI Advantage" }).click();
  return admin.frameLocator("#external-registration-template-container iframe");
}

/** Lets people use a tool that has registered itself, as the card says whose client it is. @returns its id in Moodle, which is its deployment's too */
export async function activateTool({ admin }: MoodleSite, clientId: string): Promise<string> {
  const card = admin.locator(`.tool-card[data-clientid="${clientId}"]`);
  await card.locator(".activate").click();
  await card.locator(".activate").waitFor({ state: "detached" });
  return (await card.getAttribute("data-type-id")) ?? "";
}

/** Takes a tool and all its activities' ties away again. */
export async function removeTool({ admin, url }: MoodleSite, toolId: string): Promise<void> {
  await admin.goto(`${url}/mod/lti/toolconfigure.php`);
  await admin.goto(`${url}/mod/lti/typessettings.php?action=delete&id=${toolId}&sesskey=${await sesskey(admin)}`);
}

/** Begins a new activity of the tool in a course, and asks the tool what it shall open. */
export async function selectContent(
  teacher: Page,
  { url }: MoodleSite,
  { toolId, course }: { readonly toolId: string; readonly course: MoodleCourse },
): Promise<FrameLocator> {
  await teacher.goto(`${url}/course/modedit.php?add=lti&type=&course=${course.id}&section=1&return=0&typeid=${toolId}`);
  await settled(teacher);
  await teacher.locator("[name=selectcontent]").click();
  return teacher.frameLocator("#contentitem-page-iframe");
}

/** Once the tool has answered: keeps the activity. @returns where it is */
export async function saveActivity(teacher: Page): Promise<string> {
  await teacher.locator("#contentitem-page-iframe").waitFor({ state: "detached" });
  await settled(teacher);
  await Promise.all([teacher.waitForURL(/\/mod\/lti\/view\.php/), teacher.locator("#id_submitbutton").click()]);
  const { origin, pathname, searchParams } = new URL(teacher.url());
  // As a course links to it: without what Moodle adds for whoever has just saved it.
  return `${origin}${pathname}?id=${searchParams.get("id")}`;
}

/** What the tool shows in an activity that is open. */
export function activityFrame(page: Page): FrameLocator {
  return page.frameLocator("#contentframe");
}

/** What the gradebook says of somebody's activity. */
export async function gradeOf(
  teacher: Page,
  { url }: MoodleSite,
  { course, person, activity }: { readonly course: MoodleCourse; readonly person: string; readonly activity: string },
): Promise<string> {
  await teacher.goto(`${url}/grade/report/grader/index.php?id=${course.id}`);
  await settled(teacher);
  return teacher.evaluate(
    ([name, title]) => {
      const heads = [...document.querySelectorAll<HTMLTableCellElement>("#user-grades tr th[data-itemid]")];
      const item = heads.find(({ textContent }) => textContent?.includes(title ?? ""))?.dataset.itemid;
      const rows = [...document.querySelectorAll("#user-grades tr")];
      const row = rows.find((one) => one.querySelector("th.user")?.textContent?.includes(name ?? ""));
      return row?.querySelector(`td[data-itemid="${item}"]`)?.textContent?.trim() ?? "no such cell";
    },
    [person, activity],
  );
}
