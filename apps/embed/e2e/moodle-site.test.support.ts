// A real Moodle, by the pages that people use. Written against 4.5.
import { randomBytes } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sizes } from "../../../e2e.shared.ts";

/** Where a Moodle is, and its administrator. */
export interface MoodleAddress {
  readonly url: string;
  readonly admin: string;
  readonly password: string;
}

/** The Moodle that the environment names; null: none is named. */
export function moodleAddress({ env } = process): MoodleAddress | null {
  const { KUNNA_TEST_MOODLE_URL: url, KUNNA_TEST_MOODLE_ADMIN: admin, KUNNA_TEST_MOODLE_PASSWORD: password } = env;
  return url && admin && password ? { url: url.replace(/\/+$/, ""), admin, password } : null;
}

/** The folder that pictures for the guide are put in; null: none are made. */
export function pictureFolder({ env } = process): string | null {
  return env.KUNNA_TEST_MOODLE_PICTURES || null;
}

export interface MoodlePerson {
  readonly username: string;
  readonly password: string;
  readonly name: string;
}

export interface MoodleCourse {
  readonly id: string;
  readonly title: string;
}

export type CourseRole = "Teacher" | "Student";

export interface SignInOptions {
  /** What Moodle and the browser speak; left out: English. */
  readonly language?: string;
  /** A phone, for which Moodle shows a tool in the whole window. */
  readonly isPhone?: boolean;
  /** Whether axe can be put into the pages, which their policies do not allow. */
  readonly bypassCSP?: boolean;
}

/** A Moodle with people and courses of one test's own, which are gone when it is closed. */
export interface MoodleSite {
  readonly url: string;
  /** The administrator's window. */
  readonly admin: Page;
  /** A name that nothing else on the site has. */
  readonly suffix: string;
  person(first: string, last: string, language?: string): Promise<MoodlePerson>;
  course(title: string, members: readonly (readonly [MoodlePerson, CourseRole])[]): Promise<MoodleCourse>;
  /** A window of its own, signed in. */
  signIn(person: Pick<MoodlePerson, "username" | "password">, options?: SignInOptions): Promise<Page>;
  close(): Promise<void>;
}

const phoneAgent =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";

/** Signs the administrator in. @throws when Moodle does not let them */
export async function openMoodle(browser: Browser, { url, admin, password }: MoodleAddress): Promise<MoodleSite> {
  const suffix = randomBytes(4).toString("hex");
  const contexts: BrowserContext[] = [];
  const courses: MoodleCourse[] = [];
  /** The ids of those who are in a course, by user name. */
  const people = new Map<string, string>();
  const signIn: MoodleSite["signIn"] = async (person, { language = "en", isPhone = false, bypassCSP = false } = {}) => {
    const phone = { viewport: sizes.phone, hasTouch: true, isMobile: true, userAgent: phoneAgent };
    const context = await browser.newContext({
      ...(isPhone ? phone : { viewport: sizes.desktop }),
      reducedMotion: "reduce",
      locale: language,
      bypassCSP,
    });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/login/index.php?lang=${language}`);
    await settled(page);
    await page.fill("#username", person.username);
    await page.fill("#password", person.password);
    const isIn = page.waitForURL((at) => !at.pathname.endsWith("/login/index.php"));
    await Promise.all([isIn, page.click("#loginbtn")]);
    return page;
  };
  const page = await signIn({ username: admin, password });
  return {
    url,
    admin: page,
    suffix,
    signIn,
    async person(first, last, language = "en") {
      const username = `kunna-${first.toLowerCase()}-${suffix}`;
      const secret = `K1-${randomBytes(8).toString("hex")}!k`;
      await page.goto(`${url}/user/editadvanced.php?id=-1`);
      await settled(page);
      const fields = { username, firstname: first, lastname: last, email: `${username}@example.org` };
      for (const [name, value] of Object.entries(fields)) await page.fill(`#id_${name}`, value);
      await page.selectOption("#id_lang", language);
      // The field for the password is shown only once one asks for it.
      await page.locator("#id_newpassword").evaluate((field: HTMLInputElement, value) => {
        field.disabled = false;
        field.value = value;
      }, secret);
      await sendForm(page, "#id_submitbutton", "/user/editadvanced.php");
      return { username, password: secret, name: `${first} ${last}` };
    },
    async course(title, members) {
      await page.goto(`${url}/course/edit.php`);
      await settled(page);
      await page.fill("#id_fullname", title);
      await page.fill("#id_shortname", `${title} ${suffix}`);
      await sendForm(page, "#id_saveanddisplay", "/course/edit.php");
      const id = await page.evaluate(() => String((globalThis as unknown as MoodlePage).M.cfg.courseId));
      courses.push({ id, title });
      for (const [username, userId] of await enrol(page, url, id, members)) people.set(username, userId);
      return { id, title };
    },
    async close() {
      for (const { id } of courses) await confirmed(page, `${url}/course/delete.php?id=${id}`);
      const key = await sesskey(page);
      for (const userId of people.values())
        await confirmed(page, `${url}/admin/user.php?delete=${userId}&sesskey=${key}`);
      for (const context of contexts) await context.close();
    },
  };
}

interface MoodlePage {
  readonly M: {
    readonly cfg: { readonly courseId: number; readonly sesskey: string };
    readonly util: { readonly pending_js: readonly string[] };
  };
}

/** Until Moodle's own scripts are done: before that, fields are drawn again and lose what was typed. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as unknown as Partial<MoodlePage>).M?.util?.pending_js?.length === 0);
}

/** What Moodle takes as a sign that a request comes from its own pages. */
export function sesskey(page: Page): Promise<string> {
  return page.evaluate(() => (globalThis as unknown as MoodlePage).M.cfg.sesskey);
}

/** Sends a form. @throws what Moodle has against it, when it shows the form again */
async function sendForm(page: Page, button: string, path: string): Promise<void> {
  await page.locator(button).click();
  const errors = page.locator(".invalid-feedback:visible, .form-control-feedback:visible").first();
  const left = page.waitForURL((at) => !at.pathname.endsWith(path));
  await Promise.race([left, errors.waitFor()]);
  if (new URL(page.url()).pathname.endsWith(path)) throw new Error(`Moodle: ${await errors.textContent()}`);
  await settled(page);
}

async function enrol(
  page: Page,
  url: string,
  courseId: string,
  members: readonly (readonly [MoodlePerson, CourseRole])[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  await page.goto(`${url}/enrol/instances.php?id=${courseId}`);
  const way = await page.locator('a[href*="/enrol/manual/manage.php"]').first().getAttribute("href");
  for (const [{ username }, role] of members) {
    const email = `${username}@example.org`;
    await page.goto(`${way}&addselect_searchtext=${email}`);
    await settled(page);
    const found = page.locator("#addselect option", { hasText: email });
    await page.selectOption("#menuroleid", { label: role });
    const id = (await found.getAttribute("value")) ?? "";
    ids.set(username, id);
    await page.selectOption("#addselect", id);
    await Promise.all([page.waitForEvent("load"), page.locator("input#add").click()]);
    await page.locator("#removeselect option", { hasText: email }).waitFor({ state: "attached" });
  }
  return ids;
}

/** Goes to a page that asks whether one is sure, and is. */
async function confirmed(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
  await page.locator('#region-main form[method="post"] [type=submit]').first().click();
  await page.waitForLoadState();
}
