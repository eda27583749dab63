import { describe, expect, test } from "vitest";
import { fixture, toolUrls } from "./fixture.test.support.ts";
import { type LtiLogEntry, type ProblemCode, problems } from "./index.ts";
import { html, scriptOf } from "./pages/html.ts";
import { languageOf } from "./pages/page.ts";
import { problemPage } from "./pages/problem-page.ts";

const now = new Date("2026-12-01T08:00:00.000Z");

describe("The page of a problem", () => {
  test.each(Object.keys(problems) as ProblemCode[])(
    "%s says in both languages what it is and who does what",
    async (code) => {
      for (const language of ["en", "sv"] as const) {
        const response = problemPage(code, language, { now, reference: "BCDF-2345" });
        const text = await response.text();
        expect(response.status).toBe(problems[code].status);
        expect(text).toContain(`<html lang="${language}">`);
        expect(text).toContain(`<code>${code}</code>`);
        expect(text).toContain("<code>2026-12-01T08:00:00Z</code>");
        expect(text).toContain("<code>BCDF-2345</code>");
        expect(text).toContain(html`${problems[code][language].what}`.html);
        expect(text).toContain(html`${problems[code][language].next}`.html);
        expect(text).not.toContain("<script");
      }
      expect(problems[code].en.next).not.toBe(problems[code].sv.next);
    },
  );

  test("has no script, nothing of other hosts, and is kept by no cache", async () => {
    const { headers } = problemPage("TOOL_FAILED", "en", { now, reference: "BCDF-2345" });
    const csp = headers.get("content-security-policy") ?? "";
    expect(csp).toMatch(/^default-src 'none'; style-src 'nonce-[\w-]{43}'; form-action 'none'; base-uri 'none'$/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).not.toBe(
      problemPage("TOOL_FAILED", "en", { now, reference: "BCDF-2345" }).headers.get("content-security-policy"),
    );
  });
});

test("the page between login and platform runs its one script by nonce, and takes no HTML from the request", async () => {
  const { tool, registered, platform } = await fixture();
  const login = new URLSearchParams({
    iss: platform.issuer,
    client_id: registered.clientId,
    login_hint: '"><script>alert(1)</script>',
    target_link_uri: toolUrls.launch,
    lti_storage_target: '"><img src=x>',
  });
  const response = await tool.login(new Request(`${toolUrls.login}?${login}`));
  const text = await response.text();
  const [, nonce] = /script-src 'nonce-([\w-]+)'/.exec(response.headers.get("content-security-policy") ?? "") ?? [];
  expect(text.match(/<script[^>]*>/g)).toEqual([`<script nonce="${nonce}">`]);
  expect(text).not.toContain("<img");
  expect(response.headers.getSetCookie()[0]).toMatch(
    /^__Host-lti-[\w-]{16}=[\w-]{43}; Path=\/; Secure; SameSite=None; Partitioned; HttpOnly; Max-Age=3600$/,
  );
  expect(response.headers.getSetCookie()).toHaveLength(2);
});

test("values in HTML are escaped, and a script may not end itself", () => {
  expect(html`<p>${"<b>&\"'"}</p>${html`<i>${1}</i>`}${[html`a`, html`b`]}`.html).toBe(
    "<p>&lt;b&gt;&amp;&quot;&#39;</p><i>1</i>ab",
  );
  expect(() => scriptOf("</script>")).toThrow();
});

test.each([
  ["sv-SE,sv;q=0.9,en;q=0.8", "sv"],
  ["en;q=0.5, sv;q=0.9", "sv"],
  ["en-GB,sv;q=0.9", "en"],
  ["de, sv", "sv"],
  ["sv;q=0, en;q=0.1", "en"],
  ["", "en"],
  ["*", "en"],
] as const)("Accept-Language %s: %s", (wanted, language) => {
  expect(languageOf(new Request("https://tool.example", { headers: { "accept-language": wanted } }))).toBe(language);
});

test("a failure of the application is told by code and logged, and says nothing more", async () => {
  const failure = new Error("password=secret\nin the database");
  const told: unknown[][] = [];
  const { platform } = await fixture({
    tool: {
      onLaunch: () => {
        throw failure;
      },
      log: (...line) => told.push(line),
    },
  });
  const { response } = await platform.launch();
  expect(response.status).toBe(500);
  const page = await response.text();
  expect(page).not.toContain("secret");
  const [entry, cause] = told.at(-1) ?? [];
  expect(entry).toMatchObject({
    level: "error",
    code: "TOOL_FAILED",
    reference: expect.stringMatching(/^\w{4}-\w{4}$/),
  });
  expect(page).toContain((entry as LtiLogEntry).reference);
  expect(JSON.stringify(entry)).not.toContain("secret");
  expect(cause).toBe(failure);
});

test("keys that cannot be read are told and logged as any failure is", async () => {
  const { tool, storage, log } = await fixture();
  storage.signingKeys = () => Promise.reject(new Error("The database is away."));
  for (const answer of [await tool.jwks(), await tool.handle(new Request(toolUrls.jwks))]) {
    expect(answer?.status).toBe(500);
  }
  expect(log.map(({ code }) => code)).toEqual(["TOOL_FAILED", "TOOL_FAILED"]);
});

test("what a stranger says breaks no line of the log", async () => {
  const { tool, log } = await fixture();
  const iss = `https://a.example\r\n{"level":"info"}\u001b[31m${"x".repeat(2_000)}`;
  const login = new URLSearchParams({ iss, login_hint: "1", target_link_uri: toolUrls.launch });
  await tool.login(new Request(`${toolUrls.login}?${login}`));
  expect(log[0]?.code).toBe("REGISTRATION_UNKNOWN");
  expect(JSON.stringify(log)).not.toMatch(/\\[rnu]/);
  expect(log[0]?.issuer?.length).toBeLessThanOrEqual(500);
});
