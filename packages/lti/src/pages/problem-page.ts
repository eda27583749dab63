import { type ProblemCode, problems } from "../problems.ts";
import { html } from "./html.ts";
import { type Language, pageResponse } from "./page.ts";

const words = {
  en: { code: "Code", time: "Time" },
  sv: { code: "Kod", time: "Tid" },
} as const;

/** Says in plain words what is wrong and who does what, with the code and the time by which the log is searched. */
export function problemPage(code: ProblemCode, language: Language, now: Date): Response {
  const { what, next } = problems[code][language];
  return pageResponse({
    language,
    status: problems[code].status,
    title: what,
    body: html`<h1>${what}</h1>
<p>${next}</p>
<hr>
<p class="quiet">${words[language].code}: <code>${code}</code> · ${words[language].time}: <code>${now.toISOString().slice(0, 19)}Z</code></p>`,
    ...(code === "METHOD_REFUSED" && { headers: [["allow", "GET, POST"]] as const }),
  });
}
