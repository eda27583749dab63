import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const dist = new URL("../dist/", import.meta.url);
const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
const pages = new Map(
  files.filter((name) => name.endsWith(".html")).map((name) => [name, readFileSync(new URL(name, dist), "utf8")]),
);

/** Where a page's links lead within the site: a page, and the id on it that is meant. */
function linksOf(page: string, html: string): { to: string; id: string }[] {
  return [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)]
    .map(([, href = ""]) => href.replaceAll("&amp;", "&"))
    .filter((href) => !/^[a-z]+:|^\/\//.test(href))
    .map((href) => {
      const [path = "", id = ""] = href.split("#");
      // As a browser does it, from a root of its own.
      const { pathname } = new URL(path, `http://site/${page}`);
      const to = `${pathname.slice(1)}${pathname.endsWith("/") ? "index.html" : ""}`;
      return { to, id: decodeURIComponent(id) };
    });
}

describe("the built pages", () => {
  it("link to pages that are there, at ids that they have", () => {
    expect(pages.size).toBeGreaterThan(40);
    const dead = [...pages].flatMap(([page, html]) =>
      linksOf(page, html)
        .filter(({ to, id }) => !(files.includes(to) && (id === "" || pages.get(to)?.includes(`id="${id}"`))))
        .map(({ to, id }) => `${page}: ${to}#${id}`),
    );
    expect([...new Set(dead)]).toEqual([]);
  });

  it("fetch nothing from elsewhere", () => {
    const fetched = [...pages].flatMap(([page, html]) =>
      [...html.matchAll(/<(?:script|link|img|iframe)\b[^>]*(?:src|href)="((?:https?:)?\/\/[^"]*)"/g)].map(
        ([, url]) => `${page}: ${url}`,
      ),
    );
    expect(fetched).toEqual([]);
  });

  it("say their language", () => {
    const languages = [...pages].map(([page, html]) => [page, /<html lang="([^"]*)"/.exec(html)?.[1]]);
    expect(languages.filter(([page, lang]) => lang !== (page?.startsWith("sv/") ? "sv" : "en"))).toEqual([]);
  });
});
