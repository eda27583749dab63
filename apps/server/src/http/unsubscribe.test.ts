import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { availableTestDatabases } from "@kunna/database/testing";
import { type ParsedMail, simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { type ServerSuite, serverSuite } from "../suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`calling mails off on ${kind}`, ({ skip }) => skip(reason));

/** The mails that lie in the server's folder. */
async function mails({ folder }: ServerSuite): Promise<ParsedMail[]> {
  const names = await readdir(join(folder, "mail")).catch(() => []);
  const whole = names.filter((name) => name.endsWith(".eml"));
  return Promise.all(whole.map(async (name) => simpleParser(await readFile(join(folder, "mail", name)))));
}

/** What is chosen for each kind, by the kind. */
async function preferences(suite: ServerSuite): Promise<Record<string, string>> {
  type Answer = { viewer: { notificationPreferences: { kind: string; frequency: string }[] } };
  const { viewer } = await suite.ask<Answer>("learner", "{ viewer { notificationPreferences { kind frequency } } }");
  return Object.fromEntries(viewer.notificationPreferences.map(({ kind, frequency }) => [kind, frequency]));
}

/** Lets somebody else enrol the learner. */
async function enrolLearner(suite: ServerSuite, key: string): Promise<void> {
  const { viewer } = await suite.ask<{ viewer: { id: string } }>("learner", "{ viewer { id } }");
  const found = "query ($key: String!) { program(key: $key) { id } }";
  const { program } = await suite.ask<{ program: { id: string } }>("programOwner", found, { key });
  const enrol = "mutation ($input: EnrolInput!) { enrol(input: $input) { __typename } }";
  const input = { programId: program.id, personId: viewer.id };
  expect(await suite.ask("programOwner", enrol, { input })).toEqual({ enrol: { __typename: "Enrolment" } });
}

describe.each(kinds)("mails of a server, on %s", (kind) => {
  const suite = serverSuite(kind);

  it("tell nothing of what the demo was loaded with, and are called off at one click without signing in", async () => {
    await enrolLearner(suite, "digcomp-2-foundation");
    await expect.poll(() => mails(suite), { timeout: 30_000, interval: 200 }).toHaveLength(1);
    const [mail] = await mails(suite);
    expect(mail).toMatchObject({
      subject: "Du är anmäld till Communication and collaboration: Foundation",
    });
    const list = mail?.headers.get("list") as { unsubscribe: { url: string }; "unsubscribe-post": { name: string } };
    const link = list.unsubscribe.url;
    expect(list["unsubscribe-post"].name).toBe("List-Unsubscribe=One-Click");
    expect(mail?.text).toContain(link);

    // Opened, by a person or by a program that looks at links, nothing changes.
    const page = await fetch(link, { headers: { "accept-language": "en" } });
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self'");
    const text = await page.text();
    expect(text).toContain("somebody enrolling you on a program");
    expect(text).toContain('<form method="post">');
    expect(await (await fetch(`${link}&lang=sv`)).text()).toContain('<html lang="sv"');
    expect((await fetch(link, { method: "HEAD" })).status).toBe(200);
    expect((await preferences(suite)).ENROLMENTS).toBe("IMMEDIATE");

    // Another's, or one that somebody changed, is none.
    const forged = new URL(link);
    forged.searchParams.set("kinds", "RENEWALS");
    for (const address of [forged.href, link.slice(0, -3), `${suite.url}/notifications/unsubscribe`])
      expect([address, (await fetch(address, { method: "POST" })).status]).toEqual([address, 404]);
    expect((await fetch(link, { method: "POST", body: "x".repeat(20_000) })).status).toBe(413);
    expect((await fetch(link, { method: "PUT" })).status).toBe(405);

    const oneClick = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
    // A mail program that is impatient, and the reader too.
    const clicks = await Promise.all(Array.from({ length: 4 }, () => fetch(link, oneClick)));
    expect([...clicks, await fetch(link, oneClick)].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const after = await preferences(suite);
    expect(after).toMatchObject({ ENROLMENTS: "NEVER", RENEWALS: "IMMEDIATE", DECISIONS: "IMMEDIATE" });
    const feed = "{ events(first: 500, filter: { types: [NOTIFICATIONS_CHANGED] }) { facts } }";
    const changes = () => suite.ask<{ events: unknown[] }>("admin", feed);
    await expect.poll(async () => (await changes()).events, { timeout: 30_000 }).toHaveLength(1);

    await fetch(link, { method: "POST", body: new URLSearchParams({ all: "true" }) });
    const none = await preferences(suite);
    expect(none).toMatchObject({ ENROLMENTS: "NEVER", RENEWALS: "NEVER", DECISIONS: "IMMEDIATE" });
    expect(Object.values(none).filter((frequency) => frequency !== "NEVER")).toEqual(["IMMEDIATE"]);
  });
});
