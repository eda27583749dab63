import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vitepress";
import { writeReference } from "../src/reference/write.ts";
import { linkPages } from "./links.ts";
import { english, swedish } from "./locales.ts";

const none = fileURLToPath(new URL("theme/none.css", import.meta.url));

// Before VitePress looks for pages.
writeReference();

const config: UserConfig = defineConfig({
  title: "Kunna",
  lang: "en",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/kunna.svg" }]],
  outDir: "dist",
  cacheDir: "node_modules/.vitepress",
  // As GitHub names a folder's page, and as a web server does.
  rewrites: {
    "guide/README.md": "guide/index.md",
    "guide/lms/README.md": "guide/lms/index.md",
    "decisions/README.md": "decisions/index.md",
  },
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (markdown) => linkPages(markdown, "apps/docs"),
  },
  locales: { root: english, sv: swedish },
  themeConfig: {
    logo: { src: "/kunna.svg", alt: "" },
    // A page has no sibling in the other language, but for the first two: the switch leads to the start.
    i18nRouting: false,
    search: {
      provider: "local",
      options: {
        locales: { sv: { translations: swedishSearch() } },
        miniSearch: { searchOptions: { fuzzy: 0.1, prefix: true } },
      },
    },
  },
  // What VitePress has for Algolia's search is not installed (pnpm-workspace.yaml), and never asked for.
  vite: { resolve: { alias: [{ find: /^@docsearch\/.*/, replacement: none }] } },
});

export default config;

function swedishSearch() {
  return {
    button: { buttonText: "Sök", buttonAriaLabel: "Sök" },
    modal: {
      noResultsText: "Inget hittades för",
      resetButtonTitle: "Börja om",
      backButtonTitle: "Stäng",
      displayDetails: "Visa utdrag",
      footer: { selectText: "öppna", navigateText: "flytta", closeText: "stäng" },
    },
  };
}
