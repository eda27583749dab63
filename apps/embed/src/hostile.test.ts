import { describe, expect, it } from "vitest";
import { html, webAddress } from "./html.ts";
import { certificateQrSvg, renderCertificatePage } from "./index.ts";
import { facts } from "./page.test.helper.ts";
import { fill } from "./texts/texts.ts";

const attack = `"><script>alert(1)</script><img src=x onerror='alert(2)'>\`\${7}{title}`;

describe("Hostile facts", () => {
  const markup = renderCertificatePage(
    {
      ...facts,
      number: attack,
      title: attack,
      summary: attack,
      recipientName: attack,
      organisation: { name: attack, url: "javascript:alert(3)" },
      contentLanguage: attack,
      standing: { word: "CERTIFIED", certified: true, text: attack },
      succeededBy: { number: attack, publicUrl: "javascript:alert(4)" },
      signature: { ...facts.signature, verified: false, problems: [attack] },
      waiver: attack,
      competencies: [{ code: attack, label: attack, level: attack }],
      shownBy: [{ module: attack, requirement: attack, kind: "OBSERVATION" }],
      publicUrl: `https://example.org/c/'1'?"><script>alert(5)</script>'`,
      credentialUrl: "data:text/html,<script>alert(6)</script>",
    },
    "en",
  );

  it("come out as text", () => {
    expect(markup).not.toMatch(/<script|<img/i);
    // What is left of each tag without its quoted values: no quote of theirs has ended one.
    for (const [tag] of markup.matchAll(/<[a-z][^>]*>/gi))
      expect(tag.replace(/"[^"]*"/g, "")).toMatch(/^<[a-z][a-z0-9]*(\s+[a-z:-]+(=|(?=[\s/>])))*\s*\/?>$/i);
    expect(markup).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("give no link but to the web", () => {
    for (const [, href = ""] of markup.matchAll(/href="([^"]*)"/g))
      expect(href).toMatch(/^(https:\/\/|\?lang=|\/assets\/)/);
  });

  it("can't leave the single quotes of the command line", () => {
    const [, command = ""] = /<pre><code>(.*?)<\/code><\/pre>/s.exec(markup) ?? [];
    expect(command.match(/'|&#39;/g)).toHaveLength(4);
  });

  it("are isolated, so that a right-to-left override ends with the name", () => {
    expect(renderCertificatePage({ ...facts, recipientName: "Elin\u202Emoc" }, "sv")).toContain(
      "<bdi>Elin\u202Emoc</bdi>",
    );
  });
});

describe("html", () => {
  it("escapes every value and leaves nothing for what is not there", () => {
    expect(html`<p title="${'"'}">${"<&>"}${undefined}${false}${[html`<b>${1}</b>`, "'"]}</p>`.text).toBe(
      '<p title="&quot;">&lt;&amp;&gt;<b>1</b>&#39;</p>',
    );
  });

  it("replaces control characters and lone surrogates", () => {
    expect(html`${"a\u0000b\uD800c😀"}`.text).toBe("a\uFFFDb\uFFFDc😀");
  });
});

describe("webAddress", () => {
  it.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//example.org", "/c/1", "", "https://"])(
    "takes %j for none",
    (url) => {
      expect(webAddress(url)).toBeUndefined();
    },
  );
});

describe("fill", () => {
  it("fills once, so that a value can't ask for another", () => {
    expect(fill("{a} {b} {toString}", { a: "{b}", b: "B" })).toBe("{b} B {toString}");
  });
});

describe("certificateQrSvg", () => {
  it("is an SVG without scripts, styles or the address as text", () => {
    const svg = certificateQrSvg(`https://example.org/"><script>`);
    expect(svg).toMatch(
      /^<svg [^>]*viewBox="0 0 \d+ \d+"[^>]*>(<path fill="#(fff|000)" d="[MhvHVz0-9 -]+"\/>){2}<\/svg>$/,
    );
  });
});
