import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LmsSession } from "./lms-session.ts";
import { lmsAssetsFolder, lmsPath, renderLmsShell } from "./lms-shell.ts";

const session: LmsSession = {
  token: "kunna_1",
  expiresAt: "2026-12-01T10:00:00Z",
  apiUrl: "https://kunna.example.org/graphql",
  locale: "sv-SE",
  view: "learner",
  context: { title: "Första hjälpen </script><script>alert(1)</script> <!--\u2028" },
};

const sessionIn = (page: string) => page.match(/<script type="application\/json" id="kunna-session">(.*?)<\/script>/s);

describe("the shell of the pages inside an LMS", () => {
  it("hands the session over as it is, whatever a course is called", () => {
    const page = renderLmsShell({ session, locale: "sv" });
    expect(page).toContain('<html lang="sv">');
    expect(JSON.parse(sessionIn(page)?.[1] ?? "")).toEqual(session);
    expect(page).not.toContain("alert(1)</script>");
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(JSON.parse(sessionIn(renderLmsShell({ session: null, locale: "en" }))?.[1] ?? "")).toBeNull();
  });

  it("names the files that were built", () => {
    const page = renderLmsShell({ session: null, locale: "en" });
    const names = [...page.matchAll(/(?:src|href)="\/embed\/([^"]+)"/g)].map(([, name]) => name ?? "");
    expect(names.filter((name) => /^assets\/main-[\w-]+\.(js|css)$/.test(name))).toHaveLength(2);
    for (const name of names) expect(existsSync(join(lmsAssetsFolder, name)), `${lmsPath}${name}`).toBe(true);
  });

  it("gives scripts and styles the nonce", () => {
    const page = renderLmsShell({ session, locale: "en", nonce: 'n"1' });
    const tags = page.match(/<(?:script|link rel="stylesheet")[^>]*>/g) ?? [];
    expect(tags).toHaveLength(3);
    for (const tag of tags) expect(tag).toContain('nonce="n&quot;1"');
  });
});
