import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PageLocale } from "./facts.ts";
import { html, trusted } from "./html.ts";
import type { LmsSession } from "./lms-session.ts";

/** Where the server serves the shell and lmsAssetsFolder. */
export const lmsPath = "/embed/";

/** The built pages, the same from src and from dist. The names of the files in `assets/` hold a hash of what is in them. */
const folder = new URL("../dist/lms/", import.meta.url);
export const lmsAssetsFolder = fileURLToPath(folder);

export interface LmsShell {
  /** Null: nobody was launched. The pages take the one of a reload, or say how to come back. */
  readonly session: LmsSession | null;
  readonly locale: PageLocale;
  /** Of a Content-Security-Policy; not needed where scripts and styles of the own origin are allowed. */
  readonly nonce?: string;
}

const noScript = {
  en: "These pages need JavaScript. Allow it for this site, and open the activity again from your course.",
  sv: "De här sidorna behöver JavaScript. Tillåt det för sajten, och öppna aktiviteten igen från kursen.",
};

/**
 * The page that holds the pages inside an LMS. It has a secret in it when it has a session: never cached, and to be framed
 * by the platform's own origin alone.
 * @throws when the pages have not been built
 */
export function renderLmsShell({ session, locale, nonce }: LmsShell): string {
  const { script, styles } = builtFiles();
  const attribute = nonce !== undefined && html` nonce="${nonce}"`;
  return html`${trusted("<!doctype html>")}
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kunna</title>
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light">
<link rel="icon" href="${lmsPath}icon.svg">
${styles.map((style) => html`<link rel="stylesheet" href="${lmsPath}${style}"${attribute}>`)}
</head>
<body>
<div id="kunna"></div>
<noscript><p>${noScript[locale]}</p></noscript>
<script type="application/json" id="kunna-session"${attribute}>${trusted(jsonInHtml(session))}</script>
<script type="module" src="${lmsPath}${script}"${attribute}></script>
</body>
</html>
`.text;
}

/** JSON that no value in it can end the script element with. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

interface BuiltFiles {
  readonly script: string;
  readonly styles: readonly string[];
}

const entry = "src/main.tsx";
let known: BuiltFiles | undefined;

function builtFiles(): BuiltFiles {
  known ??= readManifest();
  return known;
}

/** Vite's manifest says which names the build gave. */
function readManifest(): BuiltFiles {
  let text: string;
  try {
    text = readFileSync(new URL(".vite/manifest.json", folder), "utf8");
  } catch (cause) {
    throw new Error("The pages inside an LMS have not been built: run `pnpm turbo run build`.", { cause });
  }
  const manifest = JSON.parse(text) as Record<string, { readonly file: string; readonly css?: readonly string[] }>;
  const { file, css } = manifest[entry] ?? {};
  if (file === undefined) throw new Error(`Vite's manifest has no ${entry}.`);
  return { script: file, styles: css ?? [] };
}
