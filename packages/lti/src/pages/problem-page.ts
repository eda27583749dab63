import { type ProblemCode, problems } from "../problems.ts";
import { html } from "./html.ts";
import { type Language, pageResponse } from "./page.ts";

const words = {
  en: { said: "The learning platform says", code: "Code", time: "Time", reference: "Reference" },
  sv: { said: "Lärplattformen säger", code: "Kod", time: "Tid", reference: "Referens" },
} as const;

/** Says in plain words what is wrong and who does what, with the code, the time and the reference by which the log is searched. */
export function problemPage(
  code: ProblemCode,
  language: Language,
  page: {
    readonly now: Date;
    readonly reference: string;
    /** A known code of the platform's. */
    readonly said?: string | null | undefined;
    /** The methods that are taken, where it was another. */
    readonly allow?: string | undefined;
  },
): Response {
  const said = words[language];
  const { what, next } = problems[code][language];
  return pageResponse({
    language,
    status: problems[code].status,
    title: what,
    body: html`<h1>${what}</h1>
<p>${next}</p>
<hr>
<p class="quiet">${said.code}: <code>${code}</code> · ${said.time}: <code>${page.now.toISOString().slice(0, 19)}Z</code> · ${said.reference}: <code>${page.reference}</code></p>
${page.said ? html`<p class="quiet">${said.said}: <code>${page.said}</code></p>` : ""}`,
    ...(page.allow !== undefined && { headers: [["allow", page.allow]] as const }),
  });
}
